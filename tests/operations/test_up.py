"""`up` as an operator meets it: ready, used by commands, stopped in order, started again, killed without leavings."""

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
PATIENCE = 300  # seconds; on a quiet machine with two cores the first start takes 10 and the second 5


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Short: the path of a socket has 107 bytes."""
    path = Path(tempfile.mkdtemp(prefix="fd-up-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def surroundings(folder: Path) -> dict[str, str]:
    """An operator's environment: nothing of the test run's in it, and no demo city, which takes its time."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FIRSTDESK_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    return kept | {"FIRSTDESK_DATA_DIR": str(folder), "FIRSTDESK_MODE": "production", "FIRSTDESK_LANG": "en"}


def start(folder: Path, port: int) -> tuple["subprocess.Popen[str]", str]:
    """Start it and wait for the line `ready`; returns what it said before."""
    started, said = time.monotonic(), ""
    process = subprocess.Popen(
        [sys.executable, "-m", "firstdesk", "up", "--port", str(port)],
        env=surroundings(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    while time.monotonic() - started < PATIENCE and process.poll() is None:
        if select.select([process.stdout], [], [], 0.2)[0]:
            line = process.stdout.readline()
            if line.startswith("ready "):
                assert line.strip() == f"ready http://127.0.0.1:{port}"
                return process, said
            said += line
    process.kill()
    pytest.fail(f"not ready after {PATIENCE} s: {said}{process.stdout.read()}")


def ours(folder: Path) -> list[str]:
    """The command lines of processes that work on this data directory."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"FIRSTDESK_DATA_DIR={folder}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return [line for line in found if line]


def wait_until_gone(folder: Path, patience: float = 120) -> list[str]:
    deadline = time.monotonic() + patience
    while (left := ours(folder)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def test_ready_used_stopped_started_and_killed(folder: Path, port: int) -> None:
    """One story, because each start takes seconds."""
    process, said = start(folder, port)
    assert "First start" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=60) as response:
        assert response.status == 200
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    # a command shares the running database
    command = [sys.executable, "-m", "firstdesk", "showmigrations", "--plan"]
    shared = subprocess.run(command, env=surroundings(folder), capture_output=True, text=True)
    assert shared.returncode == 0 and "[ ]" not in shared.stdout
    # a second one is refused
    command = [sys.executable, "-m", "firstdesk", "up", "--port", str(port)]
    second = subprocess.run(command, env=surroundings(folder), capture_output=True, text=True)
    assert second.returncode == 8 and "already runs" in second.stderr
    # Ctrl-C ends all of it
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0 and "Stopped." in out and "Traceback" not in out
    assert wait_until_gone(folder, 20) == []
    # again, with nothing to make; then killed without a chance to clean up
    process, said = start(folder, port)
    assert "First start" not in said
    process.kill()
    process.communicate()
    assert wait_until_gone(folder) == []
    # a power cut loses nothing and blocks nothing
    process, _ = start(folder, port)
    process.terminate()
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def test_a_command_brings_its_own_database(folder: Path) -> None:
    command = [sys.executable, "-m", "firstdesk", "showmigrations", "ledger"]
    alone = subprocess.run(command, env=surroundings(folder), capture_output=True, text=True)
    assert alone.returncode == 0 and "0001_initial" in alone.stdout, alone.stderr
    assert wait_until_gone(folder, 20) == []
