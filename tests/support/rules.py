"""The real rules are compiled once per worker and stand in its database, not once per test: half a second adds up."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from pytest_django import DjangoDbBlocker

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.load import load_rulebook
from tests.support.source import ROOT

KEPT_AT = datetime(2024, 1, 1, 1, 0, tzinfo=UTC)  # before any that a test loads
_compiled: dict[tuple[Path, tuple[tuple[str, int], ...]], Rulebook] = {}


@pytest.fixture(autouse=True, scope="session")
def _compile_once() -> Iterator[None]:
    """A rulebook is frozen, so that sharing it between tests is safe; a changed file is another key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("firstdesk.regulations.services.load_rulebook", _remembered)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Asked by pytest-django when a worker's database has been made."""
    with django_db_blocker.unblock():
        keep_rules()


def keep_rules() -> None:
    """Outside of every test's transaction; without an entry in the record, which begins empty for each test."""
    rulebook = _remembered(ROOT / "rules")
    apps.get_model("regulations", "RulebookVersion").objects.get_or_create(
        version=rulebook.version,
        defaults={
            "title": rulebook.head.title.zh,
            "in_force_from": rulebook.in_force_from,
            "loaded_at": KEPT_AT,
            "loaded_by_name": "test",
            "texts": dict(rulebook.texts),
        },
    )


def _remembered(folder: Path) -> Rulebook:
    files = tuple((str(path), path.stat().st_mtime_ns) for path in sorted(Path(folder).rglob("*.yaml")))
    key = (Path(folder), files)
    if key not in _compiled:
        _compiled[key] = load_rulebook(folder)
    return _compiled[key]
