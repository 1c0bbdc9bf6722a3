"""Rooms, their bookings and free times."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from firstdesk.common import clock as walls
from firstdesk.common.clock import midnight
from firstdesk.directory.models import Unit
from firstdesk.mediation import ports
from firstdesk.mediation.models import Room, Seat, Session
from firstdesk.mediation.states import SessionState

OPENS, CLOSES = 8, 18  # what the page of free times shows; a session may be at any hour
HALF = timedelta(minutes=30)
WEEK = 7


def place_of(session: Session) -> str:
    """Where the session takes place: a room of the centre, or the place as written."""
    if session.room is None:
        return session.place
    return f"{session.lead.centre.name} {session.room.name}" + (f" ({session.place})" if session.place else "")


def rooms(centre: Unit, *, with_retired: bool = False) -> list[Room]:
    """Rooms of a centre, those in use first."""
    found = Room.objects.filter(centre=centre)
    return list((found if with_retired else found.filter(is_in_use=True)).order_by("-is_in_use", "name"))


@dataclass(frozen=True)
class Booking:
    """A time for which a room is taken, and by what."""

    begins: datetime
    ends: datetime
    what: str


@dataclass(frozen=True)
class RoomDay:
    """The bookings of a room on one day."""

    day: date
    bookings: tuple[Booking, ...]


def taken(room_ids: Sequence[int], begins: datetime, ends: datetime) -> list[Session]:
    """Sessions booked in any of these rooms during this time."""
    rows = Session.objects.filter(room__in=room_ids, period__overlap=(begins, ends)).exclude(
        state=SessionState.CANCELLED
    )
    return list(rows.select_related("room", "lead").order_by("period"))


def booked(room_ids: Sequence[int], begins: datetime, ends: datetime) -> dict[int, list[Booking]]:
    """Bookings of each room during this time, by sessions and by other contexts."""
    found: dict[int, list[Booking]] = {pk: [] for pk in room_ids}
    for session in taken(room_ids, begins, ends):
        found[session.room_id or 0].append(Booking(session.period.lower, session.period.upper, session.lead.number))
    for hold in ports.holds(room_ids, (), begins, ends):
        found[hold.room_id or 0].append(Booking(hold.begins, hold.ends, hold.what))
    return {pk: sorted(each, key=lambda booking: booking.begins) for pk, each in found.items()}


def busy(seats: Sequence[Seat], begins: datetime, ends: datetime) -> list[tuple[Seat, Booking]]:
    """When other contexts need these mediators: meetings they lead or record."""
    found = []
    for hold in ports.holds((), [seat.mediator.user_id for seat in seats], begins, ends):
        here = Booking(hold.begins, hold.ends, hold.what)
        found += [(seat, here) for seat in seats if seat.mediator.user_id in hold.people]
    return found


def mediates(people: Collection[int], begins: datetime, ends: datetime) -> list[Session]:
    """Sessions during this time in which any of these users mediates."""
    rows = Session.objects.filter(
        lead__seats__left_at=None, lead__seats__mediator__user__in=people, period__overlap=(begins, ends)
    )
    return list(rows.exclude(state__in=[SessionState.CANCELLED, SessionState.ENDED]).distinct().order_by("period"))


def week(found: Sequence[Room], monday: date) -> list[tuple[Room, list[RoomDay]]]:
    """Each room with the bookings of seven days."""
    begins = midnight(monday)
    held = booked([room.pk for room in found], begins, begins + timedelta(days=WEEK))
    days = [monday + timedelta(days=number) for number in range(WEEK)]
    return [(room, [_room_day(day, held[room.pk]) for day in days]) for room in found]


def _room_day(day: date, held: Sequence[Booking]) -> RoomDay:
    return RoomDay(
        day, tuple(each for each in held if walls.local(each.begins).date() <= day <= walls.local(each.ends).date())
    )


@dataclass(frozen=True)
class Free:
    """Free times of a room on one day."""

    room: Room
    spans: tuple[tuple[datetime, datetime], ...]


def free(centre: Unit, day: date) -> list[Free]:
    """Free times of each room between opening and closing."""
    found = rooms(centre)
    opens, closes = midnight(day) + timedelta(hours=OPENS), midnight(day) + timedelta(hours=CLOSES)
    held = booked([room.pk for room in found], opens, closes)
    return [Free(room, _gaps(opens, closes, held[room.pk])) for room in found]


def _gaps(opens: datetime, closes: datetime, held: Sequence[Booking]) -> tuple[tuple[datetime, datetime], ...]:
    gaps, start = [], opens
    for each in held:
        if each.begins - start >= HALF:
            gaps.append((start, each.begins))
        start = max(start, each.ends)
    if closes - start >= HALF:
        gaps.append((start, closes))
    return tuple(gaps)
