"""What must hold for any start, amount and pause."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from firstdesk.rulebook.deadlines import due
from firstdesk.rulebook.tests.factories import a_rule
from firstdesk.rulebook.verdicts import DeadlineVerdict
from firstdesk.rulebook.workdays import Calendar, official

CALENDAR = Calendar()
LAST = official().last_year
starts = st.datetimes(datetime(2010, 1, 1), datetime(LAST - 2, 12, 31)).map(lambda d: d.replace(microsecond=0))  # noqa: DTZ001
any_starts = st.datetimes(datetime(2010, 1, 1), datetime(LAST + 5, 12, 31))  # noqa: DTZ001
amounts = st.integers(1, 60)
day_units = st.sampled_from(["working_days", "calendar_days", "months"])
all_units = st.sampled_from(["rings", "minutes", "hours", "working_days", "calendar_days", "months"])
rolls = st.sampled_from(["stay", "roll_forward", "roll_back"])
lengths = st.integers(1, 20 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(starts, st.timedeltas(timedelta(0), timedelta(days=30)), amounts, all_units)
def test_a_later_start_is_never_due_earlier(start: datetime, later: timedelta, amount: int, unit: str) -> None:
    rule = a_rule(amount, unit)
    assert due(rule, start, CALENDAR).due <= due(rule, start + later, CALENDAR).due


@given(starts, amounts, all_units, rolls)
def test_a_larger_figure_is_never_due_earlier(start: datetime, amount: int, unit: str, roll: str) -> None:
    small, large = (replace(a_rule(n, unit), last_day=roll) for n in (amount, amount + 1))
    assert due(small, start, CALENDAR).due <= due(large, start, CALENDAR).due


@given(starts, amounts, st.sampled_from(["rings", "minutes", "hours"]), lengths, st.floats(0, 0.99))
def test_a_pause_adds_exactly_its_length_in_time(
    start: datetime, amount: int, unit: str, length: timedelta, share: float
) -> None:
    rule = a_rule(amount, unit)
    plain = due(rule, start, CALENDAR).due
    began = start + (plain - start) * share
    assert due(rule, start, CALENDAR, [(began, began + length)]).due == plain + length


@given(starts, st.integers(2, 60), lengths, st.floats(0, 0.99))
def test_a_pause_adds_exactly_its_days(start: datetime, amount: int, length: timedelta, share: float) -> None:
    """Working days stand still for the working days, calendar days for the days, after the one it began on."""
    for unit in ("working_days", "calendar_days"):
        rule = a_rule(amount, unit)
        plain = due(rule, start, CALENDAR)
        began = start + (plain.due - timedelta(days=1) - start) * share
        ended = began + length
        held = due(rule, start, CALENDAR, [(began, ended)])
        if unit == "calendar_days":
            assert held.nominal - plain.nominal == ended.date() - began.date()
        elif CALENDAR.workdays_between(ended.date(), held.nominal, True) > 0:  # not paused on its last day
            extra = CALENDAR.workdays_between(began.date(), ended.date(), True)
            assert CALENDAR.workdays_between(plain.nominal, held.nominal, True) == extra
        assert held.due >= ended


@given(starts, amounts, day_units, rolls)
def test_rolling_moves_off_rest_days_only(start: datetime, amount: int, unit: str, roll: str) -> None:
    verdict = due(replace(a_rule(amount, unit), last_day=roll), start, CALENDAR)
    last = verdict.due.date()
    if roll == "stay" or unit == "working_days":
        assert last == verdict.nominal
        return
    assert CALENDAR.is_workday(last, True)
    between = range(min(last, verdict.nominal).toordinal(), max(last, verdict.nominal).toordinal() + 1)
    others = [date.fromordinal(ordinal) for ordinal in between if ordinal != last.toordinal()]
    assert not any(CALENDAR.is_workday(day, True) for day in others)
    assert last >= verdict.nominal if roll == "roll_forward" else last <= verdict.nominal


@given(any_starts, amounts)
def test_provisional_is_said_exactly_when_an_unknown_year_is_counted(start: datetime, amount: int) -> None:
    verdict = due(a_rule(amount, "working_days"), start, CALENDAR)
    assert verdict.provisional == (verdict.due.year > LAST)


@given(starts, amounts, st.integers(0, 600))
def test_office_time_runs_only_while_the_office_is_open(start: datetime, amount: int, share: int) -> None:
    """Counting the open minutes up to the due moment gives the figure back."""
    verdict = due(a_rule(amount, "minutes", window="office"), start, CALENDAR)
    open_seconds = 0.0
    day = start.date()
    while day <= verdict.due.date():
        for opens, closes in CALENDAR.office_hours if CALENDAR.is_workday(day) else ():
            first, last = max(start, datetime.combine(day, opens)), min(verdict.due, datetime.combine(day, closes))
            open_seconds += max(0.0, (last - first).total_seconds())
        day += timedelta(days=1)
    assert open_seconds == amount * 60


@given(starts, amounts, all_units, rolls)
def test_any_verdict_survives_storage(start: datetime, amount: int, unit: str, roll: str) -> None:
    verdict = due(replace(a_rule(amount, unit), last_day=roll), start, CALENDAR, [(start, start + timedelta(hours=1))])
    assert DeadlineVerdict.from_json(verdict.to_json()) == verdict
