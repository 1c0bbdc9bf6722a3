"""Reports taken without a connection: one per key, kept where something is missing, with the moments of the page."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.intake.models import Contact, Report
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db
TYPED = {"narrative": "路灯坏了", "place": "文献路", "occurred_note": "刚才", "reporter": "anonymous"}


@pytest.fixture
def desk() -> Desk:
    return make_desk(at=clock.now() - timedelta(minutes=1))


def send(desk: Desk, key: str, began: datetime, kept: datetime | None = None, **typed: str) -> HttpResponse:
    client = Client()
    client.force_login(desk.officer)
    said = {
        "client_key": key,
        "channel": "phone",
        "began_at": began.isoformat(),
        "kept_at": kept.isoformat() if kept else "",
    }
    return client.post(reverse("intake:late"), TYPED | said | typed)  # type: ignore[return-value]


def test_once_per_key_with_the_moments_of_the_page(desk: Desk) -> None:
    key, began = str(uuid4()), clock.now() - timedelta(hours=2)
    first = send(desk, key, began, began + timedelta(minutes=3))
    second = send(desk, key, began, began + timedelta(minutes=3))
    assert first.status_code == 303 and first.headers["Location"] == second.headers["Location"]
    assert "/receipt/" in first.headers["Location"]
    report = Report.objects.get()
    assert Matter.objects.count() == Contact.objects.count() == 1
    assert (report.received_at, report.interview_ended_at) == (began, began + timedelta(minutes=3))
    codes = set(Clock.objects.filter(matter_id=report.pk).values_list("code", flat=True))
    assert "answer" not in codes  # when it rang nobody knows
    assert Entry.objects.get(verb="contact.opened").after["taken_offline"] is True


def test_what_is_missing_is_asked_for_on_the_contacts_page(desk: Desk) -> None:
    key = str(uuid4())
    answer = send(desk, key, clock.now(), place="")
    contact = Contact.objects.get()
    assert answer.status_code == 303 and answer.headers["Location"] == reverse("intake:contact", args=[contact.pk])
    assert contact.draft["narrative"] == "路灯坏了" and not Matter.objects.exists()
    assert "/receipt/" in send(desk, key, clock.now()).headers["Location"]
    assert Matter.objects.count() == 1


@pytest.mark.parametrize("away", [timedelta(days=-400), timedelta(days=2)])
def test_a_clock_that_goes_wrong_is_brought_within_bounds(desk: Desk, away: timedelta) -> None:
    send(desk, str(uuid4()), clock.now() + away)
    contact = Contact.objects.get()
    assert clock.now() - timedelta(days=3, minutes=1) <= contact.rang_at <= clock.now()


def test_no_key_no_channel_nothing(desk: Desk) -> None:
    assert send(desk, "no-key", clock.now()).status_code == 422
    assert send(desk, str(uuid4()), clock.now(), channel="smoke").status_code == 422
    assert not Contact.objects.exists()


def test_a_key_of_another_centre_is_refused(desk: Desk) -> None:
    key = str(uuid4())
    send(desk, key, clock.now())
    assert send(make_desk(at=desk.at), key, clock.now()).status_code in {303, 403}
    assert Contact.objects.count() == Matter.objects.count() == 1


def test_whether_we_are_reached_and_known(desk: Desk) -> None:
    client = Client()
    assert client.get(reverse("intake:alive")).status_code == 302
    client.force_login(desk.officer)
    answer = client.get(reverse("intake:alive"))
    assert answer.status_code == 204 and answer.headers["X-CSRFToken"]


def test_the_blank_page(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.officer)
    page = client.get(reverse("intake:late")).content.decode()
    assert "data-is-late" in page and "/draft/" not in page and "client_key" in page
