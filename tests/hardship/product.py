"""The real product on a throw-away data directory: `firstdesk up`, its processes by what they are, and kill -9 for each."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from firstdesk.notices.transports.pretend import Pretended
from tests.support import blueprint
from tests.support.source import ROOT

PATIENCE = 300.0  # seconds for a start; on a quiet machine with two cores 5, the very first 15


@dataclass(frozen=True)
class Process:
    """One process, and its parent."""

    pid: int
    parent: int
    command: str


@dataclass
class Product:
    """One installation in production mode, as an operator starts it."""

    folder: Path
    port: int
    gateway: str
    killed: Counter[str] = field(default_factory=Counter)
    starts: int = 0
    _up: "subprocess.Popen[bytes] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        """An operator's: nothing of the test run's in it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FIRSTDESK_", "DJANGO_"))}
        kept.pop("DATABASE_URL", None)
        given = {"FIRSTDESK_DATA_DIR": str(self.folder / "data"), "FIRSTDESK_MODE": "production"}
        given |= {"FIRSTDESK_LANG": "en", "FIRSTDESK_SMS_URL": self.gateway, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        return kept | given | {"DJANGO_SETTINGS_MODULE": "firstdesk.config.settings"}

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        command = [sys.executable, "-m", "firstdesk", "up", "--port", str(self.port)]
        said = self.folder / f"up-{self.starts}.log"
        with said.open("wb") as log:
            self._up = subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=log, stderr=log)
        self.starts += 1
        deadline = time.monotonic() + PATIENCE
        while "\nready http" not in f"\n{said.read_text(errors='replace')}":
            assert self._up.poll() is None, f"it ended: {said.read_text(errors='replace')}"
            assert time.monotonic() < deadline, f"not ready: {said.read_text(errors='replace')}"
            time.sleep(0.1)

    @property
    def is_up(self) -> bool:
        """The supervisor lives."""
        return self._up is not None and self._up.poll() is None

    def wait_for_end(self) -> None:
        """Until the supervisor has ended and every process of this installation is gone."""
        if self._up is not None:
            self._up.wait(PATIENCE)
        deadline = time.monotonic() + 90
        while self._ours() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not self._ours(), f"left behind: {self._ours()}"

    def stop(self) -> None:
        """In order; what does not end is killed by its number."""
        if self._up is not None and self._up.poll() is None:
            self._up.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._up.wait(60)
        if self._up is not None and self._up.poll() is None:
            self._up.kill()
            self._up.wait(60)
        for process in self._ours():
            with contextlib.suppress(OSError):
                os.kill(process.pid, signal.SIGKILL)

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A Python module with the product's own surroundings."""
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=600)

    def script(self, module: str, *arguments: str) -> Any:
        """What a script of these tests prints as JSON on its last line."""
        done = self.run("tests.hardship.within", module, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def processes(self, kind: str) -> list[int]:
        """The numbers of the living processes of a kind."""
        if self._up is None or not self.is_up:
            return []
        found = _all()
        children = [each for each in found if each.parent == self._up.pid]
        if kind == "supervisor":
            return [self._up.pid]
        if kind == "worker":
            return [each.pid for each in children if each.command.endswith(f"firstdesk {kind}")]
        webs = [each.pid for each in children if " granian " in each.command]
        if kind == "web main":
            return webs
        if kind == "web worker":
            return [each.pid for each in found if each.parent in webs]
        masters = [each.pid for each in children if each.command.split(" ")[0].endswith("/postgres")]
        if kind == "postmaster":
            return masters
        named = [each for each in found if each.parent in masters and each.command.startswith("postgres: firstdesk ")]
        return [each.pid for each in named]  # "backend": the ones that serve a connection

    def kill(self, kind: str, most: int = 1) -> int:
        """kill -9 up to so many processes of a kind; how many were hit."""
        hit = 0
        for pid in self.processes(kind)[:most]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                hit += 1
        self.killed[kind] += hit
        return hit

    def answers(self) -> bool:
        """The pages and the database answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def wait_until_it_answers(self) -> None:
        """Ten answers in a row: both workers and every connection of theirs."""
        deadline, row = time.monotonic() + PATIENCE, 0
        while row < 10:
            row = row + 1 if self.answers() else 0
            assert time.monotonic() < deadline, "it does not answer any more"
            if not row:
                time.sleep(0.2)

    def logs(self) -> str:
        """The last words of each process, for whoever reads a failure."""
        return "\n".join(
            f"== {path.name}\n{path.read_text(errors='replace')[-3000:]}"
            for path in sorted((self.folder / "data" / "log").glob("*.log"))
        )

    def _ours(self) -> list[Process]:
        mark = f"FIRSTDESK_DATA_DIR={self.folder / 'data'}".encode()
        found = []
        for each in _all():
            with contextlib.suppress(OSError):
                if mark in Path(f"/proc/{each.pid}/environ").read_bytes().split(b"\0"):
                    found.append(each)
        return found


def _all() -> list[Process]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            if command and state not in "ZX":
                found.append(Process(int(entry.name), int(parent), command))
    return found


def free_port() -> int:
    """A port nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def installed() -> Iterator[tuple[Product, Pretended]]:
    """A started product, and the gateway that takes its text messages; all of it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="fd-hard-"))  # short: the path of a socket has 107 bytes
    with Pretended() as gateway:
        Thread(target=gateway.serve_forever, daemon=True).start()
        product = Product(folder, free_port(), gateway.url)
        try:
            blueprint.fill(folder / "data")
            product.start()
            yield product, gateway
        finally:
            product.stop()
            gateway.shutdown()
            shutil.rmtree(folder, ignore_errors=True)
