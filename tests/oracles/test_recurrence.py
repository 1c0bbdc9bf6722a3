"""When duties fall due, beside python-dateutil: an implementation of RFC 5545 recurrence by other people."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdesk.rulebook.model import Every
from firstdesk.rulebook.recurrence import after, occurrences
from firstdesk.rulebook.tests.factories import good
from firstdesk.rulebook.workdays import Calendar

CALENDAR = Calendar()
MEETING = good().duty("wall.meeting")
DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))
LENGTHS = st.integers(0, 900)
LAST = -1


def ours(every: Every, first: date, last: date) -> list[date]:
    rule = replace(MEETING, every=every, last_day="stay", workdays_only=False)
    return [each.due for each in occurrences(rule, first, last, CALENDAR)]


def theirs(first: date, last: date, frequency: int, **said: object) -> list[date]:
    begin, end = datetime.combine(first, time()), datetime.combine(last, time())
    rule = rrule.rrule(frequency, dtstart=begin, until=end, **said)  # type: ignore[arg-type]
    return [moment.date() for moment in rule]


@settings(max_examples=60, deadline=None)
@given(DAYS, LENGTHS)
def test_every_day(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    assert ours(Every("daily"), first, last) == theirs(first, last, rrule.DAILY)


@settings(max_examples=80, deadline=None)
@given(DAYS, LENGTHS, st.integers(1, 7))
def test_a_day_of_every_week(first: date, length: int, weekday: int) -> None:
    last = first + timedelta(days=length)
    expected = theirs(first, last, rrule.WEEKLY, byweekday=weekday - 1)
    assert ours(Every("weekly", weekday=weekday), first, last) == expected


@settings(max_examples=80, deadline=None)
@given(DAYS, LENGTHS, st.sets(st.integers(1, 7), min_size=1))
def test_several_days_of_the_week(first: date, length: int, weekdays: set[int]) -> None:
    last = first + timedelta(days=length)
    expected = theirs(first, last, rrule.DAILY, byweekday=[day - 1 for day in weekdays])
    assert ours(Every("weekly", weekdays=tuple(sorted(weekdays))), first, last) == expected


@settings(max_examples=80, deadline=None)
@given(DAYS, LENGTHS, st.integers(1, 28))
def test_a_day_of_every_month(first: date, length: int, day: int) -> None:
    last = first + timedelta(days=length)
    assert ours(Every("monthly", month=1, day=day), first, last) == theirs(first, last, rrule.MONTHLY, bymonthday=day)


@settings(max_examples=60, deadline=None)
@given(DAYS, LENGTHS, st.integers(29, 31))
def test_a_late_day_is_the_last_one_of_a_short_month(first: date, length: int, day: int) -> None:
    """RFC 5545 leaves the month out; said with BYSETPOS it means the last day there is, as ours does."""
    last = first + timedelta(days=length)
    days = list(range(28, day + 1))
    expected = theirs(first.replace(day=1), last, rrule.MONTHLY, bymonthday=days, bysetpos=LAST)
    assert ours(Every("monthly", month=1, day=day), first, last) == [each for each in expected if each >= first]


@settings(max_examples=60, deadline=None)
@given(DAYS, LENGTHS)
def test_the_middle_and_the_end_of_every_month(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    assert ours(Every("half_monthly"), first, last) == theirs(first, last, rrule.MONTHLY, bymonthday=(15, LAST))


@settings(max_examples=60, deadline=None)
@given(DAYS, LENGTHS, st.sampled_from([("quarterly", [3, 6, 9, 12]), ("half_yearly", [6, 12]), ("yearly", [12])]))
def test_the_last_day_of_quarters_and_years(first: date, length: int, period: tuple[str, list[int]]) -> None:
    last, (name, months) = first + timedelta(days=length), period
    assert ours(Every(name), first, last) == theirs(first, last, rrule.MONTHLY, bymonth=months, bymonthday=LAST)


@settings(max_examples=60, deadline=None)
@given(DAYS, LENGTHS, st.integers(1, 12), st.integers(1, 28))
def test_a_day_of_the_year(first: date, length: int, month: int, day: int) -> None:
    last = first + timedelta(days=length)
    assert ours(Every("yearly", month=month, day=day), first, last) == theirs(
        first, last, rrule.YEARLY, bymonth=month, bymonthday=day
    )


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2012, 1, 1), date(2024, 12, 1)), st.integers(1, 15))
def test_working_days_after_an_event(happened: date, amount: int) -> None:
    """Counted over the days the calendar calls working days."""
    every = Every("event", event="matter.received", amount=amount, unit="working_days")
    found = after(replace(MEETING, every=every, last_day="stay"), happened, CALENDAR)
    later = theirs(happened + timedelta(days=1), happened + timedelta(days=60), rrule.DAILY)
    assert found.due == [day for day in later if CALENDAR.is_workday(day)][amount - 1]
    assert found.period_start == happened <= found.due <= found.period_end


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2012, 1, 1), date(2024, 1, 1)), st.integers(1, 200))
def test_by_a_day_rolled_back_is_the_last_working_day_until_then(first: date, length: int) -> None:
    rule = replace(MEETING, every=Every("monthly", month=1, day=25), last_day="roll_back", workdays_only=False)
    for each in occurrences(rule, first, first + timedelta(days=length), CALENDAR):
        until = theirs(each.nominal - timedelta(days=30), each.nominal, rrule.DAILY)
        assert each.due == [day for day in until if CALENDAR.is_workday(day)][LAST]


@pytest.mark.parametrize(("month", "due"), [("2026-01", "2026-01-23"), ("2025-10", "2025-10-24")])
def test_the_25th_on_a_sunday_or_saturday(month: str, due: str) -> None:
    first = date.fromisoformat(f"{month}-01")
    rule = replace(MEETING, every=Every("monthly", month=1, day=25), last_day="roll_back", workdays_only=False)
    [found] = occurrences(rule, first, first + timedelta(days=27), CALENDAR)
    assert found.due.isoformat() == due
