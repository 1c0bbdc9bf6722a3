"""Makes the whole demonstration, or nothing."""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction

from firstdesk.common import clock
from firstdesk.config.demo import (
    build,
    conferences,
    disputes,
    keeping,
    learning,
    looking_again,
    office,
    old_ledger,
    posting,
    reports,
    screened,
    sides,
)
from firstdesk.config.demo.build import City
from firstdesk.config.demo.door import Door
from firstdesk.config.demo.extras import finishing, founding
from firstdesk.config.demo.life import Life
from firstdesk.regulations import selectors as regulations

SEED = 110
DAYS = 30
BY_HOUR = [1, 1, 1, 1, 1, 2, 3, 6, 10, 11, 10, 8, 6, 6, 8, 10, 10, 9, 8, 8, 7, 5, 3, 2]  # how many ask, hour by hour


@contextlib.contextmanager
def _all_or_nothing() -> Iterator[None]:
    """One transaction without savepoints: nothing in it is caught, and without them it takes half the time."""
    features = connection.features
    with transaction.atomic(durable=True):
        before, features.uses_savepoints = features.uses_savepoints, False
        try:
            yield
        finally:
            features.uses_savepoints = before


@_all_or_nothing()
def make(*, at: datetime, count: int = 220, seed: int = SEED) -> City:
    """A city with `count` matters of the last month and some thirty on purpose; the same seed and moment give the same city."""
    rng = Random(seed)
    start = at - timedelta(days=DAYS)
    city = build.build(at=start - timedelta(days=170), rng=rng)
    learning.induct(city, at=start - timedelta(days=169))
    build.plan_shifts(city, at=at)
    founding(city, at=start - timedelta(days=160))
    disputes.committees(city, at=start - timedelta(days=100))
    office.words(city, at=start - timedelta(days=90))
    token = office.token(city, at=start - timedelta(days=20))
    posting.putting_up(city, at=start - timedelta(days=50))
    life = Life(city, rng, regulations.current(at).calendar, start, at)
    door = Door(life)
    for moment in arrivals(start, at, count, rng):
        life.plan(moment, door.arrival)
    sides.plan(life, door, token)
    disputes.Disputes(life, door).plan()
    keeping.days(life)
    life.play()
    office.receipts(life, at=at)
    old_ledger.bring_in(city, at=at)
    conferences.hold_meetings(city, at=at)
    reports.write_reports(city, at=at)
    finishing(life, at=at)
    learning.teach(city, at=at)
    learning.assess(city, at=at)
    looking_again.look_again(city, at=at)
    office.habits(life, at=at)
    posting.looking(city, at=at)
    screened.look(city, at=at)
    return city


def arrivals(start: datetime, now: datetime, count: int, rng: Random) -> list[datetime]:
    """Moments spread over the month by the hour of the day, denser in the last days and dense in the last hours."""
    fresh = [now - timedelta(minutes=rng.uniform(1, 240)) for _ in range(count // 20)]
    recent = [_moment(now - timedelta(days=rng.uniform(0, 3)), rng) for _ in range(count // 5)]
    others = count - len(fresh) - len(recent)
    spread = [_moment(start + (now - start) * rng.random(), rng) for _ in range(others)]
    return sorted(moment for moment in [*fresh, *recent, *spread] if start < moment <= now)


def _moment(day: datetime, rng: Random) -> datetime:
    wall = clock.local(day)
    hour = rng.choices(range(24), BY_HOUR)[0]
    return wall.replace(hour=hour, minute=rng.randint(0, 59), second=rng.randint(0, 59), microsecond=0)
