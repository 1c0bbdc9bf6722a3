"""What tests of messages share: a carrier that answers as it is told to."""

import pytest
from pytest_django import Settings

from firstdesk.notices.tests import carriers
from firstdesk.notices.tests.carriers import FakeCarrier


@pytest.fixture
def carrier(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> FakeCarrier:
    """Both ways go to a carrier of the test's own."""
    found = FakeCarrier()
    monkeypatch.setattr(carriers, "CARRIER", found)
    settings.FIRSTDESK_WAYS = dict.fromkeys(("mail", "sms"), "firstdesk.notices.tests.carriers.carrier")
    return found
