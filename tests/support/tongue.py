"""Every test begins in Chinese, whatever language the page asked for last was read in."""

import pytest
from django.conf import settings
from django.utils import translation


@pytest.fixture(autouse=True)
def _chinese() -> None:
    """A request leaves its language behind on the thread; the next test does not inherit it."""
    translation.activate(settings.LANGUAGE_CODE)
