"""Due moments by hand: every unit, counting rule, roll, pause and warning."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from firstdesk.rulebook.clocktime import SHANGHAI
from firstdesk.rulebook.deadlines import NotPromised, Unsettled, add_months, due, pick, remaining
from firstdesk.rulebook.model import DeadlineRule, Limit, NoFigure, Span, Warn
from firstdesk.rulebook.tests.factories import a_rule, edited, good
from firstdesk.rulebook.verdicts import DeadlineVerdict
from firstdesk.rulebook.workdays import Calendar, UnpublishedYear

CALENDAR = Calendar()
ROLL, BACK = {"last_day": "roll_forward"}, {"last_day": "roll_back"}
MOMENT = {"counting": "from_moment", "end": "same_time"}
OFFICE = {"window": "office"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def count(rule: DeadlineRule, start: str, *pauses: tuple[str, str]) -> DeadlineVerdict:
    return due(rule, at(start), CALENDAR, [(at(a), at(b)) for a, b in pauses])


@pytest.mark.parametrize(
    ("amount", "unit", "changes", "start", "expected"),
    [
        (3, "rings", {}, "2025-09-30T15:00:00", "2025-09-30T15:00:15"),
        (10, "minutes", {}, "2025-09-30T23:55", "2025-10-01T00:05"),
        (24, "hours", {}, "2025-09-30T15:00", "2025-10-01T15:00"),
        (25, "minutes", OFFICE, "2025-09-30T11:50", "2025-09-30T14:45"),  # over lunch
        (25, "minutes", OFFICE, "2025-09-30T17:20", "2025-10-09T08:45"),  # over the holiday
        (25, "minutes", OFFICE, "2025-10-05T10:00", "2025-10-09T08:55"),  # asked on a day off
        (13, "hours", OFFICE, "2025-10-09T08:30", "2025-10-10T17:30"),  # six and a half hours a day
        (3, "working_days", {}, "2025-09-30T15:00", "2025-10-11T23:59:59"),
        (3, "working_days", {"end": "end_of_office_hours"}, "2025-09-30T15:00", "2025-10-11T17:30"),
        (3, "working_days", MOMENT, "2025-09-30T15:00", "2025-10-11T15:00"),
        (3, "calendar_days", {}, "2025-09-30T15:00", "2025-10-03T23:59:59"),
        (3, "calendar_days", ROLL, "2025-09-30T15:00", "2025-10-09T23:59:59"),
        (3, "calendar_days", BACK, "2025-09-30T15:00", "2025-09-30T23:59:59"),
        (3, "calendar_days", MOMENT, "2025-09-30T15:00", "2025-10-03T15:00"),
        (1, "months", {}, "2025-01-31T15:00", "2025-02-28T23:59:59"),
        (1, "months", ROLL, "2025-09-01T15:00", "2025-10-09T23:59:59"),
        (25, "before_day", BACK, "2025-06-02T09:00", "2025-06-24T23:59:59"),
        (25, "before_day", BACK, "2025-05-02T09:00", "2025-05-23T23:59:59"),  # the 24th is a Saturday
        (25, "before_day", BACK, "2025-05-24T09:00", "2025-06-24T23:59:59"),  # too late for May
        (25, "before_day", {}, "2025-05-24T09:00", "2025-05-24T23:59:59"),
        (31, "before_day", {}, "2025-02-27T09:00", "2025-02-28T23:59:59"),  # a month without a 31st ends before it
        (31, "before_day", {}, "2025-03-31T09:00", "2025-04-30T23:59:59"),
    ],
)
def test_due(amount: int, unit: str, changes: dict[str, Any], start: str, expected: str) -> None:
    assert count(a_rule(amount, unit, **changes), start).due == at(expected)


@pytest.mark.parametrize(
    ("rule", "pause", "expected", "paused"),
    [
        (a_rule(2, "hours"), ("2025-09-01T11:00", "2025-09-01T15:00"), "2025-09-01T16:00", 4 * 3600),
        (a_rule(2, "hours"), ("2025-09-01T13:00", "2025-09-01T15:00"), "2025-09-01T12:00", 0),
        (a_rule(3, "hours", **OFFICE), ("2025-09-01T11:00", "2025-09-02T09:00"), "2025-09-02T11:00", 22 * 3600),
        (a_rule(3, "working_days"), ("2025-09-02T10:00", "2025-09-04T10:00"), "2025-09-08T23:59:59", 2),
        (a_rule(3, "working_days"), ("2025-09-02T10:00", "2025-09-02T12:00"), "2025-09-04T23:59:59", 0),
        (a_rule(3, "working_days"), ("2025-09-05T10:00", "2025-09-09T10:00"), "2025-09-04T23:59:59", 0),
        (a_rule(3, "working_days"), ("2025-09-04T10:00", "2025-09-06T10:00"), "2025-09-08T23:59:59", 2),
        (a_rule(3, "calendar_days"), ("2025-09-02T10:00", "2025-09-04T10:00"), "2025-09-06T23:59:59", 2),
        (a_rule(3, "calendar_days", **ROLL), ("2025-09-02T10:00", "2025-09-04T10:00"), "2025-09-08T23:59:59", 2),
        (a_rule(3, "calendar_days", **MOMENT), ("2025-09-04T09:00", "2025-09-05T12:00"), "2025-09-06T10:00", 2),
    ],
)
def test_pauses(rule: DeadlineRule, pause: tuple[str, str], expected: str, paused: int) -> None:
    verdict = count(rule, "2025-09-01T10:00", pause)
    assert verdict.due == at(expected)
    assert verdict.paused == (paused if verdict.pauses else 0)


def test_a_clock_never_runs_out_while_it_stands_still() -> None:
    """Paused on its last day until a Saturday, it is due on the next working day."""
    verdict = count(a_rule(3, "working_days"), "2025-09-01T10:00", ("2025-09-04T10:00", "2025-09-06T10:00"))
    assert verdict.due == at("2025-09-08T23:59:59")


def test_pauses_are_joined_and_cut_at_the_start() -> None:
    rule = a_rule(10, "hours")
    apart = count(rule, "2025-09-01T10:00", ("2025-09-01T12:00", "2025-09-01T14:00"))
    joined = count(
        rule,
        "2025-09-01T10:00",
        ("2025-09-01T13:00", "2025-09-01T14:00"),
        ("2025-09-01T12:00", "2025-09-01T13:30"),
        ("2025-08-31T10:00", "2025-09-01T09:00"),
    )
    assert joined.due == apart.due
    assert joined.pauses == apart.pauses


def test_aware_moments_come_back_in_shanghai() -> None:
    start = datetime(2025, 9, 30, 16, 30, tzinfo=UTC)  # half past midnight on the first of October there
    verdict = due(a_rule(1, "calendar_days"), start, CALENDAR)
    assert verdict.due == datetime(2025, 10, 2, 23, 59, 59, tzinfo=SHANGHAI)
    assert verdict.start.tzinfo is SHANGHAI
    assert remaining(verdict, start) == timedelta(hours=47, minutes=29, seconds=59)
    assert remaining(verdict, start + timedelta(days=3)) < timedelta(0)


@pytest.mark.parametrize(
    ("rule", "warn", "expected"),
    [
        (a_rule(3, "working_days"), Warn(1, "working_days"), ["2025-10-10T08:30"]),
        (a_rule(3, "working_days"), Warn(1, "calendar_days"), ["2025-10-10T08:30"]),
        (a_rule(3, "working_days"), Warn(2, "hours"), ["2025-10-11T21:59:59"]),
        (a_rule(3, "calendar_days"), Warn(share=0.5), ["2025-10-02T07:29:59"]),
        (a_rule(1, "working_days"), Warn(3, "working_days"), []),
        (a_rule(10, "minutes"), Warn(share=0.8), ["2025-09-30T15:08:00"]),
        (a_rule(10, "minutes"), Warn(3, "minutes"), ["2025-09-30T15:07:00"]),
        (a_rule(10, "minutes"), Warn(30, "minutes"), []),
        (a_rule(72, "hours"), Warn(1, "working_days"), []),  # the working day before is the start itself
        (a_rule(72, "hours"), Warn(1, "calendar_days"), ["2025-10-02T08:30"]),
        (a_rule(150, "minutes", **OFFICE), Warn(share=0.8), ["2025-09-30T17:00:00"]),
    ],
)
def test_warnings(rule: DeadlineRule, warn: Warn, expected: list[str]) -> None:
    """Days before: when the office opens. A warning at or before the start is none."""
    verdict = count(replace(rule, warn=(warn,)), "2025-09-30T15:00")
    assert list(verdict.warn_at) == [at(text) for text in expected]


def test_the_figure_of_the_day_counts() -> None:
    old = Limit(Span(date(2004, 1, 1), date(2019, 12, 31)), 5, "working_days", 0, assumed=True, source="")
    new = Limit(Span(date(2020, 1, 1)), 3, "working_days", 0, assumed=False, source="W-1")
    rule = replace(a_rule(1, "working_days"), limits=(new, old))
    assert count(rule, "2019-12-30T10:00").amount == 5
    assert count(rule, "2020-01-02T10:00").source == "W-1"
    with pytest.raises(NoFigure) as refused:
        count(rule, "2003-12-31T10:00")
    assert "2003-12-31" in refused.value.text.zh


def test_an_unknown_year_is_refused_or_marked() -> None:
    rule = a_rule(3, "working_days")
    start = datetime(CALENDAR.published.last_year, 12, 31, 10, 0, tzinfo=SHANGHAI)
    assert due(rule, start, CALENDAR).provisional
    with pytest.raises(UnpublishedYear):
        due(rule, start, CALENDAR, provisional=False)
    assert not due(a_rule(3, "calendar_days"), start, CALENDAR).provisional  # asks no calendar
    assert due(a_rule(3, "calendar_days", **ROLL), start, CALENDAR).provisional
    assert due(a_rule(10, "hours", **OFFICE), start, CALENDAR).provisional
    paused = [(start + timedelta(hours=1), start + timedelta(days=40))]
    assert due(rule, start, CALENDAR, paused).provisional


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2024-01-31", 1, "2024-02-29"), ("2025-11-30", 3, "2026-02-28"), ("2025-05-05", 12, "2026-05-05")],
)
def test_months(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_the_rule_is_picked_by_facts_and_settlement() -> None:
    book = good()
    assert pick(book, "governance", "accept", {"nature": "other"}).id == "wall.accept"
    assert pick(book, "governance", "accept", {"nature": "help"}).id == "wall.accept"  # settled over the borrowed one
    assert pick(book, "governance", "answer", {}, on=date(2025, 1, 1)).id == "wall.answer"


def test_no_promise_says_what_the_rules_ask_for() -> None:
    book = edited(centres__governance=("[wall, borrowed]", "[borrowed]"))
    with pytest.raises(NotPromised, match="its rules ask for: nature"):
        pick(book, "governance", "accept", {"nature": "other"})
    with pytest.raises(NotPromised, match="ask for: -"):
        pick(book, "governance", "answer", {})


def test_rules_nobody_settled_are_refused() -> None:
    book = edited(centres__governance=("over: [borrowed.accept]", "over: [wall.answer]"))
    with pytest.raises(Unsettled, match=r"borrowed.accept, wall.accept.*centres/governance.yaml"):
        pick(book, "governance", "accept", {"nature": "help"})


def test_a_rule_not_in_force_on_the_day_is_not_picked() -> None:
    book = edited(borrowed__deadlines=("  clock: accept\n", "  clock: accept\n  in_force: {from: 2030-01-01}\n"))
    centre = edited(
        borrowed__deadlines=("  clock: accept\n", "  clock: accept\n  in_force: {from: 2030-01-01}\n"),
        centres__governance=("over: [borrowed.accept]", "over: [wall.answer]"),
    )
    assert pick(book, "governance", "accept", {"nature": "help"}, on=date(2025, 1, 1)).id == "wall.accept"
    assert pick(centre, "governance", "accept", {"nature": "help"}, on=date(2025, 1, 1)).id == "wall.accept"
    with pytest.raises(Unsettled):
        pick(centre, "governance", "accept", {"nature": "help"}, on=date(2030, 1, 1))


def test_a_verdict_survives_storage() -> None:
    rule = replace(good().deadline("wall.accept"))
    verdict = due(rule, at("2025-09-30T15:00"), CALENDAR, [(at("2025-10-09T10:00"), at("2025-10-10T10:00"))])
    assert DeadlineVerdict.from_json(verdict.to_json()) == verdict
