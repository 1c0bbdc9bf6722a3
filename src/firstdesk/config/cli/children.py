"""A process the supervisor keeps alive: started in its own session, restarted when it falls, gone when we are gone."""

import signal
import subprocess
import time
from collections import deque
from pathlib import Path
from typing import Any, Protocol

from firstdesk.config.embedded import die_with_parent
from firstdesk.config.messages import Problem

LARGEST_LOG = 20_000_000  # bytes; then the log starts anew and the last one is kept beside it
ANEW = 75  # a process that ends so asks to be started again: it did not fall
FALLS_ALLOWED = 5
FALLS_WITHIN = 120.0  # seconds
AT_WORK = 3.0  # seconds: whoever ends sooner never worked


class Process(Protocol):
    """A process as `subprocess` speaks of it."""

    @property
    def returncode(self) -> int | Any: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float = ...) -> int: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


class Child:
    def __init__(self, name: str, command: list[str], logs: Path) -> None:
        self.name = name
        self.command = command
        self.log = logs / f"{name}.log"
        self.process: Process | None = None
        self._falls: deque[float] = deque(maxlen=FALLS_ALLOWED)
        self._started = 0.0

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        self._started = time.monotonic()
        self.process = self.begin()

    def begin(self) -> "Process":
        """The process itself; what it says goes to the log."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_last_will,
            )

    def watch(self) -> None:
        """Start it again when it has fallen; raises Problem when it keeps falling.

        One that was killed (by the kernel when memory ran short, by a person) did not fall by itself: the others go on.
        Nor did one that asks for it, nor one that had been at work for a while: the pages end, too, when the processes
        that serve them are killed one after the other. Whatever happened to them, a desk is not closed for it.
        """
        if self.process is None or self.process.poll() is None:
            return
        if self.process.returncode in {-signal.SIGKILL, ANEW}:
            return self.start()
        if time.monotonic() - self._started > AT_WORK:
            return self.start()
        self._falls.append(time.monotonic())
        if len(self._falls) == FALLS_ALLOWED and self._falls[-1] - self._falls[0] < FALLS_WITHIN:
            raise Problem(
                f"进程 {self.name} 反复退出，详见 {self.log}。",
                f"The {self.name} process keeps stopping, see {self.log}.",
                code=6,
            )
        time.sleep(min(len(self._falls) - 1, 3))
        self.start()

    def stop(self, *, patience: float = 15) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _last_will() -> None:
    die_with_parent(signal.SIGTERM)
