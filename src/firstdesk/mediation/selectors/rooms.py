"""Rooms, what they are booked for, and when they are free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from firstdesk.common import clock as walls
from firstdesk.directory.models import Unit
from firstdesk.mediation.models import Room, Session
from firstdesk.mediation.states import SessionState

OPENS, CLOSES = 8, 18  # what the page of free times shows; a session may be at any hour
HALF = timedelta(minutes=30)
WEEK = 7


def place_of(session: Session) -> str:
    """Where it is: the centre's room, or the place as written."""
    if session.room is None:
        return session.place
    return f"{session.lead.centre.name} {session.room.name}" + (f" ({session.place})" if session.place else "")


def rooms(centre: Unit, *, with_retired: bool = False) -> list[Room]:
    """The rooms of a centre, those in use first."""
    found = Room.objects.filter(centre=centre)
    return list((found if with_retired else found.filter(is_in_use=True)).order_by("-is_in_use", "name"))


@dataclass(frozen=True)
class Booking:
    """A room's time that is taken: which case, and whether the reader may see which."""

    session: Session
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class RoomDay:
    """A room on one day."""

    day: date
    bookings: tuple[Booking, ...]


def taken(room_ids: Sequence[int], begins: datetime, ends: datetime) -> list[Session]:
    """Sessions that hold one of these rooms in this time."""
    rows = Session.objects.filter(room__in=room_ids, period__overlap=(begins, ends)).exclude(
        state=SessionState.CANCELLED
    )
    return list(rows.select_related("room", "lead").order_by("period"))


def week(found: Sequence[Room], monday: date) -> list[tuple[Room, list[RoomDay]]]:
    """Each room with its seven days."""
    begins = midnight(monday)
    booked = taken([room.pk for room in found], begins, begins + timedelta(days=WEEK))
    made = []
    for room in found:
        days = [_room_day(room, monday + timedelta(days=number), booked) for number in range(WEEK)]
        made.append((room, days))
    return made


def _room_day(room: Room, day: date, booked: Sequence[Session]) -> RoomDay:
    own = [session for session in booked if session.room_id == room.pk]
    on_it = [
        each for each in own if walls.local(each.period.lower).date() <= day <= walls.local(each.period.upper).date()
    ]
    return RoomDay(day, tuple(Booking(each, each.period.lower, each.period.upper) for each in on_it))


def midnight(day: date) -> datetime:
    """The beginning of a day on the wall of the centre."""
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True)
class Free:
    """When a room is free on a day."""

    room: Room
    spans: tuple[tuple[datetime, datetime], ...]


def free(centre: Unit, day: date) -> list[Free]:
    """Each room with its free spans between opening and closing."""
    found = rooms(centre)
    opens, closes = midnight(day) + timedelta(hours=OPENS), midnight(day) + timedelta(hours=CLOSES)
    booked = taken([room.pk for room in found], opens, closes)
    return [Free(room, _gaps(opens, closes, [s for s in booked if s.room_id == room.pk])) for room in found]


def _gaps(opens: datetime, closes: datetime, booked: Sequence[Session]) -> tuple[tuple[datetime, datetime], ...]:
    gaps, start = [], opens
    for session in booked:
        if session.period.lower - start >= HALF:
            gaps.append((start, session.period.lower))
        start = max(start, session.period.upper)
    if closes - start >= HALF:
        gaps.append((start, closes))
    return tuple(gaps)


def at_wall(day: date, wall: time) -> datetime:
    """A moment as it reads on the wall of the centre."""
    return datetime.combine(day, wall, tzinfo=timezone.get_default_timezone())
