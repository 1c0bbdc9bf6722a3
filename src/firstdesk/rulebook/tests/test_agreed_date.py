"""A promise that runs to a date agreed in a record."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.cases import run_case
from firstdesk.rulebook.deadlines import NoAgreedDate, due
from firstdesk.rulebook.explain import explain
from firstdesk.rulebook.extension import extended
from firstdesk.rulebook.load import RulebookError, compile_texts
from firstdesk.rulebook.model import AGREED, DeadlineRule, Warn
from firstdesk.rulebook.tests.factories import GOOD, a_rule
from firstdesk.rulebook.verdicts import DeadlineVerdict, Granted
from firstdesk.rulebook.workdays import Calendar, official

CALENDAR = Calendar()
LAST = official().last_year
END = time(23, 59, 59)
START = datetime(2025, 9, 15, 10, 0)  # noqa: DTZ001
starts = st.datetimes(datetime(2010, 1, 1), datetime(LAST - 2, 12, 31)).map(lambda d: d.replace(microsecond=0))  # noqa: DTZ001
days = st.dates(date(2010, 1, 1), date(LAST + 5, 12, 31))


def perform(**changes: object) -> DeadlineRule:
    rule = a_rule(0, AGREED, warn=(Warn(amount=3, unit="calendar_days"),))
    return replace(rule, **changes)  # type: ignore[arg-type]


def test_the_end_of_the_agreed_day_a_holiday_or_not() -> None:
    verdict = due(perform(), START, CALENDAR, agreed=date(2025, 10, 1))
    assert verdict.due == datetime(2025, 10, 1, 23, 59, 59)  # noqa: DTZ001
    assert verdict.warn_at == (datetime(2025, 9, 28, 8, 30),)  # noqa: DTZ001
    assert (verdict.unit, verdict.amount, verdict.nominal, verdict.provisional) == (AGREED, 0, date(2025, 10, 1), False)
    assert verdict.steps == ()


def test_only_where_the_rule_says_so_does_it_move_off_a_rest_day() -> None:
    verdict = due(perform(last_day="roll_forward"), START, CALENDAR, agreed=date(2025, 10, 1))
    assert verdict.due.date() == date(2025, 10, 9)
    assert verdict.nominal == date(2025, 10, 1)
    assert verdict.steps[-1].last == date(2025, 10, 9)


def test_without_a_date_it_says_so_and_others_leave_the_date_aside() -> None:
    with pytest.raises(NoAgreedDate, match="runs to the date agreed"):
        due(perform(), START, CALENDAR)
    plain = a_rule(3, "working_days")
    assert due(plain, START, CALENDAR, agreed=date(2030, 1, 1)) == due(plain, START, CALENDAR)


RULE = """
- id: wall.perform
  title: {zh: 按约定履行, en: Performed as agreed}
  clauses: [W-1]
  clock: accept
  when: {nature: [other], urgency: [urgent]}
  start: matter.accepted
  stop: matter.received
  limit: [{from: 2004-01-01, unit: agreed_date}]
  outlives: true
"""
CASE = """
- {case: performed, rule: wall.perform, given: {start: '2025-09-15T10:00', agreed: 2025-10-01}, expect: {due: '2025-10-01T23:59:59'}}
- {case: years ahead, rule: wall.perform, given: {start: '2025-09-15T10:00', agreed: 2040-10-01}, expect: {due: '2040-10-01T23:59:59', provisional: false}}
"""


def book(rule: str = RULE, case: str = CASE) -> Rulebook:
    deadlines, cases = (GOOD[f"wall/{name}.yaml"] for name in ("deadlines", "cases"))
    return compile_texts({**GOOD, "wall/deadlines.yaml": deadlines + rule, "wall/cases.yaml": cases + case})


def test_read_and_told_in_words() -> None:
    rules = book()
    assert [run_case(rules, case).ok for case in rules.cases if case.rule == "wall.perform"] == [True, True]
    rule = rules.deadline("wall.perform")
    assert rule.outlives
    verdict = due(rule, START, CALENDAR, agreed=date(2025, 10, 1))
    told = " / ".join(explain(verdict, rules, "en"))
    assert "Limit: the agreed date" in told and "the date agreed in the record: Oct 1, 2025" in told
    assert "记录中约定的日期:2025年10月1日" in explain(verdict, rules, "zh")
    assert "期限:约定的日期" in explain(verdict, rules, "zh")[2]


@pytest.mark.parametrize(
    ("rule", "case", "said"),
    [
        (RULE.replace("  outlives: true", "  pause: [{from: matter.suspended, until: matter.resumed}]"), "", "drop pause"),
        (RULE.replace("unit: agreed_date", "unit: agreed_date, amount: 3"), "", "unknown key amount"),
        (RULE.replace("  outlives: true", "  counting: from_moment"), "", "an agreed date is not counted"),
        (RULE, CASE.replace(", agreed: 2025-10-01", ""), "given lacks agreed"),
    ],
)  # fmt: skip
def test_mistakes_are_named(rule: str, case: str, said: str) -> None:
    with pytest.raises(RulebookError, match=said):
        book(rule, case)


@given(starts, days, st.sampled_from(["stay", "roll_forward", "roll_back"]))
def test_the_day_is_the_recorded_one_or_the_nearest_working_day(start: datetime, agreed: date, roll: str) -> None:
    verdict = due(perform(last_day=roll), start, CALENDAR, agreed=agreed)
    assert verdict.due.time() == END
    if roll == "stay":
        assert verdict.due.date() == agreed and not verdict.provisional
    else:
        assert CALENDAR.is_workday(verdict.due.date(), True)
        assert verdict.due.date() >= agreed if roll == "roll_forward" else verdict.due.date() <= agreed
    assert all(start < at < verdict.due for at in verdict.warn_at)
    assert DeadlineVerdict.from_json(verdict.to_json()) == verdict


@given(starts, starts, days)
def test_it_does_not_depend_on_when_the_promise_was_made(one: datetime, other: datetime, agreed: date) -> None:
    assert due(perform(), one, CALENDAR, agreed=agreed).due == due(perform(), other, CALENDAR, agreed=agreed).due


@given(starts, days, st.lists(st.tuples(starts, st.timedeltas(timedelta(hours=1), timedelta(days=40))), max_size=3))
def test_nothing_pauses_it(start: datetime, agreed: date, rests: list[tuple[datetime, timedelta]]) -> None:
    pauses = [(first, first + length) for first, length in rests]
    verdict = due(perform(), start, CALENDAR, pauses, agreed=agreed)
    assert verdict == due(perform(), start, CALENDAR, agreed=agreed)
    assert verdict.pauses == () and verdict.paused == 0


@given(starts, days, st.integers(1, 60))
def test_more_time_moves_it_by_exactly_that(start: datetime, agreed: date, more: int) -> None:
    verdict = due(perform(), start, CALENDAR, agreed=agreed)
    grants = [Granted(more, "calendar_days", "director", start)]
    assert extended(verdict, perform(), CALENDAR, grants).due == verdict.due + timedelta(days=more)
