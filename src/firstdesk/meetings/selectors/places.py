"""Places of meetings and free times of rooms, which meetings and mediation share."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext

from firstdesk.common.clock import midnight
from firstdesk.directory.models import Unit
from firstdesk.mediation.models import Room
from firstdesk.mediation.ports import Hold
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
    begins = midnight(day)
    held = mediation.booked([room.pk for room in found], begins, begins + timedelta(days=1))
    return [(room, [(each.begins, each.ends) for each in held[room.pk]]) for room in found]


def holds(rooms: Collection[int], people: Collection[int], begins: datetime, ends: datetime) -> list[Hold]:
    """Times for which meetings use rooms, chairs and recorders. Passed to mediation through its `ports`."""
    wanted = Q(room__in=rooms) | Q(chair__in=people) | Q(recorder__in=people)
    rows = Meeting.objects.filter(wanted, period__overlap=(begins, ends)).exclude(state=MeetingState.CANCELLED)
    return [
        Hold(
            row.period.lower,
            row.period.upper,
            gettext("Meeting"),
            row.room_id,
            frozenset({row.chair_id, row.recorder_id}),
        )
        for row in rows.order_by("period")
    ]
