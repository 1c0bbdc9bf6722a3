"""Stuck messages: who sees them, what may be decided, once."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from firstdesk.common.refusals import Conflict, Refusal
from firstdesk.directory.tests.factories import Centre, acting, make_centre
from firstdesk.ledger.models import Entry
from firstdesk.notices import ports, services
from firstdesk.notices.models import Delivery
from firstdesk.notices.selectors import outbox
from firstdesk.notices.services import Decision, Outgoing, send_out, sending
from firstdesk.notices.tests.carriers import FakeCarrier
from firstdesk.notices.transports import NotTaken

NOON = datetime(2025, 9, 30, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
pytestmark = pytest.mark.django_db
PAGE = "notices:stuck"


@pytest.fixture
def centre() -> Centre:
    return make_centre()


def stuck(centre: Centre, stage: str = "stuck", key: str = "reply:1") -> Delivery:
    outgoing = Outgoing(
        key=key, way="sms", to_address="13800138000", text="私密内容", label="JJ-9", unit_id=centre.unit.pk, matter_id=9
    )
    made = send_out(outgoing, at=NOON)
    Delivery.objects.filter(pk=made.pk).update(stage=stage, tries=7, claimed_at=NOON, trouble="HTTP 422")
    made.refresh_from_db()
    return made


def test_the_page_covers_the_address_and_keeps_the_text_to_itself(client: Client, centre: Centre) -> None:
    stuck(centre)
    client.force_login(centre.people["intake"])
    html = client.get(reverse(PAGE)).content.decode()
    assert "138****8000" in html and "JJ-9" in html and "HTTP 422" in html
    assert "13800138000" not in html and "私密内容" not in html


def test_only_ones_own_house(client: Client, centre: Centre) -> None:
    made = stuck(centre)
    for stranger in (make_centre().people["intake"], centre.linkage_people["handler"], centre.people["admin"]):
        client.force_login(stranger)
        assert "JJ-9" not in client.get(reverse(PAGE)).content.decode()
        address = reverse("notices:settle", args=[made.pk])
        assert client.post(address, {"verdict": "retry"}).status_code == 404
    client.force_login(centre.people["supervisor"])
    assert client.get(reverse(PAGE)).status_code == 403


def test_sent_again_to_another_address_as_a_new_letter(centre: Centre, carrier: FakeCarrier) -> None:
    made = stuck(centre, stage="queued")
    Delivery.objects.filter(pk=made.pk).update(tries=0, due_at=NOON)
    carrier.answers = [NotTaken("HTTP 422", for_good=True)]
    sending.deliver(made.pk, at=NOON)
    by = acting(centre.people["intake"], NOON).actor
    made = services.decide(made, Decision("retry", address="13900139000"), by=by, at=NOON)
    assert (made.stage, made.tries, made.settled_by_id) == ("queued", 0, centre.people["intake"].pk)
    sending.deliver(made.pk, at=NOON)
    assert [letter.address for letter in carrier.letters] == ["13800138000", "13900139000"]
    assert len({letter.key for letter in carrier.letters}) == 2
    entry = Entry.objects.get(verb="message.retried")
    assert entry.chain == "matter:9" and "13900139000" not in entry.after_json


def test_what_may_have_gone_is_sent_again_under_the_same_name(centre: Centre, carrier: FakeCarrier) -> None:
    made = stuck(centre, "unsure")
    services.decide(made, Decision("retry"), by=acting(centre.people["intake"], NOON).actor, at=NOON)
    sending.deliver(made.pk, at=NOON)
    assert [letter.key for letter in carrier.letters] == [sending.ways.carrier_key(made.key, 0)]


def test_it_arrived_or_is_given_up_with_the_reason_and_once(centre: Centre) -> None:
    by = acting(centre.people["intake"], NOON).actor
    unsure, dead = stuck(centre, "unsure"), stuck(centre, key="reply:2")
    assert services.decide(unsure, Decision("arrived", "电话核实"), by=by, at=NOON).stage == "sent"
    assert services.decide(dead, Decision("give_up", "号码已停机"), by=by, at=NOON).stage == "given_up"
    with pytest.raises(Conflict):
        services.decide(dead, Decision("retry"), by=by, at=NOON)
    assert Entry.objects.get(verb="message.given_up").reason == "号码已停机"


@pytest.mark.parametrize("decision", [Decision("give_up"), Decision("arrived", "看到了"), Decision("burn")])
def test_what_makes_no_sense_is_refused(centre: Centre, decision: Decision) -> None:
    made = stuck(centre)
    with pytest.raises(Refusal):
        services.decide(made, decision, by=acting(centre.people["intake"], NOON).actor, at=NOON)
    made.refresh_from_db()
    assert made.stage == "stuck" and not Entry.objects.filter(subject_kind="notices.Delivery").exists()


def test_the_demonstration_says_where_its_messages_are(settings: Settings) -> None:
    assert outbox.demo_gateway() == "http://127.0.0.1:9/"
    settings.DEMO = False
    assert outbox.demo_gateway() == ""


def test_of_a_matter_one_may_not_know_of_nothing_is_shown(
    centre: Centre, carrier: FakeCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stuck answer to a complaint about an officer stands on the page of their colleagues alone."""
    made, seen = stuck(centre), acting(centre.people["intake"], NOON)
    assert outbox.stuck(seen)
    monkeypatch.setattr(ports, "_readable", [lambda acting, keys: []])
    assert not outbox.stuck(seen)
    with pytest.raises(Http404):
        outbox.get_seen(made.pk, seen)
