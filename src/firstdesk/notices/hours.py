"""When a message may go: quiet hours, the pause before the next try, the hour of a digest. Times of day are the centre's."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from firstdesk.common import clock
from firstdesk.notices.states import Digest

DAY = timedelta(days=1)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720))


@dataclass(frozen=True)
class Quiet:
    """From one time of day until another, over midnight where need be. The same time twice: never quiet."""

    begins: time
    ends: time

    def covers(self, at: datetime) -> bool:
        """Whether this moment is quiet; the first moment is, the last is not."""
        now = clock.local(at).time()
        if self.begins <= self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends

    def over(self, at: datetime) -> datetime:
        """The moment itself, or the end of the quiet it falls in."""
        if not self.covers(at):
            return at
        end = on_the_wall(at, self.ends)
        return end if end > at else on_the_wall(at + DAY, self.ends)


NIGHT = Quiet(time(22, 0), time(7, 30))  # for everybody who has chosen nothing, residents among them


def on_the_wall(day: datetime, hour: time) -> datetime:
    """That time of that day, as the centre's wall clock shows it."""
    return clock.local(day).replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries that failed; None: enough, a person has to look."""
    return PAUSES[tries - 1] if 1 <= tries <= len(PAUSES) else None


@dataclass(frozen=True)
class Collected:
    """When somebody's digest comes: each day, or each week on a day (0 is Monday), at a time."""

    rhythm: str
    hour: time
    weekday: int = 0

    def next(self, at: datetime) -> datetime:
        """The first digest after this moment."""
        first = on_the_wall(at, self.hour)
        if first <= at:
            first = on_the_wall(at + DAY, self.hour)
        if self.rhythm == Digest.WEEKLY:
            first += DAY * ((self.weekday - clock.local(first).weekday()) % 7)
        return first
