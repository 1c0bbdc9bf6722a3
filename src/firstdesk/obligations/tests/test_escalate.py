"""A promise that was broken and is still not kept: told level by level, again after the deadline moved."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstdesk.directory.models import User
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.notices.models import Notice
from firstdesk.obligations import services
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services import More

pytestmark = pytest.mark.django_db
MONDAY = datetime(2025, 9, 15, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DIRECTOR = Actor(person_id=None, name="主任")


def late_matter(desk: Desk, **values: object) -> Clock:
    """A matter in handling whose promise is the only one that rings."""
    matter = make_matter(desk, state=State.HANDLING, **values)
    Clock.objects.exclude(matter_id=matter.pk, code="handling").update(next_alarm_at=None)
    return Clock.objects.get(matter_id=matter.pk, code="handling")


def sweep_at(*moments: datetime) -> list[tuple[int, int, int]]:
    return [(found.warned, found.breached, found.escalated) for found in map(sweep, moments)]


def sweep(at: datetime) -> services.Swept:
    return services.sweep(at=at)


def told(person: User) -> int:
    return Notice.objects.filter(recipient=person, kind="clock.escalated").count()


def test_level_by_level_to_named_roles_in_office_hours() -> None:
    desk = make_desk(at=MONDAY)
    clock = late_matter(desk)
    due = clock.due_at  # Thursday at the end of the day
    assert sweep_at(due, due + timedelta(hours=8)) == [(0, 1, 0), (0, 0, 0)], "nobody is told at night"
    friday = due + timedelta(hours=10, minutes=30, seconds=1)
    assert sweep_at(friday, friday) == [(0, 0, 1), (0, 0, 0)]
    clock.refresh_from_db()
    assert clock.escalated_level == 1
    people = desk.centre.people
    assert (told(people["director"]), told(people["supervisor"])) == (1, 0), "the director leads the centre"
    sweep(friday + timedelta(days=10))
    clock.refresh_from_db()
    assert (clock.escalated_level, clock.next_alarm_at) == (3, None)
    assert told(people["supervisor"]) == 1
    levels = [entry.after["level"] for entry in Entry.objects.filter(verb="clock.escalated").order_by("seq")]
    assert levels == [1, 3], "levels that passed unseen are told at once"


def test_what_is_urgent_does_not_wait() -> None:
    desk = make_desk(at=MONDAY)
    clock = late_matter(desk, urgency="urgent", nature="help")
    assert sweep_at(clock.due_at, clock.due_at + timedelta(minutes=10)) == [(0, 1, 0), (0, 0, 1)]


def test_after_the_deadline_moved_it_breaks_and_rises_anew() -> None:
    desk = make_desk(at=MONDAY)
    clock = late_matter(desk)
    sweep(clock.due_at)
    late = clock.due_at + timedelta(days=1)
    sweep(late)
    services.extend(clock, More(5, "working_days"), by=DIRECTOR, at=late)
    clock.refresh_from_db()
    assert (clock.breached_at, clock.escalated_level, clock.escalated_at) == (None, 0, None)
    assert sweep_at(clock.due_at, clock.due_at + timedelta(days=30)) == [(0, 1, 0), (0, 0, 1)]
    clock.refresh_from_db()
    assert clock.escalated_level == 3


def test_kept_it_rises_no_more() -> None:
    desk = make_desk(at=MONDAY)
    clock = late_matter(desk)
    sweep(clock.due_at)
    matter = Matter.objects.get(pk=clock.matter_id)
    matters.advance(
        matter, matters.Step(State.TO_REPLY, "matter.finished"), by=desk.by, at=clock.due_at + timedelta(hours=1)
    )
    Clock.objects.exclude(pk=clock.pk).update(next_alarm_at=None)
    assert sweep_at(clock.due_at + timedelta(days=30)) == [(0, 0, 0)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 60 * 72), min_size=1, max_size=12))
def test_however_the_sweep_stutters_each_level_is_told_once_and_in_order(steps: list[int]) -> None:
    """Minutes between one sweep and the next, from the due moment on."""
    desk = make_desk(at=MONDAY)
    clock = late_matter(desk)
    at = clock.due_at
    for minutes in steps:
        sweep(at)
        at += timedelta(minutes=minutes)
    sweep(at + timedelta(days=60))
    chain = f"matter:{clock.matter_id}"
    verbs = Entry.objects.filter(chain=chain, verb__in=["clock.breached", "clock.escalated"]).order_by("seq")
    found = [entry.after.get("level", 0) for entry in verbs]
    assert found[0] == 0 and found == sorted(set(found))
    clock.refresh_from_db()
    assert clock.escalated_level == 3 and clock.next_alarm_at is None
