"""A recurring duty + a span of days -> its occurrences."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from firstdesk.rulebook.model import DutyRule, Every
from firstdesk.rulebook.verdicts import Occurrence
from firstdesk.rulebook.workdays import Calendar

MONTHS = {"yearly": 12, "half_yearly": 6, "quarterly": 3, "monthly": 1}
ONE_DAY = timedelta(days=1)


def occurrences(rule: DutyRule, start: date, end: date, calendar: Calendar) -> tuple[Occurrence, ...]:
    """Every occurrence whose day, before it is moved off a rest day, lies from `start` to `end`, both included.

    So neighbouring spans never share one and never lose one. Days of unpublished years are marked provisional.
    """
    found: list[Occurrence] = []
    for first, last in _periods(rule.every.period, start, end):
        nominal = _nominal(rule.every, first, last)
        skipped = rule.workdays_only and not calendar.is_workday(nominal, True)
        if start <= nominal <= end and not skipped:
            due, provisional = _roll(rule, nominal, calendar)
            found.extend(
                Occurrence(
                    rule_id=rule.id,
                    version=rule.version,
                    period_start=first,
                    period_end=last,
                    number=number,
                    due=due,
                    nominal=nominal,
                    provisional=provisional,
                )
                for number in range(1, rule.every.times + 1)
            )
    return tuple(found)


def _periods(period: str, start: date, end: date) -> Iterator[tuple[date, date]]:
    """The periods that touch the span, first and last day each."""
    first = _first_day(period, start)
    while first <= end:
        following = _next_first(period, first)
        yield first, following - ONE_DAY
        first = following


def _first_day(period: str, day: date) -> date:
    if period in MONTHS:
        months = MONTHS[period]
        return date(day.year, (day.month - 1) // months * months + 1, 1)
    if period == "half_monthly":
        return day.replace(day=1 if day.day <= 15 else 16)
    return day - timedelta(days=day.weekday()) if period == "weekly" else day


def _next_first(period: str, first: date) -> date:
    if period in MONTHS:
        return _shift(first, MONTHS[period])
    if period == "half_monthly":
        return first.replace(day=16) if first.day == 1 else _shift(first.replace(day=1), 1)
    return first + timedelta(days=7 if period == "weekly" else 1)


def _shift(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _nominal(every: Every, first: date, last: date) -> date:
    if every.weekday:
        return first + timedelta(days=every.weekday - 1)
    if not every.month:
        return last
    month = _shift(first, every.month - 1)
    length = monthrange(month.year, month.month)[1]
    day = every.day - every.before if every.day else length
    return month.replace(day=min(day, length))


def _roll(rule: DutyRule, day: date, calendar: Calendar) -> tuple[date, bool]:
    if rule.last_day == "roll_forward":
        return calendar.next_workday(day, True)
    if rule.last_day == "roll_back":
        return calendar.previous_workday(day, True)
    return day, rule.workdays_only and not calendar.is_published(day)
