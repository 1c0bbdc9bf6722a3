"""What runs already when a matter is marked urgent."""

from datetime import datetime

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstdesk.dispatch.tests.factories import make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.services import resume
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk, make_matter
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services import sweep
from firstdesk.triage import services

pytestmark = pytest.mark.django_db


def _clock(matter: Matter, code: str = "triage") -> Clock:
    return Clock.objects.get(matter_id=matter.pk, code=code)


def _moment(value: object) -> datetime:
    return datetime.fromisoformat(str(value))


def test_counted_by_the_shorter_limit_from_its_start_and_recorded() -> None:
    desk = make_desk(at=MONDAY)
    matter = make_matter(desk)
    before = _clock(matter)
    services.mark_urgent(matter, by=desk.by, at=desk.later(minutes=2))
    clock = _clock(matter)
    assert (before.rule_id, clock.rule_id) == ("gc.triage.normal", "gc.triage.urgent")
    assert clock.due_at == desk.later(minutes=10)
    assert clock.next_alarm_at == desk.later(minutes=5)
    assert clock.shortened["was"] == before.due_at.isoformat() and clock.shortened["floor"] is None
    entry = Entry.objects.get(chain=matter.ledger_chain, verb="clock.shortened", subject_id=str(clock.pk))
    assert (_moment(entry.before["due"]), _moment(entry.after["due"])) == (before.due_at, clock.due_at)


def test_where_the_shorter_limit_is_over_it_is_due_a_warning_from_now() -> None:
    desk = make_desk(at=MONDAY)
    matter = make_matter(desk)
    at = desk.later(hours=1)
    services.mark_urgent(matter, by=desk.by, at=at)
    clock = _clock(matter)
    assert clock.due_at == desk.later(hours=1, minutes=5)
    assert clock.breached_at is None and clock.next_alarm_at == clock.due_at
    sweep(at=clock.due_at)
    assert _clock(matter).breached_at == clock.due_at


def test_what_was_late_stays_late() -> None:
    desk = make_desk(at=MONDAY)
    matter = make_matter(desk)
    before = _clock(matter)
    sweep(at=desk.later(days=5))
    services.mark_urgent(matter, by=desk.by, at=desk.later(days=5))
    assert _clock(matter).due_at == before.due_at and _clock(matter).breached_at is not None
    assert not Entry.objects.filter(verb="clock.shortened").exists()


def test_what_rests_goes_on_by_the_shorter_limit_with_its_rest() -> None:
    desk = make_desk(at=MONDAY)
    matter = make_matter(desk, state=State.SUSPENDED, nature="public_order", topic="public_order")
    matter = services.mark_urgent(matter, by=desk.by, at=desk.later(minutes=1))
    resting = _clock(matter, "handling")
    assert resting.state == "paused" and resting.shortened and resting.next_alarm_at is None
    resume(matter, by=desk.by, at=desk.later(days=1))
    going_on = _clock(matter, "handling")
    assert desk.later(days=1) < going_on.due_at < desk.later(days=3)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 4 * 24 * 60), st.sampled_from([State.TO_TRIAGE, State.OFFERED, State.HANDLING, State.SUSPENDED]))
def test_never_longer_and_never_into_the_past(minutes: int, state: str) -> None:
    desk = make_desk(at=MONDAY)
    matter = make_matter(desk, state=state, nature="help")
    before = {clock.pk: clock for clock in Clock.objects.filter(matter_id=matter.pk).open()}
    at = desk.later(minutes=minutes)
    services.mark_urgent(matter, by=desk.by, at=at)
    for clock in Clock.objects.filter(pk__in=before):
        assert clock.due_at <= before[clock.pk].due_at
        assert clock.due_at == before[clock.pk].due_at or clock.due_at >= at


def test_the_unit_it_was_only_offered_to_is_told_at_once() -> None:
    case = make_case(desk=make_desk(at=MONDAY))
    services.mark_urgent(case.matter, by=case.sender, at=case.at)
    told = set(Notice.objects.filter(kind="matter.marked_urgent").values_list("recipient_id", flat=True))
    assert case.liaison.pk in told and case.sender.person_id not in told
    assert _clock(case.matter, "accept").rule_id == "gc.accept.urgent"


def test_the_page_says_so(client: Client) -> None:
    desk: Desk = make_desk(at=MONDAY)
    matter = make_matter(desk)
    services.mark_urgent(matter, by=desk.by, at=desk.later(minutes=2))
    client.force_login(desk.officer)
    page = client.get(f"/matters/{matter.number}/").content.decode()
    assert "已缩短：紧急" in page and "标为紧急，时限缩短" in page
