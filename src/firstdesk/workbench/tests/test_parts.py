"""`firstdesk check` sees what is wrong with the parts of matters: each is made wrong behind the services' back."""

from datetime import timedelta

import pytest

from firstdesk.complaints.tests.factories import DUE, make_complaint
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.models import Task
from firstdesk.dispatch.tests.factories import make_case
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.obligations.models import Clock
from firstdesk.workbench.selectors.invariants import findings

pytestmark = pytest.mark.django_db


def codes(at: object) -> set[str]:
    return {finding.code for finding in findings(at)}  # type: ignore[arg-type]


def test_help_without_a_clock_and_help_after_the_end() -> None:
    case = make_case("working")
    assert codes(case.at) == set()
    task = dispatch.ask(
        case.matter, dispatch.Request(case.desk.centre.community, "请派人"), by=case.receiver, at=case.at
    )
    assert codes(case.at) == set()
    Clock.objects.filter(part=task.clock_part).update(
        state="stopped", stopped_at=case.at, outcome="kept", next_alarm_at=None
    )
    assert codes(case.at) == {"part_unpromised"}
    matters.withdraw(case.matter, reason="不办了", by=case.sender, at=case.at)
    assert "part_left_open" in codes(case.at + timedelta(minutes=2))
    dispatch.retire(Matter.objects.get(pk=case.matter.pk))
    assert not Task.objects.filter(state="asked").exists()
    assert codes(case.at + timedelta(minutes=2)) == set()


def test_what_was_joined_to_something_that_gives_no_answer() -> None:
    desk = make_desk()
    kept, joined = make_matter(desk), make_matter(desk)
    matters.mark_duplicate(joined, kept, reason="同一件事", by=desk.by, at=desk.at)
    assert codes(desk.at) == set()
    Matter.objects.filter(pk=joined.pk).update(duplicate_of=joined)
    assert codes(desk.at) == {"duplicate_astray"}


def test_a_compensation_that_nobody_decided() -> None:
    case = make_complaint()
    case.answered(DUE + timedelta(days=3))
    at = DUE + timedelta(days=3)
    assert codes(at) == set()
    Clock.objects.filter(matter_id=case.matter.pk).open().update(
        state="stopped", stopped_at=at, outcome="late", next_alarm_at=None
    )
    Matter.objects.filter(pk=case.matter.pk).update(state="closed", ended_at=at, ended_reason="x")
    assert codes(at) == {"money_undecided"}
