"""SS-HB-21 and SS-HB-22 counted a second time, by hand: ten working days to answer, CNY 10 for each day after that.

The oracle walks day by day over what the State Council announced and what a centre added, and knows nothing of the product's
arithmetic.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from chinese_calendar import is_workday
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdesk.rulebook.compensation import CompensationRule, late
from firstdesk.rulebook.deadlines import due
from firstdesk.rulebook.load import load_rulebook
from firstdesk.rulebook.model import DeadlineRule, Text
from firstdesk.rulebook.workdays import Calendar, LocalDay

ROOT = Path(__file__).resolve().parents[2]
WALL = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2010, 1, 1), date(2024, 12, 31)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def promise() -> DeadlineRule:
    return next(
        rule
        for rule in load_rulebook(ROOT / "rules").deadlines_for("service_linkage", "complaint_reply")
        if "SS-HB-21" in rule.clauses
    )


@pytest.fixture(scope="module")
def money() -> CompensationRule:
    rules = load_rulebook(ROOT / "rules").rules.values()
    return next(rule for rule in rules if isinstance(rule, CompensationRule) and "SS-HB-22" in rule.clauses)


additions = st.dictionaries(st.dates(FIRST, LAST), st.booleans(), max_size=60)
starts = st.datetimes(datetime(2010, 1, 4), datetime(2024, 6, 1))  # noqa: DTZ001 given its zone below


def works(day: date, added: dict[date, bool]) -> bool:
    return added[day] if day in added else is_workday(day)


@settings(max_examples=150, deadline=None)
@given(start=starts, added=additions, near=st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=15),
       after=st.integers(-20, 90), minute=st.integers(0, 1439))  # fmt: skip
def test_over_any_calendar(
    promise: DeadlineRule, money: CompensationRule, start: datetime, added: dict[date, bool],
    near: list[tuple[int, bool]], after: int, minute: int,
) -> None:  # fmt: skip
    """Holidays, make-up days and a centre's own days move the day it is due; from then on every day counts, whatever it is."""
    begin = start.replace(tzinfo=WALL)
    added = added | {begin.date() + DAY * days: work for days, work in near}  # some of them where they matter
    calendar = Calendar([LocalDay(day, work, Text("本地", "local"), "x") for day, work in added.items()])
    verdict = due(promise, begin, calendar)
    last, count = begin.date(), 0
    while count < 10:
        last += DAY
        count += works(last, added)
    assert verdict.due.astimezone(WALL).date() == last

    midnight = datetime.combine(last, datetime.min.time(), tzinfo=WALL)
    answered = midnight + DAY * after + timedelta(minutes=minute)
    cost, day = 0, last
    while day < answered.date():
        day += DAY
        cost += 10
    found = late(money, verdict.due, answered, calendar)
    assert (found.total, found.currency, len(found.days)) == (cost, "CNY", cost // 10)


def test_over_national_day_by_hand(promise: DeadlineRule, money: CompensationRule) -> None:
    """Received on Monday 15 September 2025; due Sunday the 28th, a make-up day; answered on 9 October after the long holiday."""
    begin = datetime(2025, 9, 15, 9, 0, tzinfo=WALL)
    verdict = due(promise, begin, Calendar())
    assert verdict.due.astimezone(WALL).date() == date(2025, 9, 28)
    assert late(money, verdict.due, datetime(2025, 10, 9, 8, 0, tzinfo=WALL), Calendar()).total == 110
