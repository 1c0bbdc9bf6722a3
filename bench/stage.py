"""The stage of a comparison: one durable PostgreSQL, this product and django-helpdesk served alike from it.

Both get a database of their own in the same cluster (fsync on, an answer only after commit), the same server with the same
processes and threads, and the same number of waiting clients. Everything started here ends with the command.
"""

import contextlib
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RIVAL = ROOT / "bench" / "helpdesk"
RIVAL_VENV = ROOT / "build" / "bench-helpdesk"
WORKERS, THREADS, CLIENTS = 2, 8, 16
FILLED, FRESH = ".filled", 6 * 3600  # seconds a filled cluster is used


@dataclass(frozen=True)
class Stage:
    """What runs: the cluster, and where its programs are."""

    folder: Path
    url: str  # of this product's database
    binaries: Path
    socket: Path

    def sql(self, database: str, text: str) -> str:
        """Run SQL with psql; what it prints, unaligned."""
        command = [self.binaries / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U", "firstdesk"]
        return subprocess.run(
            [*command, "-d", database, "-c", text], check=True, capture_output=True, text=True
        ).stdout.strip()


@contextlib.contextmanager
def stage(folder: Path | None = None, *, throw_away: bool = False) -> Iterator[Stage]:
    """Start the cluster; Django's environment is set for this product's database. A folder that is given stays.
    `throw_away`: nothing is written for good, for filling a cluster that is started anew before it is measured."""
    given = folder or Path(tempfile.mkdtemp(prefix="firstdesk-bench-", dir=os.environ.get("FIRSTDESK_BENCH_DIR")))
    os.environ |= {"FIRSTDESK_DATA_DIR": str(given), "DJANGO_SETTINGS_MODULE": "firstdesk.config.settings"}
    os.environ |= {"FIRSTDESK_MODE": "production", "FIRSTDESK_LANG": "zh", "PYTHONPATH": str(ROOT / "src")}
    os.environ.pop("DATABASE_URL", None)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    from firstdesk.config import embedded, translations  # noqa: PLC0415 the settings read the environment set above

    translations.compile_all()
    try:
        with embedded.running(given, throw_away=throw_away) as server:
            yield Stage(given, server.url, embedded.BINARIES, _socket(server.url))
    finally:
        if folder is None:
            shutil.rmtree(given, ignore_errors=True)


def kept(name: str) -> Path:
    """A folder under build/bench for a cluster that is filled once and measured often. It is new where there is none of
    this name, where the tables or what fills them changed, and after some hours: promises age."""
    home = Path(os.environ.get("FIRSTDESK_BENCH_DIR") or ROOT / "build") / "bench"
    folder = home / f"{name}-{_fingerprint()}"
    stamp = folder / FILLED
    if stamp.exists() and time.time() - stamp.stat().st_mtime < FRESH:
        return folder
    for old in home.glob(f"{name}-*"):
        shutil.rmtree(old)
    folder.mkdir(parents=True)
    return folder


def is_filled(folder: Path) -> bool:
    """Whether a kept cluster holds everything."""
    return (folder / FILLED).exists()


def filled(folder: Path) -> None:
    """From here on it does."""
    (folder / FILLED).touch()


def _fingerprint() -> str:
    named = sorted(path.relative_to(ROOT) for path in ROOT.glob("src/firstdesk/*/migrations/*.py"))
    texts = [path.read_bytes() for path in (ROOT / "bench/population.py", *sorted(RIVAL.glob("*.[pt][yx]*")))]
    return hashlib.sha256(repr(named).encode() + b"".join(texts)).hexdigest()[:10]


def _socket(url: str) -> Path:
    from firstdesk.config.environment import database  # noqa: PLC0415

    return Path(database(url)["HOST"])


def prepare_ours() -> None:
    """Tables and rules of this product."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def prepare_rival(of: Stage, count: int, texts: list[tuple[str, str]]) -> dict[str, str]:
    """Tables and `count` tickets of django-helpdesk; answers with its agent's session and its queue."""
    _install_rival()
    if "helpdesk" not in of.sql("postgres", "SELECT datname FROM pg_database").split():
        of.sql("postgres", "CREATE DATABASE helpdesk")
    given = of.folder / "texts.json"
    given.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    command = [RIVAL_VENV / "bin/python", "rival_fill.py", str(count), given]
    done = subprocess.run(command, cwd=RIVAL, env=_rival_env(of), check=True, capture_output=True, text=True)
    of.sql("helpdesk", "VACUUM ANALYZE")
    return json.loads(done.stdout.splitlines()[-1])


def _install_rival() -> None:
    wanted = (RIVAL / "requirements.txt").read_text()
    stamp = RIVAL_VENV / ".stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("installing django-helpdesk into build/bench-helpdesk ...", flush=True)
    subprocess.run([sys.executable, "-m", "venv", RIVAL_VENV], check=True)
    pip = [RIVAL_VENV / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", RIVAL / "requirements.txt"], check=True)
    stamp.write_text(wanted)


def _rival_env(of: Stage) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"RIVAL_DATABASE": "helpdesk", "RIVAL_HOST": str(of.socket), "RIVAL_USER": "firstdesk"}


@contextlib.contextmanager
def serve_ours() -> Iterator[int]:
    """This product's pages; yields the port."""
    with _served(sys.executable, "firstdesk.config.wsgi:application", ROOT, dict(os.environ), "/healthz") as port:
        yield port


@contextlib.contextmanager
def serve_rival(of: Stage) -> Iterator[int]:
    """django-helpdesk's pages; yields the port."""
    python = str(RIVAL_VENV / "bin/python")
    with _served(python, "rival_wsgi:application", RIVAL, _rival_env(of), "/tickets/submit/") as port:
        yield port


@contextlib.contextmanager
def _served(python: str, application: str, folder: Path, env: dict[str, str], page: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--log-level", "warning", application]
    web = subprocess.Popen(command, cwd=folder, env=env)
    try:
        for _turn in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=30).close()
                break
            time.sleep(0.1)
        yield port
    finally:
        web.terminate()
        web.wait(20)
