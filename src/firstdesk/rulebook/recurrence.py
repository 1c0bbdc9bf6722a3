"""A recurring duty + a span of days -> its occurrences."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from firstdesk.rulebook.model import DutyRule, Every
from firstdesk.rulebook.verdicts import Occurrence
from firstdesk.rulebook.workdays import Calendar

MONTHS = {"yearly": 12, "half_yearly": 6, "quarterly": 3, "monthly": 1}
ONE_DAY = timedelta(days=1)


def _no_market(day: date) -> bool:
    return False


def occurrences(
    rule: DutyRule, start: date, end: date, calendar: Calendar, markets: Callable[[date], bool] = _no_market
) -> tuple[Occurrence, ...]:
    """Every occurrence whose day, before it is moved off a rest day, lies from `start` to `end`, both included.

    So neighbouring spans never share one and never lose one. Days of unpublished years are marked provisional.
    `markets` says which days are market days at the place; what an event brings is not here (`after`).
    """
    found: list[Occurrence] = []
    for first, last in _spans(rule.every, start, end, markets):
        nominal = _nominal(rule.every, first, last)
        skipped = rule.workdays_only and not calendar.is_workday(nominal, True)
        if start <= nominal <= end and not skipped and rule.holds(nominal):
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


def tightened(
    rule: DutyRule, first: date, last: date, calendar: Calendar, markets: Callable[[date], bool] | None = None
) -> tuple[Occurrence, ...]:
    """What a rule asks for besides in a sensitive period, first day to last: its tighter rhythm, cut to those days.

    A period of which only a part lies within is owed by the end of that part; no day moves off a rest day.
    """
    every = rule.tightened
    found: list[Occurrence] = []
    for begins, ends in _spans(every, first, last, markets or _no_market) if every else ():
        start, end = max(begins, first), min(ends, last)
        nominal = _nominal(every or rule.every, begins, ends)
        due = nominal if start <= nominal <= end else end
        if rule.holds(due) and not (rule.workdays_only and not calendar.is_workday(due, True)):
            found.extend(
                Occurrence(
                    rule_id=rule.id, version=rule.version, period_start=start, period_end=end, number=number, due=due,
                    nominal=due, provisional=rule.workdays_only and not calendar.is_published(due),
                )
                for number in range(1, (every or rule.every).times + 1)
            )  # fmt: skip
    return tuple(found)


def of_case(rule: DutyRule, first: date, last: date, calendar: Calendar) -> tuple[Occurrence, ...]:
    """What a worked example speaks of: the times of a span; of a duty after an event, what follows it on the first day."""
    return (after(rule, first, calendar),) if rule.every.event else occurrences(rule, first, last, calendar)


def after(rule: DutyRule, happened: date, calendar: Calendar) -> Occurrence:
    """What something that happened brings: due within the amount of the rule, its period the days from then to there."""
    every, provisional = rule.every, False
    if every.unit == "working_days":
        nominal, provisional = _working(happened, every.amount, calendar)
    elif every.unit == "months":
        first = _shift(happened.replace(day=1), every.amount)
        nominal = first.replace(day=min(happened.day, monthrange(first.year, first.month)[1]))
    else:
        nominal = happened + timedelta(days=every.amount if every.unit == "calendar_days" else -(-every.amount // 24))
    due, moved = _roll(rule, nominal, calendar)
    return Occurrence(
        rule_id=rule.id, version=rule.version, period_start=happened, period_end=max(nominal, due), number=1, due=due,
        nominal=nominal, provisional=provisional or moved,
    )  # fmt: skip


def _working(day: date, amount: int, calendar: Calendar) -> tuple[date, bool]:
    provisional = False
    for _ in range(amount):
        day, guessed = calendar.next_workday(day + ONE_DAY, True)
        provisional = provisional or guessed
    return day, provisional


def _spans(every: Every, start: date, end: date, markets: Callable[[date], bool]) -> Iterator[tuple[date, date]]:
    """The periods that touch the span; days of the week and market days are a period each."""
    if every.event:
        return
    if not (every.weekdays or every.market_days):
        yield from _periods(every.period, start, end)
        return
    for offset in range((end - start).days + 1):
        day = start + timedelta(days=offset)
        if day.isoweekday() in every.weekdays or (every.market_days and markets(day)):
            yield day, day


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
