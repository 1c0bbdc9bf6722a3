"""Each worker's database is a copy of one that was migrated once; a dump of it is kept until a migration changes.

Migrating from nothing takes half a minute of a core, and every worker would do it. Where DATABASE_URL names a server of
somebody else's, Django migrates as usual.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from firstdesk.config import embedded
from firstdesk.config.settings_test import RUN_DIR
from tests.support.source import ROOT

NAME = "firstdesk_blueprint"
KEPT = ROOT / "build" / "test-database"
IMPORTED = re.compile(r"^from (firstdesk[\w.]+) import", re.MULTILINE)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Asked by pytest-django before it creates a worker's database."""
    if settings.DATABASES["default"]["NAME"] != embedded.DATABASE or os.environ.get("DATABASE_URL"):
        return
    server = embedded.url(RUN_DIR)
    with _alone(), psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
            _fill(server.replace(f"/{embedded.DATABASE}?", f"/{NAME}?"))
    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = NAME


def fill(data_dir: Path) -> None:
    """A fresh data directory gets the migrated database that its product would make at its first start."""
    with _alone(), embedded.running(data_dir) as server:
        _fill(server.url)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Whoever comes first makes it, the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fill(url: str) -> None:
    kept = KEPT / f"{_version()}.dump"
    if kept.exists():
        _run([str(embedded.BINARIES / "pg_restore"), "--dbname", url, str(kept)])
        return
    _run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], DATABASE_URL=url)
    for older in KEPT.glob("*.dump"):
        older.unlink()
    made = kept.with_suffix(".made")
    _run([str(embedded.BINARIES / "pg_dump"), "--dbname", url, "--format", "custom", "--file", str(made)])
    made.rename(kept)


def _run(command: list[str], **environment: str) -> None:
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)
    assert done.returncode == 0, f"{command[0]}: {done.stderr[-2000:]}"


def _version() -> str:
    """Of every migration, of what migrations import, and of the locked dependencies."""
    files = [ROOT / "requirements.lock", *sorted((ROOT / "src").glob("firstdesk/*/migrations/*.py"))]
    texts = {file: file.read_text() for file in files}
    for module in sorted({name for text in texts.values() for name in IMPORTED.findall(text)}):
        path = ROOT / "src" / Path(*module.split("."))
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]:
            texts.setdefault(file, file.read_text())
    return hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()[:16]
