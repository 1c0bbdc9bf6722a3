"""The one place that reads the clock. Only edges (views, tasks, commands) call it; the domain gets `at=`."""

from datetime import date, datetime, time

from django.utils import timezone

now = timezone.now  # noqa: TID251 the place the ban points to


def local(at: datetime) -> datetime:
    """The moment as it reads on the wall of the centre (Asia/Shanghai)."""
    return timezone.localtime(at)


def at_wall(day: date, hour: time) -> datetime:
    """The moment at which a wall clock of the centre shows this time of day."""
    return timezone.make_aware(datetime.combine(day, hour))


def midnight(day: date) -> datetime:
    """The first moment of a day at the centre."""
    return at_wall(day, time())
