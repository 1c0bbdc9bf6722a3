"""How much memory does the whole product take beside its database, while officers work with it?

Usage: ./run bench memory. Aim: supervisor, pages, worker and the demonstration's text-message gateway together at
most 200 MiB. Counted is the proportional set size of each process (/proc/PID/smaps_rollup): what it has for itself, and its
share of what several have in common. Measured after several people have opened the pages below again and again, each
until it was opened at least twice and half a minute has passed: under two minutes in all.
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
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST, ROUNDS, SECONDS, MATTERS = 200, 2, 30, 5
OFFICERS = ("director1", "intake1", "leader1", "liaison1")
PAGES = ("/", "/matters/", "/matters/?text=漏水", "/board/", "/due/", "/intake/", "/triage/", "/rules/", "/wall/")
PASSWORD = "shouwen-demo"


def main() -> int:
    with _product() as (address, supervisor):
        with ThreadPoolExecutor(len(OFFICERS)) as office:
            opened = sum(office.map(lambda name: _work(address, name), OFFICERS))
        rows = [(name, _proportional(pid)) for pid, name in _beside_the_database(supervisor)]
    print(f"after {opened} pages:")
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
        else:
            raise SystemExit("it did not start: see above")
        yield f"http://127.0.0.1:{port}", up.pid
    finally:
        up.terminate()
        up.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _work(address: str, name: str) -> int:
    """Sign in and open every page again and again, and some of the matters that are listed; how many were opened."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(f"{address}/accounts/login/", timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    form = {"login": name, "password": PASSWORD, "csrfmiddlewaretoken": token[1] if token else ""}
    browser.open(f"{address}/accounts/login/", urllib.parse.urlencode(form).encode(), timeout=60).read()
    began, turn, opened = time.monotonic(), 0, 0
    while turn < ROUNDS or time.monotonic() - began < SECONDS:
        matters: set[str] = set()
        for path in PAGES:
            text = _read(browser, address + urllib.parse.quote(path, safe="/?="))
            matters |= set(re.findall(r'href="(/matters/[^"?/]+/)"', text)[:MATTERS])
        for path in sorted(matters)[:MATTERS]:
            _read(browser, address + path)
        turn, opened = turn + 1, opened + len(PAGES) + min(len(matters), MATTERS)
    return opened


def _read(browser: urllib.request.OpenerDirector, url: str) -> str:
    try:
        return str(browser.open(url, timeout=60).read().decode())
    except urllib.error.HTTPError as refused:  # not every page is everybody's
        return refused.read().decode()


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
