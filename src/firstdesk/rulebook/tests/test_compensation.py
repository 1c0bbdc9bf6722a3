"""Money for late days: counted day by day, in whole yuan, by dated figures."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.rulebook.compensation import CompensationRule, LateVerdict, Rate, late
from firstdesk.rulebook.model import NoFigure, Place, Span, Text
from firstdesk.rulebook.workdays import Calendar

CALENDAR = Calendar()
DUE = datetime.fromisoformat("2025-09-28T23:59:59")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def rule(*rates: Rate, per: str = "calendar_day") -> CompensationRule:
    return CompensationRule(
        id="x.pay", title=Text("", ""), clauses=(), regulation="x", in_force=None, note=None, assumed=False,
        place=Place("x", 1), version="v", clock="complaint_reply", per=per,
        rates=rates or (Rate(Span(date(2004, 1, 1)), 10, "CNY"),),
    )  # fmt: skip


@given(days=st.integers(-30, 400), minutes=st.integers(0, 1439))
def test_ten_for_each_day_after_the_due_day_and_never_less_than_nothing(days: int, minutes: int) -> None:
    answered = datetime.fromisoformat("2025-09-28") + timedelta(days=days, minutes=minutes)
    verdict = late(rule(), DUE, answered, CALENDAR)
    assert verdict.total == 10 * max(0, days) == sum(each.amount for each in verdict.days)
    assert [each.day for each in verdict.days] == [date(2025, 9, 28) + timedelta(days=n) for n in range(1, days + 1)]


def test_a_minute_after_midnight_is_a_day_late() -> None:
    assert late(rule(), DUE, DUE + timedelta(seconds=1), CALENDAR).total == 10


def test_the_day_is_the_one_on_the_centres_wall() -> None:
    utc = datetime(2025, 9, 28, 16, 30, tzinfo=ZoneInfo("UTC"))  # half past midnight in Shanghai
    assert late(rule(), DUE.replace(tzinfo=SHANGHAI), utc, CALENDAR).total == 10


def test_each_day_at_the_figure_of_that_day() -> None:
    old = Rate(Span(date(2004, 1, 1), date(2025, 9, 30)), 10, "CNY")
    new = Rate(Span(date(2025, 10, 1)), 20, "CNY")
    verdict = late(rule(new, old), DUE, datetime.fromisoformat("2025-10-02T09:00"), CALENDAR)
    assert [each.amount for each in verdict.days] == [10, 10, 20, 20]


def test_working_days_where_the_rule_says_so() -> None:
    verdict = late(rule(per="working_day"), DUE, datetime.fromisoformat("2025-10-09T09:00"), CALENDAR)
    assert [each.day.day for each in verdict.days] == [29, 30, 9]  # National Day is no working day


def test_a_day_without_a_figure_is_said() -> None:
    with pytest.raises(NoFigure):
        late(rule(Rate(Span(date(2030, 1, 1)), 10, "CNY")), DUE, DUE + timedelta(days=1), CALENDAR)


def test_kept_as_json_and_read_again() -> None:
    verdict = late(rule(), DUE, DUE + timedelta(days=3), CALENDAR)
    assert LateVerdict.from_json(verdict.to_json()) == verdict
