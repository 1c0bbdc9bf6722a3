"""Months of the wall calendar as spans of moments."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Protocol

from firstdesk.common import clock as walls
from firstdesk.common.clock import midnight


class Days(Protocol):
    """What the figures are counted over: a month, or the days of a report up to its cut-off."""

    @property
    def first(self) -> date: ...

    @property
    def last(self) -> date: ...

    @property
    def begins(self) -> datetime: ...

    @property
    def ends(self) -> datetime: ...


@dataclass(frozen=True)
class Month:
    """One month."""

    first: date

    @property
    def after(self) -> date:
        """The first day of the next."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after - timedelta(days=1)

    @property
    def before(self) -> "Month":
        """The month before."""
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @cached_property
    def begins(self) -> datetime:
        """Its first moment."""
        return midnight(self.first)

    @cached_property
    def ends(self) -> datetime:
        """The first moment after it."""
        return midnight(self.after)

    @property
    def code(self) -> str:
        """As addresses have it."""
        return f"{self.first:%Y-%m}"


def month_of(at: datetime) -> Month:
    """The month a moment lies in."""
    return Month(walls.local(at).date().replace(day=1))


def month_in(text: str, at: datetime) -> Month:
    """The month an address names; the one before the present, where it names none: that is what is reported."""
    try:
        return Month(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return month_of(at).before
