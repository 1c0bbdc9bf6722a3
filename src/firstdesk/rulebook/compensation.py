"""Money promised for each day an answer is late: how many days, at which rate, day by day. Whole units of money only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from firstdesk.rulebook.clocktime import to_local
from firstdesk.rulebook.model import NoFigure, Rule, Span
from firstdesk.rulebook.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Rate:
    """A dated figure: so much for each late day."""

    span: Span
    each: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompensationRule(Rule):
    """What is promised for each day the clock's promise is late."""

    clock: str
    per: str  # calendar_day | working_day
    rates: tuple[Rate, ...]

    def rate_on(self, on: date) -> Rate:
        """The rate in force on a day; the newest wins. Raises NoFigure when none is."""
        for rate in self.rates:  # newest first, as compiled
            if rate.span.holds(on):
                return rate
        raise NoFigure(self.id, on)


@dataclass(frozen=True, slots=True)
class LateDay:
    """One day counted, and what is promised for it."""

    day: date
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateVerdict:
    """The days an answer was late, each with its amount."""

    rule_id: str
    version: str
    due: datetime
    answered: datetime
    currency: str
    days: tuple[LateDay, ...]

    @property
    def total(self) -> int:
        return sum(each.amount for each in self.days)

    def to_json(self) -> dict[str, Any]:
        return {
            "rule_id": self.rule_id,
            "version": self.version,
            "due": self.due.isoformat(),
            "answered": self.answered.isoformat(),
            "currency": self.currency,
            "days": [[each.day.isoformat(), each.amount] for each in self.days],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LateVerdict:
        moment = datetime.fromisoformat
        days = tuple(LateDay(date.fromisoformat(day), amount) for day, amount in data["days"])
        return cls(
            rule_id=data["rule_id"], version=data["version"], due=moment(data["due"]),
            answered=moment(data["answered"]), currency=data["currency"], days=days,
        )  # fmt: skip


def late(rule: CompensationRule, due: datetime, answered: datetime, calendar: Calendar) -> LateVerdict:
    """Every day after the one it was due on, up to the one it was answered on. In time: no day at all."""
    last, first = to_local(answered).date(), to_local(due).date()
    span = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    counted = [day for day in span if rule.per == "calendar_day" or calendar.is_workday(day, provisional=True)]
    days = tuple(LateDay(day, rule.rate_on(day).each) for day in counted)
    return LateVerdict(
        rule_id=rule.id, version=rule.version, due=due, answered=answered, currency=rule.rates[0].currency, days=days
    )
