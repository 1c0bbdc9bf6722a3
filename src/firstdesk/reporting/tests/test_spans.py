"""The days a report speaks of, and the duty it is due for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.reporting.kinds import figure_kinds, report_kinds
from firstdesk.reporting.selectors.titles import days_of, title_of
from firstdesk.reporting.spans import DAY, Span, before, holding, newest, span_for

KINDS = report_kinds()
PERIODIC = [kind for kind in KINDS.values() if not kind.is_event]
DAYS = st.dates(date(2016, 1, 1), date(2030, 12, 31))


@given(kind=st.sampled_from(PERIODIC), day=DAYS)
def test_days_follow_each_other_without_a_gap(kind: object, day: date) -> None:
    span = holding(kind.span, day)  # type: ignore[attr-defined]
    assert span.first <= day <= span.last
    last = before(kind.span, span)  # type: ignore[attr-defined]
    assert last.last + DAY == span.first and holding(kind.span, last.first) == last  # type: ignore[attr-defined]


@given(kind=st.sampled_from(PERIODIC), today=DAYS)
def test_the_newest_days_are_over(kind: object, today: date) -> None:
    span = newest(kind.span, today)  # type: ignore[attr-defined]
    assert span.last < today and holding(kind.span, span.first) == span  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "due_in", "first", "last", "title"),
    [
        ("linkage_month", date(2018, 2, 1), date(2018, 1, 21), date(2018, 2, 20), "2018年2月联动工作月报"),
        ("linkage_month", date(2026, 1, 23), date(2025, 12, 21), date(2026, 1, 20), "2026年1月联动工作月报"),
        ("safety_month", date(2026, 1, 5), date(2025, 12, 1), date(2025, 12, 31), "2025年12月治安形势汇总"),
        ("safety_quarter", date(2026, 1, 10), date(2025, 10, 1), date(2025, 12, 31), "2025年第4季度治安形势分析"),
        ("work_half_year", date(2026, 7, 20), date(2026, 1, 1), date(2026, 6, 30), "2026年上半年工作报告"),
        ("safety_week", date(2026, 1, 5), date(2025, 12, 29), date(2026, 1, 4), "2025年12月29日至2026年1月4日治安通报"),
    ],
)  # fmt: skip
def test_the_days_of_a_due_period(code: str, due_in: date, first: date, last: date, title: str) -> None:
    assert span_for(KINDS[code].span, due_in) == Span(first, last)
    assert title_of(KINDS[code], Span(first, last)) == title


def test_days_in_words() -> None:
    assert days_of(Span(date(2026, 1, 3), date(2026, 1, 3))) == "2026年1月3日"


def test_the_files_agree_with_each_other() -> None:
    assert {code for kind in KINDS.values() for code in kind.figures} == set(figure_kinds())
