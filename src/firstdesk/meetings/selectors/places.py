"""Where a meeting is, and when rooms are free: meetings and mediation share them."""

from datetime import date, datetime, timedelta

from firstdesk.directory.models import Unit
from firstdesk.mediation.models import Room
from firstdesk.mediation.selectors import rooms as mediation
from firstdesk.meetings.models import Meeting
from firstdesk.meetings.states import MeetingState

Span = tuple[datetime, datetime]


def place_of(meeting: Meeting) -> str:
    """The centre's room, or the place as written."""
    if meeting.room is None:
        return meeting.place
    return f"{meeting.centre.name} {meeting.room.name}" + (f" ({meeting.place})" if meeting.place else "")


def rooms(centre: Unit) -> list[Room]:
    """The rooms of a centre in use."""
    return mediation.rooms(centre)


def taken(centre: Unit, day: date) -> list[tuple[Room, list[Span]]]:
    """Each room with the times it is taken on a day, by whomever."""
    found = rooms(centre)
    begins = mediation.midnight(day)
    ends = begins + timedelta(days=1)
    keys = [room.pk for room in found]
    spans: dict[int, list[Span]] = {pk: [] for pk in keys}
    for session in mediation.taken(keys, begins, ends):
        spans[session.room_id or 0].append((session.period.lower, session.period.upper))
    meetings = Meeting.objects.filter(room__in=keys, period__overlap=(begins, ends))
    for meeting in meetings.exclude(state=MeetingState.CANCELLED):
        spans[meeting.room_id or 0].append((meeting.period.lower, meeting.period.upper))
    return [(room, sorted(spans[room.pk])) for room in found]
