"""The real rules are compiled once per worker, not once per test: half a second each time adds up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.load import load_rulebook

_compiled: dict[tuple[Path, tuple[tuple[str, int], ...]], Rulebook] = {}


@pytest.fixture(autouse=True, scope="session")
def _compile_once() -> Iterator[None]:
    """A rulebook is frozen, so that sharing it between tests is safe; a changed file is another key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("firstdesk.regulations.services.load_rulebook", _remembered)
        yield


def _remembered(folder: Path) -> Rulebook:
    files = tuple((str(path), path.stat().st_mtime_ns) for path in sorted(Path(folder).rglob("*.yaml")))
    key = (Path(folder), files)
    if key not in _compiled:
        _compiled[key] = load_rulebook(folder)
    return _compiled[key]
