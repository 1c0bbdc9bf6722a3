"""One throw-away PostgreSQL per run, unless DATABASE_URL names one; each xdist worker has its own database in it."""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

import pytest

from firstdesk.config import embedded, translations

STALE = 6 * 3600  # seconds after which a killed run's leavings are swept
_servers: list[embedded.Server] = []


def pytest_configure(config: pytest.Config) -> None:
    """The controller starts the cluster, so that every worker finds it running."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    translations.compile_all()
    if not _needed():
        return
    run_dir = Path(os.environ["FIRSTDESK_TEST_RUN"])
    _sweep(run_dir.parent)
    _servers.append(embedded.start(run_dir, throw_away=True))


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    while _servers:
        _servers.pop().stop()
    shutil.rmtree(os.environ["FIRSTDESK_TEST_RUN"], ignore_errors=True)


def _needed() -> bool:
    return not os.environ.get("DATABASE_URL") and not os.environ.get("FIRSTDESK_NO_DB")


def _sweep(folder: Path) -> None:
    for path in folder.glob("firstdesk-test-*"):
        with suppress(FileNotFoundError):  # another run has just swept it, or was its own and is over
            if time.time() - path.stat().st_mtime > STALE and path.owner() == Path.home().owner():
                shutil.rmtree(path, ignore_errors=True)
