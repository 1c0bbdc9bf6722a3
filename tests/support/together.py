"""Tests that keep to one worker, told by where they stand.

pytest-xdist 3.8 writes a test's group into its node id, which pytest 9.2 no longer reads: its marks are without effect.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Journeys run one after another, as what starts the whole product does; the guards share what they parsed.
TOGETHER = {
    "tests/guards/": "guards",
    "tests/journeys/": "journeys",
    "tests/hardship/": "hardship",
    "tests/operations/": "hardship",
}


class ByPlace(LoadScopeScheduling):
    """Each test goes to whichever worker is free; those of a place that is named to the same."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group for place, group in TOGETHER.items() if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByPlace:
    """Asked by pytest-xdist."""
    return ByPlace(config, log)
