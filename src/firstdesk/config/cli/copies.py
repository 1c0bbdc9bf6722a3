"""Processes that begin as copies of the supervisor. It loads the whole product once, so what is alike stands in memory once.

Imported only after `django.setup()`. A copy is told apart by its title (`ps`, /proc), writes to a log of its own, and ends
with the supervisor.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from firstdesk.common import clock
from firstdesk.config import translations
from firstdesk.config.cli import prepare, worker
from firstdesk.config.cli.children import Child
from firstdesk.config.embedded import die_with_parent
from firstdesk.config.messages import Problem
from firstdesk.notices.transports import pretend
from firstdesk.regulations import selectors as regulations

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WEB_PROCESSES = max(1, (os.cpu_count() or 2) // 2)  # each keeps a core busy, and the database wants as many
THREADS = 8
M_TRIM_THRESHOLD, M_ARENA_MAX = -1, -8  # of glibc's <malloc.h>; elsewhere they say nothing


class Copy:
    """A forked process, spoken of as `subprocess` speaks of its own."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float = float("inf")) -> int:
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired([], timeout)
            time.sleep(0.02)
        return code

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


class Forked(Child):
    """A child that runs a function of ours."""

    def __init__(self, name: str, main: Callable[[], object], logs: Path, title: str = "") -> None:
        super().__init__(name, [], logs)
        self._main, self._title = main, title or f"firstdesk {name}"

    def begin(self) -> Copy:
        def run() -> object:
            os.setsid()
            _write_to(self.log)
            _be_called(self._title)
            return self._main()

        return fork(run)


def fork(main: Callable[[], object]) -> Copy:
    """A copy of this process that does nothing but `main`, and ends with us."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return Copy(pid)
    code = 1
    try:
        for number in ENDINGS:
            signal.signal(number, signal.SIG_DFL)
        die_with_parent(signal.SIGTERM)
        code = int(main() or 0)  # type: ignore[call-overload]
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def made_ready() -> None:
    """Tables, rules, demonstration, static files: done in a copy, whose memory is given back. Raises Problem."""
    reader, writer = os.pipe()

    def prepared() -> object:
        gc.freeze()
        gc.set_threshold(100_000, 50, 100)  # it lives for a minute; looking through what it holds took a fifth of that
        try:
            prepare.prepare()
        except Problem as problem:
            os.write(writer, json.dumps([problem.zh, problem.en, problem.code]).encode())
            return 1
        return 0

    copy = fork(prepared)
    os.close(writer)
    try:
        code = copy.wait()
    finally:
        copy.kill()
    with os.fdopen(reader, "rb") as said:
        words = said.read()
    if code:
        zh, en, number = json.loads(words) if words else ("准备失败，见上。", "The preparation failed, see above.", 1)
        raise Problem(zh, en, code=number)


def load() -> None:
    """Everything every process needs, once: addresses, templates, words, rules. Then nobody touches it any more."""
    importlib.import_module("firstdesk.config.wsgi")  # only now: it looks at the static files that were made ready
    _ = get_resolver().url_patterns
    for folder in sorted(translations.PACKAGE.glob("*/templates")):
        for path in sorted(folder.rglob("*.html")):
            get_template(str(path.relative_to(folder)))
    for language in ("zh-hans", "en"):
        with translation.override(language):
            translation.gettext("Matter")
    if regulations.current_version(clock.now()):
        regulations.current(clock.now())
    prepare.disconnect()
    libc = ctypes.CDLL(None)
    libc.mallopt(M_ARENA_MAX, 1)  # the threads of a process share what one of them gave back
    libc.mallopt(M_TRIM_THRESHOLD, 128 << 10)
    gc.collect()
    gc.freeze()
    libc.malloc_trim(0)


def pages(host: str, port: int, logs: Path) -> Child:
    """The pages: processes that share one listening socket, each a copy in its turn."""

    def serve() -> object:
        server = Server(
            "firstdesk.config.served:application", address=host, port=port, interface=Interfaces.WSGI,
            workers=WEB_PROCESSES, blocking_threads=THREADS, websockets=False, log_level=LogLevels.warning,
            workers_kill_timeout=5, respawn_failed_workers=True,
        )  # fmt: skip
        server.serve()
        return 0

    return Forked("web", serve, logs, "firstdesk granian web")


def behind(logs: Path, gateway: str) -> list[Child]:
    """The worker; in the demonstration the pretended gateway of text messages is a thread of it, at this port."""

    def work() -> int:
        if gateway:
            threading.Thread(target=pretend.main, args=[["--port", gateway]], daemon=True).start()
        return worker.main([])

    return [Forked("worker", work, logs)]


def learners(logs: Path) -> list[Child]:
    """What begins when everything runs, ends by itself and is not started again: the demonstration learns, once."""
    learn = [sys.executable, "-m", "firstdesk", "learn", "--centre"]
    return [Child(f"learn-{code}", [*learn, code], logs) for code in prepare.to_learn()]


def _write_to(log: Path) -> None:
    """Read nothing, write to the log, and keep nothing else of the supervisor's open: its lock above all."""
    nothing, written = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for number, source in enumerate((nothing, written, written)):
        os.dup2(source, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))


def _be_called(title: str) -> None:
    """Write the title where the kernel keeps the command line."""
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    start, end = int(fields[45]), int(fields[46])  # arg_start and arg_end, counted from the state
    words = title.encode()[: end - start - 1]
    ctypes.memset(start, 0, end - start)
    ctypes.memmove(start, words, len(words))
