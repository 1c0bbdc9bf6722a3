"""The official calendar: make-up weekends, local days, years not published."""

from datetime import date, time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from firstdesk.rulebook.model import Text
from firstdesk.rulebook.workdays import (
    HORIZON_YEARS,
    Calendar,
    Day,
    LocalDay,
    Official,
    UnpublishedYear,
    official,
)

CALENDAR = Calendar()
FIRST, LAST = date(official().first_year, 1, 1), date(official().last_year, 12, 31)
published_days = st.dates(FIRST.replace(year=FIRST.year + 1), LAST.replace(year=LAST.year - 1))
all_days = st.dates(FIRST.replace(year=FIRST.year + 1), date(LAST.year + HORIZON_YEARS - 1, 12, 31))
counts = st.integers(1, 200)


def test_three_working_days_over_the_national_holiday() -> None:
    assert CALENDAR.add_workdays(date(2025, 9, 30), 3) == Day(date(2025, 10, 11), provisional=False)
    assert CALENDAR.workdays_between(date(2025, 9, 30), date(2025, 10, 11)) == 3


def test_make_up_weekends_and_holidays() -> None:
    assert CALENDAR.is_workday(date(2025, 10, 11))  # a Saturday
    assert not CALENDAR.is_workday(date(2025, 10, 8))  # a Wednesday
    assert CALENDAR.next_workday(date(2025, 10, 1)).date == date(2025, 10, 9)
    assert CALENDAR.previous_workday(date(2025, 10, 8)).date == date(2025, 9, 30)
    assert CALENDAR.next_workday(date(2025, 10, 11)).date == date(2025, 10, 11)
    assert CALENDAR.add_workdays(date(2025, 10, 4), 0) == Day(date(2025, 10, 4), provisional=False)


def test_the_published_range_is_the_librarys() -> None:
    """National Day of a year is in the data exactly when the year was announced."""
    assert CALENDAR.is_published(LAST) and not CALENDAR.is_published(date(LAST.year + 1, 1, 1))
    with pytest.raises(UnpublishedYear) as refused:
        CALENDAR.is_workday(date(LAST.year + 1, 3, 1))
    assert refused.value.year == LAST.year + 1
    assert str(LAST.year + 1) in refused.value.text.zh and f"{FIRST.year}-{LAST.year}" in refused.value.text.en


def test_a_year_not_published_is_refused_or_marked() -> None:
    last_day = CALENDAR.previous_workday(LAST).date
    with pytest.raises(UnpublishedYear):
        CALENDAR.add_workdays(last_day, 3)
    assert CALENDAR.add_workdays(last_day, 3, provisional=True).provisional
    far = date(LAST.year + 1, 6, 1)
    assert CALENDAR.add_workdays(far, -400, provisional=True).provisional  # the way there leads through unknown days
    assert not CALENDAR.add_workdays(date(LAST.year + 1, 1, 1), -3, provisional=True).provisional
    with pytest.raises(UnpublishedYear):
        CALENDAR.workdays_between(LAST, far)


def test_beyond_the_horizon_there_is_no_answer() -> None:
    edge = date(LAST.year + HORIZON_YEARS, 12, 30)
    with pytest.raises(UnpublishedYear):
        CALENDAR.add_workdays(edge, 10, provisional=True)
    with pytest.raises(UnpublishedYear):
        CALENDAR.add_workdays(FIRST, -10)


def test_local_days_come_on_top() -> None:
    off = LocalDay(date(2025, 3, 3), False, Text("县放假", "county day off"), "notice 1")
    on = LocalDay(date(2025, 3, 8), True, Text("补班", "extra day"), "notice 1")
    outside = LocalDay(date(1999, 1, 4), False, Text("旧", "old"), "notice 0")
    calendar = Calendar([off, on, outside], ((time(9), time(17)),))
    assert not calendar.is_workday(off.day) and calendar.is_workday(on.day)
    assert calendar.add_workdays(date(2025, 2, 28), 5).date == date(2025, 3, 8)
    kinds = [
        (s.first.day, s.last.day, s.kind, s.name.en) for s in calendar.stretches(date(2025, 3, 2), date(2025, 3, 9))
    ]
    assert kinds == [
        (2, 2, "weekend", ""),
        (3, 3, "local_rest", "county day off"),
        (4, 7, "work", ""),
        (8, 8, "local_work", "extra day"),
        (9, 9, "weekend", ""),
    ]


def test_a_calendar_of_any_official_data() -> None:
    plain = Official(rest={}, makeup={}, first_year=2030, last_year=2030)
    calendar = Calendar(published=plain)
    assert calendar.add_workdays(date(2030, 1, 4), 1).date == date(2030, 1, 7)
    with pytest.raises(UnpublishedYear):
        calendar.is_workday(date(2029, 12, 31), provisional=True)


@given(published_days, counts)
def test_counting_there_and_back(day: date, n: int) -> None:
    later = CALENDAR.add_workdays(day, n, provisional=True).date
    assert CALENDAR.is_workday(later, provisional=True)
    assert CALENDAR.workdays_between(day, later, provisional=True) == n
    assert CALENDAR.workdays_between(later, day, provisional=True) == -n
    if CALENDAR.is_workday(day):
        assert CALENDAR.add_workdays(later, -n, provisional=True).date == day


@given(all_days, counts, counts)
def test_more_days_are_later_and_counts_add_up(day: date, n: int, m: int) -> None:
    assume(day.year < LAST.year + HORIZON_YEARS - 2)
    first = CALENDAR.add_workdays(day, n, provisional=True).date
    assert day < first < CALENDAR.add_workdays(day, n + 1, provisional=True).date
    assert (
        CALENDAR.add_workdays(first, m, provisional=True).date
        == CALENDAR.add_workdays(day, n + m, provisional=True).date
    )


@given(all_days, st.integers(-100, 100))
def test_provisional_says_exactly_when_an_unknown_year_was_counted(day: date, n: int) -> None:
    assume(FIRST.year + 1 < day.year < LAST.year + HORIZON_YEARS - 1)
    found = CALENDAR.add_workdays(day, n, provisional=True)
    latest = {-1: date.fromordinal(day.toordinal() - 1), 0: day, 1: found.date}[(n > 0) - (n < 0)]
    assert found.provisional == (latest.year > LAST.year)


@given(published_days, st.integers(0, 60))
def test_stretches_cover_the_span_without_gaps(day: date, length: int) -> None:
    last = date.fromordinal(day.toordinal() + length)
    runs = CALENDAR.stretches(day, last)
    assert runs[0].first == day and runs[-1].last == last
    for one, other in zip(runs, runs[1:], strict=False):
        assert one.last.toordinal() + 1 == other.first.toordinal()
    for run in runs:
        for ordinal in range(run.first.toordinal(), run.last.toordinal() + 1):
            assert CALENDAR.is_workday(date.fromordinal(ordinal)) == (run.kind in {"work", "makeup"})
