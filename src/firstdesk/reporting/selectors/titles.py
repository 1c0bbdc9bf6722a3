"""What a report is called: 2026年11月联动工作月报."""

import re

from firstdesk.reporting.kinds import ReportKind
from firstdesk.reporting.spans import Span

PERIOD = re.compile("^(月度|季度|半年|年度)|（[周月季]）$")


def title_of(kind: ReportKind, span: Span) -> str:
    """Papers are Chinese, whatever language the writer reads. What the days say already is not said twice."""
    name = PERIOD.sub("", kind.title.zh)
    return f"{period_of(kind, span)}{'度' if kind.span.period == 'yearly' else ''}{name}"


def period_of(kind: ReportKind, span: Span) -> str:
    """The days in words."""
    year, month = span.last.year, span.last.month
    named = {
        "monthly": f"{year}年{month}月",
        "quarterly": f"{year}年第{(month + 2) // 3}季度",
        "half_yearly": f"{year}年{'上' if month <= 6 else '下'}半年",
        "yearly": f"{year}年",
    }
    return named.get(kind.span.period, days_of(span))


def days_of(span: Span) -> str:
    """From … to …."""
    if span.first == span.last:
        return f"{span.last:%Y}年{span.last.month}月{span.last.day}日"
    first = f"{span.first.year}年{span.first.month}月{span.first.day}日"
    last = f"{span.last.month}月{span.last.day}日"
    return f"{first}至{last}" if span.first.year == span.last.year else f"{first}至{span.last.year}年{last}"
