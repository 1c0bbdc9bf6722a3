"""The days a report covers."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from firstdesk.common.clock import midnight
from firstdesk.reporting.kinds import EVENT, SpanKind

DAY = timedelta(days=1)
MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


@dataclass(frozen=True)
class Span:
    """A span of days, both ends included."""

    first: date
    last: date

    @cached_property
    def begins(self) -> datetime:
        """The first moment."""
        return midnight(self.first)

    @cached_property
    def ends(self) -> datetime:
        """The first moment after it."""
        return midnight(self.last + DAY)

    def is_over(self, at: datetime) -> bool:
        """Whether its last day is over."""
        return at >= self.ends


def span_for(kind: SpanKind, due_in: date) -> Span:
    """The span reported on in the period containing this day."""
    if kind.period == EVENT:
        return Span(due_in, due_in)
    if kind.closes_on:
        last = _on(due_in, kind.closes_on)
        return Span(_on(_month(due_in, -1), kind.closes_on) + DAY, last)
    first = _first(kind.period, due_in)
    for _each in range(kind.lag):
        first = _first(kind.period, first - DAY)
    return Span(first, _next(kind.period, first) - DAY)


def before(kind: SpanKind, span: Span) -> Span:
    """The span of the previous report."""
    if kind.period == EVENT:
        return span
    if kind.closes_on:
        return Span(_on(_month(span.last, -2), kind.closes_on) + DAY, span.first - DAY)
    return Span(_first(kind.period, span.first - DAY), span.first - DAY)


def holding(kind: SpanKind, day: date) -> Span:
    """The report span that contains this day."""
    if kind.period == EVENT:
        return Span(day, day)
    if kind.closes_on:
        return span_for(kind, day if day <= _on(day, kind.closes_on) else _month(day, 1))
    first = _first(kind.period, day)
    return Span(first, _next(kind.period, first) - DAY)


def newest(kind: SpanKind, today: date) -> Span:
    """The latest span that is over."""
    span = span_for(kind, today)
    return before(kind, span) if kind.period != EVENT and span.last >= today else span


def _first(period: str, day: date) -> date:
    if period == "weekly":
        return day - timedelta(days=day.weekday())
    if period == "half_monthly":
        return day.replace(day=1 if day.day <= 15 else 16)
    months = MONTHS.get(period)
    return date(day.year, (day.month - 1) // months * months + 1, 1) if months else day


def _next(period: str, first: date) -> date:
    if period == "weekly":
        return first + timedelta(days=7)
    if period == "half_monthly":
        return first.replace(day=16) if first.day == 1 else _month(first, 1)
    return _month(first, MONTHS[period]) if period in MONTHS else first + DAY


def _month(day: date, step: int) -> date:
    """The first day of the month `step` months later."""
    index = day.year * 12 + day.month - 1 + step
    return date(index // 12, index % 12 + 1, 1)


def _on(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))
