"""What tests of messages share: a carrier that answers as it is told to."""

import pytest
from pytest_django import Settings

from firstdesk.notices import ports
from firstdesk.notices.tests import carriers
from firstdesk.notices.tests.carriers import FakeCarrier


@pytest.fixture
def carrier(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> FakeCarrier:
    """Both ways go to a carrier of the test's own."""
    found = FakeCarrier()
    monkeypatch.setattr(carriers, "CARRIER", found)
    settings.FIRSTDESK_WAYS = dict.fromkeys(("mail", "sms"), "firstdesk.notices.tests.carriers.carrier")
    return found


@pytest.fixture(autouse=True)
def every_matter_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The matters of these tests are numbers alone."""
    monkeypatch.setattr(ports, "_readable", [lambda acting, keys: keys])
