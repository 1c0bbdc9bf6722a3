"""A limit that comes to hold while a promise runs."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from firstdesk.rulebook.deadlines import due
from firstdesk.rulebook.explain import explain
from firstdesk.rulebook.shortening import head_start, not_before
from firstdesk.rulebook.tests.test_escalation import CALENDAR, REAL
from firstdesk.rulebook.verdicts import DeadlineVerdict

at = datetime.fromisoformat
START = at("2025-09-16T09:00")
URGENT = REAL.deadline("gc.triage.urgent")  # ten minutes, a warning after five


def test_over_already_it_is_due_a_warning_from_now_and_says_so() -> None:
    verdict, said = due(URGENT, START, CALENDAR), at("2025-09-16T11:00")
    moved = not_before(verdict, said + head_start(verdict), said)
    assert (moved.due, moved.warn_at, moved.floor) == (at("2025-09-16T11:05"), (said,), at("2025-09-16T11:05"))
    assert DeadlineVerdict.from_json(moved.to_json()) == moved
    assert any("已过" in line for line in explain(moved, REAL, "zh"))
    assert any("was over" in line for line in explain(moved, REAL, "en"))


def test_not_over_it_is_the_limit_itself() -> None:
    verdict = due(URGENT, START, CALENDAR)
    assert not_before(verdict, START, START) is verdict
    assert head_start(verdict) == timedelta(minutes=5)


def test_a_limit_without_a_warning_has_no_head_start() -> None:
    assert head_start(not_before(due(URGENT, START, CALENDAR), START, START)) == timedelta(minutes=5)
    bare = DeadlineVerdict.from_json(due(URGENT, START, CALENDAR).to_json() | {"warn_at": []})
    assert head_start(bare) == timedelta()


@given(st.integers(0, 600), st.integers(0, 600), st.integers(1, 600))
def test_rest_after_it_was_said_moves_the_floor_and_no_other(said: int, rest: int, length: int) -> None:
    spoken = START + timedelta(minutes=60 + said)
    floor = spoken + timedelta(minutes=5)
    begin = START + timedelta(minutes=rest)
    pauses: list[tuple[datetime, datetime]] = [(begin, begin + timedelta(minutes=length))]
    moved = not_before(due(URGENT, START, CALENDAR, pauses), floor, spoken, pauses)
    counted = max(pauses[0][1] - max(begin, spoken), timedelta())
    assert moved.due >= floor + counted
    assert moved.due == max(floor + counted, due(URGENT, START, CALENDAR, pauses).due)
