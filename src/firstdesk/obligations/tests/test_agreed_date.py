"""What somebody promised to do by a day: the clock runs to that day, is counted again to it, and outlives its matter."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Chain
from firstdesk.matters.services import occasion
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import SHANGHAI, Desk, make_desk, make_matter
from firstdesk.obligations import services, timing
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services.events import Occasion
from firstdesk.obligations.services.extend import More
from firstdesk.obligations.states import ClockState, Outcome
from firstdesk.rulebook.deadlines import NoAgreedDate

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)  # a holiday: the agreed day stays
END = datetime(2026, 5, 1, 23, 59, 59, tzinfo=SHANGHAI)
PART = "promise:7"
DIRECTOR = Actor(person_id=None, name="主任")


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def _promise(desk: Desk, day: date | None = DAY, state: str = State.TO_TRIAGE) -> Occasion:
    made = occasion(make_matter(desk, state=state), "mediation.promise_made", desk.at)
    return replace(made, part=PART, due_on=day)


def _clock(said: Occasion) -> Clock:
    services.on_event(said)
    return Clock.objects.get(matter_id=said.matter_id, code="perform", part=PART)


def test_due_at_the_end_of_the_agreed_day_with_a_reminder_three_days_before(desk: Desk) -> None:
    clock = _clock(_promise(desk))
    assert clock.due_at == END
    assert clock.warn_at is not None and clock.warn_at.astimezone(SHANGHAI).date() == DAY - timedelta(days=3)
    assert clock.facts[timing.DUE_ON] == "2026-05-01"
    assert not clock.is_promise and not clock.is_provisional  # the parties' word, and a day that no calendar moves


def test_the_date_is_kept_for_what_runs_to_one_alone(desk: Desk) -> None:
    said = replace(_promise(desk), event="mediation.effective", part="case:1")
    started = services.on_event(said)
    assert {clock.code for clock in started} >= {"mediation_visit"}
    assert not any(timing.DUE_ON in clock.facts for clock in started)


def test_without_a_date_nothing_is_promised_silently(desk: Desk) -> None:
    with pytest.raises(NoAgreedDate):
        services.on_event(_promise(desk, None))


def test_counted_again_it_is_the_same_moment(desk: Desk) -> None:
    clock = _clock(_promise(desk))
    timing.set_by(clock, timing.rule_of(clock), desk.at)
    assert clock.due_at == END


def test_the_end_of_the_matter_leaves_it_running_and_keeping_it_stops_it(desk: Desk) -> None:
    said = _promise(desk, state=State.CLOSED)
    clock = _clock(said)
    ended = replace(said, event="matter.closed", part="", due_on=None, ends=True)
    services.on_event(ended)
    clock.refresh_from_db()
    assert clock.state == ClockState.RUNNING
    services.on_event(replace(said, event="mediation.promise_kept", part="promise:8", due_on=None))
    clock.refresh_from_db()
    assert clock.state == ClockState.RUNNING  # another promise was kept
    services.on_event(replace(said, event="mediation.promise_kept", due_on=None, at=END - timedelta(days=1)))
    clock.refresh_from_db()
    assert (clock.state, clock.outcome) == (ClockState.STOPPED, Outcome.KEPT)


def test_kept_after_the_day_is_late(desk: Desk) -> None:
    said = _promise(desk)
    clock = _clock(said)
    services.on_event(replace(said, event="mediation.promise_kept", due_on=None, at=END + timedelta(seconds=1)))
    clock.refresh_from_db()
    assert clock.outcome == Outcome.LATE


def test_more_time_granted_counts_from_the_agreed_day(desk: Desk) -> None:
    clock = _clock(_promise(desk))
    assert Chain.objects.filter(name=f"matter:{clock.matter_id}").exists()
    moved = services.extend(clock, More(10, "calendar_days"), by=DIRECTOR, at=desk.at)
    assert moved.due_at == END + timedelta(days=10)
