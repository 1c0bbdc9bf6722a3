"""Occurrences of duties."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.rulebook.model import Every
from firstdesk.rulebook.recurrence import occurrences
from firstdesk.rulebook.tests.factories import good
from firstdesk.rulebook.verdicts import Occurrence
from firstdesk.rulebook.workdays import Calendar, official

CALENDAR = Calendar()
MEETING = good().duty("wall.meeting")
PERIODS = ("yearly", "half_yearly", "quarterly", "monthly", "half_monthly", "weekly", "daily")


@pytest.mark.parametrize(
    ("every", "span", "expected"),
    [
        (Every("yearly", month=1, day=31), ("2025-01-01", "2026-12-31"), ["2025-01-31", "2026-01-31"]),
        (Every("yearly"), ("2025-01-01", "2025-12-31"), ["2025-12-31"]),
        (Every("half_yearly", month=6, day=30), ("2025-01-01", "2025-12-31"), ["2025-06-30", "2025-12-30"]),
        (Every("quarterly", month=2, day=0), ("2025-01-01", "2025-06-30"), ["2025-02-28", "2025-05-31"]),
        (Every("quarterly"), ("2025-02-01", "2025-06-29"), ["2025-03-31"]),
        (Every("monthly", month=1, day=31), ("2025-01-01", "2025-02-28"), ["2025-01-31", "2025-02-28"]),
        (Every("monthly", month=1, day=25, before=True), ("2025-06-01", "2025-06-30"), ["2025-06-24"]),
        (Every("monthly", month=1, day=31, before=True), ("2025-02-01", "2025-03-31"), ["2025-02-28", "2025-03-30"]),
        (Every("half_monthly"), ("2025-02-01", "2025-02-28"), ["2025-02-15", "2025-02-28"]),
        (Every("half_monthly"), ("2025-12-16", "2026-01-15"), ["2025-12-31", "2026-01-15"]),
        (Every("weekly", weekday=3), ("2025-09-01", "2025-09-14"), ["2025-09-03", "2025-09-10"]),
        (Every("weekly", times=2), ("2025-09-01", "2025-09-07"), ["2025-09-07", "2025-09-07"]),
        (Every("daily"), ("2025-09-01", "2025-09-02"), ["2025-09-01", "2025-09-02"]),
    ],
)
def test_when_a_duty_falls_due(every: Every, span: tuple[str, str], expected: list[str]) -> None:
    rule = replace(MEETING, every=every, last_day="stay")
    found = occurrences(rule, *(date.fromisoformat(day) for day in span), CALENDAR)
    assert [occurrence.due.isoformat() for occurrence in found] == expected


def test_a_due_day_on_a_rest_day_moves_as_the_rule_says() -> None:
    span = date(2025, 5, 1), date(2025, 5, 31)
    back, forward = (
        occurrences(replace(MEETING, last_day=roll), *span, CALENDAR)[0] for roll in ("roll_back", "roll_forward")
    )
    assert (back.due, back.nominal) == (date(2025, 5, 23), date(2025, 5, 24))
    assert forward.due == date(2025, 5, 26)
    assert Occurrence.from_json(back.to_json()) == back


def test_duties_of_working_days_skip_the_others() -> None:
    rule = replace(MEETING, every=Every("daily"), last_day="stay", workdays_only=True)
    found = occurrences(rule, date(2025, 9, 29), date(2025, 10, 12), CALENDAR)
    assert [o.due.day for o in found] == [29, 30, 9, 10, 11]
    later = occurrences(rule, date(official().last_year + 1, 3, 1), date(official().last_year + 1, 3, 7), CALENDAR)
    assert later and all(o.provisional for o in later)


@given(st.sampled_from(PERIODS), st.dates(date(2015, 1, 1), date(2024, 1, 1)), st.integers(0, 400), st.integers(1, 400))
def test_neighbouring_spans_share_none_and_lose_none(period: str, start: date, one: int, other: int) -> None:
    rule = replace(MEETING, every=Every(period))
    middle, end = start + timedelta(days=one), start + timedelta(days=one + other)
    halves = occurrences(rule, start, middle, CALENDAR) + occurrences(rule, middle + timedelta(days=1), end, CALENDAR)
    assert halves == occurrences(rule, start, end, CALENDAR)
