"""How much memory does the whole product take beside its database, while officers work with it?

Usage: ./run bench memory. Aim: supervisor, pages, worker, ticker and the demonstration's text-message gateway together at
most 200 MiB. Counted is the proportional set size of each process (/proc/PID/smaps_rollup): what it has for itself, and its
share of what several have in common. Measured after every page below was opened many times.
"""

import contextlib
import http.cookiejar
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST, ROUNDS, OFFICERS = 200, 12, 4
PAGES = ("/", "/matters/", "/matters/?text=漏水", "/board/", "/due/", "/intake/", "/triage/", "/rules/", "/wall/")
PASSWORD = "shouwen-demo"


def main() -> int:
    with _product() as (address, supervisor):
        used = [threading.Thread(target=_work, args=[address, "director1"]) for _ in range(OFFICERS)]
        for thread in used:
            thread.start()
        for thread in used:
            thread.join()
        rows = [(name, _proportional(pid)) for pid, name in _beside_the_database(supervisor)]
    for name, size in rows:
        print(f"{name:<56} {size:>7.1f} MiB")
    total = sum(size for _name, size in rows)
    print(f"{'all processes but the database':<56} {total:>7.1f} MiB (at most {MOST})")
    return 0 if total <= MOST else 1


@contextlib.contextmanager
def _product() -> Iterator[tuple[str, int]]:
    """The demonstration, started as anybody starts it."""
    folder = Path(tempfile.mkdtemp(prefix="fd-memory-", dir=os.environ.get("FIRSTDESK_BENCH_DIR")))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {"FIRSTDESK_DATA_DIR": str(folder), "FIRSTDESK_LANG": "zh", "PYTHONPATH": str(ROOT / "src")}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "firstdesk", "up", "--port", str(port)]
    up = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert up.stdout is not None
        for line in up.stdout:
            if line.startswith("ready "):
                break
        yield f"http://127.0.0.1:{port}", up.pid
    finally:
        up.terminate()
        up.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _work(address: str, name: str) -> None:
    """Sign in and open every page again and again, and the matters that are listed."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)
    page = browser.open(f"{address}/accounts/login/", timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    form = {"login": name, "password": PASSWORD, "csrfmiddlewaretoken": token[1] if token else ""}
    browser.open(f"{address}/accounts/login/", urllib.parse.urlencode(form).encode(), timeout=60).read()
    for _turn in range(ROUNDS):
        paths = {urllib.parse.quote(path, safe="/?=") for path in PAGES}
        for path in list(paths):
            with contextlib.suppress(urllib.error.HTTPError):
                text = browser.open(address + path, timeout=60).read().decode()
                paths |= set(re.findall(r'href="(/matters/[^"?/]+/)"', text)[:5])
        for path in paths:
            with contextlib.suppress(urllib.error.HTTPError):
                browser.open(address + path, timeout=60).read()


def _beside_the_database(supervisor: int) -> list[tuple[int, str]]:
    """The supervisor and all that descend from it, PostgreSQL's processes left out."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found, level = [supervisor], [supervisor]
    while level:
        level = [pid for pid, parent in parents.items() if parent in level]
        found += level
    named = [(pid, _command(pid)) for pid in found]
    return [(pid, name) for pid, name in named if name and "postgres" not in name.split(" ")[0]]


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        return re.sub(r"^\S*/", "", words)[:56]
    return ""


def _proportional(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
