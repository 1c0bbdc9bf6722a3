"""Time in the demonstration: acts of people in the order of their moments, and between them what time itself brings."""

import contextlib
import heapq
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db import connection, transaction

from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.config.demo.build import City
from firstdesk.ledger import services as ledger
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Clock
from firstdesk.rulebook.workdays import Calendar

logger = logging.getLogger("firstdesk.demo")
Act = Callable[[datetime], None]
TOGETHER = timedelta(minutes=10)  # alarms this close are raised by one sweep, as the ticker would
DUTIES_EVERY = 5  # days


@contextlib.contextmanager
def _savepoints() -> Iterator[None]:
    """One for each act; inside an act there are none, which takes half the time."""
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, True
    try:
        yield
    finally:
        features.uses_savepoints = before


@dataclass
class Life:
    """The city while its history is played."""

    city: City
    rng: Random
    calendar: Calendar
    start: datetime
    now: datetime
    _agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    def plan(self, at: datetime, act: Act) -> None:
        """Let something happen at a moment; what lies ahead of now has not happened."""
        if at <= self.now:
            heapq.heappush(self._agenda, (at, next(self._numbers), act))

    def play(self) -> None:
        """From the start to now."""
        day = 0
        midnight = clock.local(self.start).replace(hour=0, minute=0, second=0, microsecond=0)
        while (moment := midnight + timedelta(days=day)) <= self.now:
            if moment > self.start:
                self.plan(moment, self._night(day))
            day += 1
        while self._agenda:
            at, _number, act = heapq.heappop(self._agenda)
            self._alarms(at)
            self._carry_out(act, at)
        self._alarms(self.now)
        obligations.keep_duties(at=self.now)
        ledger.anchor(at=self.now)

    def _carry_out(self, act: Act, at: datetime) -> None:
        """One act. What the rules do not allow at its moment is left out, as it would be by people."""
        with _savepoints():
            before = transaction.savepoint()
        try:
            act(at)
        except Refusal as refusal:
            transaction.set_rollback(False)
            with _savepoints():
                transaction.savepoint_rollback(before)
            logger.warning("left out at %s: %s %s", at, refusal, act.__qualname__)
        with _savepoints():
            transaction.savepoint_commit(before)

    def _night(self, day: int) -> Act:
        def act(at: datetime) -> None:
            if day % DUTIES_EVERY == 1:
                obligations.keep_duties(at=at)
            ledger.anchor(at=at)

        return act

    def _alarms(self, until: datetime) -> None:
        due = Clock.objects.filter(next_alarm_at__lte=until).order_by("next_alarm_at")
        while first := due.values_list("next_alarm_at", flat=True).first():
            obligations.sweep(at=min(until, first + TOGETHER))

    # How long things take.

    def minutes(self, least: float, most: float) -> timedelta:
        """Some minutes."""
        return timedelta(seconds=round(60 * self.rng.uniform(least, most)))

    def hours(self, least: float, most: float) -> timedelta:
        """Some hours."""
        return self.minutes(60 * least, 60 * most)

    def in_office(self, at: datetime) -> datetime:
        """The moment itself in office hours, else soon after the office opens next."""
        wall = clock.local(at)
        if self.calendar.is_workday(wall.date(), provisional=True):
            for opens, closes in self.calendar.office_hours:
                if wall.time() < opens:
                    return wall.replace(hour=opens.hour, minute=opens.minute, second=0) + self.minutes(1, 45)
                if wall.time() < closes:
                    return at
        day = self.calendar.next_workday(wall.date() + timedelta(days=1), provisional=True).date
        opens = self.calendar.office_hours[0][0]
        return wall.replace(
            year=day.year, month=day.month, day=day.day, hour=opens.hour, minute=opens.minute, second=0
        ) + self.minutes(1, 45)
