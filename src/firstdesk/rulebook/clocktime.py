"""Local time of the centre: every count happens in Asia/Shanghai, and office time runs only while the office is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from firstdesk.rulebook.workdays import Calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
END_OF_DAY = time(23, 59, 59)


class Interval(NamedTuple):
    """From a moment to a later one."""

    start: datetime
    end: datetime


def to_local(moment: datetime) -> datetime:
    """The wall-clock time in Asia/Shanghai, without zone; a naive moment is taken as local already."""
    return moment if moment.tzinfo is None else moment.astimezone(SHANGHAI).replace(tzinfo=None)


def from_local(moment: datetime, like: datetime) -> datetime:
    """Back to an aware moment when `like` was one."""
    return moment if like.tzinfo is None else moment.replace(tzinfo=SHANGHAI)


class Ticker:
    """Counts seconds from a moment: all of them, or only those while the office is open; paused ones never."""

    def __init__(
        self, start: datetime, calendar: Calendar, *, office: bool, pauses: tuple[Interval, ...], provisional: bool
    ) -> None:
        self.start, self.calendar, self.office = start, calendar, office
        self.pauses, self.provisional = pauses, provisional
        self.guessed = False

    def after(self, seconds: float) -> datetime:
        """The moment at which so many seconds have been counted."""
        left, cursor = seconds, self.start
        for pause in self.pauses:
            run = self._count(cursor, pause.start, left)
            if run >= left:
                break
            left, cursor = left - run, pause.end
        return self._advance(cursor, left)

    def _count(self, start: datetime, end: datetime, enough: float) -> float:
        """Counted seconds between two moments; may stop at `enough`."""
        if not self.office:
            return (end - start).total_seconds()
        total, windows = 0.0, self._windows(start)
        while total < enough and (window := next(windows)).start < end:
            total += (min(window.end, end) - window.start).total_seconds()
        return total

    def _advance(self, start: datetime, seconds: float) -> datetime:
        if not self.office:
            return start + timedelta(seconds=seconds)
        left, windows = seconds, self._windows(start)
        while True:
            window = next(windows)
            length = (window.end - window.start).total_seconds()
            if length >= left:
                return window.start + timedelta(seconds=left)
            left -= length

    def _windows(self, start: datetime) -> Iterator[Interval]:
        """Opening times from a moment on, day after day."""
        day = start.date()
        while True:
            day, guessed = self.calendar.next_workday(day, self.provisional)
            self.guessed |= guessed
            for opens, closes in self.calendar.office_hours:
                window = Interval(max(datetime.combine(day, opens), start), datetime.combine(day, closes))
                if window.start < window.end:
                    yield window
            day += timedelta(days=1)
