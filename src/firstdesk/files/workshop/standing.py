"""The parent's side of the child that stands ready: one per process, started with the first document, ended by itself."""

import json
import os
import select
import subprocess
import time
from collections.abc import Mapping
from threading import Lock, Thread
from typing import Any

from firstdesk.files.workshop.main import HEAD, IDLE, STAND

SECONDS = 30  # for one document, waiting for others before it not counted


class Gone(Exception):
    """The child ended before it answered."""


class Standing:
    """Hands orders to its child, one at a time."""

    def __init__(self, command: list[str], *, idle: float = IDLE) -> None:
        self._command = [*command, STAND, str(idle)]
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        os.register_at_fork(after_in_child=self._forget)

    def ask(self, job: str, order: Mapping[str, object]) -> dict[str, Any]:
        """The answer to one order. Raises Gone where two children in a row did not survive it, or took too long."""
        message = json.dumps({**order, "job": job}).encode()
        with self._lock:
            try:
                return self._exchange(message)
            except Gone:  # it may just have ended, as children do who wait for nothing or are old
                return self._exchange(message)

    @property
    def pid(self) -> int | None:
        """The child's process number while it lives."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def end(self) -> None:
        """Send the child home; the next order gets a fresh one."""
        with self._lock:
            self._end()

    def _exchange(self, message: bytes) -> dict[str, Any]:
        child = self._present()
        until = time.monotonic() + SECONDS
        assert child.stdin is not None and child.stdout is not None
        try:
            child.stdin.write(HEAD.pack(len(message)) + message)
            child.stdin.flush()
            (length,) = HEAD.unpack(_read(child.stdout.fileno(), HEAD.size, until))
            return dict(json.loads(_read(child.stdout.fileno(), length, until)))
        except TimeoutError as error:
            self._end()
            raise subprocess.TimeoutExpired(self._command, SECONDS) from error
        except (OSError, ValueError, Gone) as error:
            self._end()
            raise Gone from error

    def _present(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
            )
            Thread(target=self._child.wait, daemon=True).start()  # so that it leaves no dead process behind
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    pass  # an order it did not take

    def _forget(self) -> None:
        """A copy of this process has no child: the one it knows is another's."""
        self._child, self._lock = None, Lock()


def _read(pipe: int, count: int, until: float) -> bytes:
    read = b""
    while len(read) < count:
        if not select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
            raise TimeoutError
        piece = os.read(pipe, count - len(read))
        if not piece:
            raise Gone
        read += piece
    return read
