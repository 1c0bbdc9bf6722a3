"""Meetings as iCalendar appointments (.ics), and on a person's calendar."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from firstdesk.common.appointments import Appointment, book
from firstdesk.common.clock import midnight
from firstdesk.meetings.models import Invitee, Meeting
from firstdesk.meetings.selectors import lists, people, titles
from firstdesk.meetings.selectors.places import place_of
from firstdesk.meetings.states import MeetingState
from firstdesk.obligations.ports import Span


def appointment(meeting: Meeting, at: datetime, *, is_off: bool = False) -> bytes:
    """Time, place and title. The UID stays the same when the meeting is moved or cancelled; `is_off` removes it from
    the calendar of somebody no longer invited."""
    return book("meetings", [_entry(meeting, titles.filed(meeting), at, is_off=is_off)])


def dates(span: Span) -> list[Appointment]:
    """Meetings of a calendar: those a person leads, records or is invited to; those a unit holds or is invited to."""
    asked = Invitee.objects.filter(meeting=OuterRef("pk"))
    if span.units:
        whose = Q(centre__in=span.units) | Q(Exists(asked.filter(unit__in=span.units)))
    else:
        invited = Q(person=span.acting.user) | Q(unit__in=_spoken_for(span))
        whose = Q(chair=span.acting.user) | Q(recorder=span.acting.user) | Q(Exists(asked.filter(invited)))
    first, last = midnight(span.first), midnight(span.last + timedelta(days=1))
    rows = lists.visible(span.acting).filter(whose, period__overlap=(first, last)).order_by("period", "pk")
    page = "meetings:meeting"
    return [
        replace(_entry(row, titles.of_meeting(row), row.changed_at), url=reverse(page, args=[row.pk])) for row in rows
    ]


def _spoken_for(span: Span) -> list[int]:
    """Ids of the units this person attends for."""
    units = {post.unit for post in span.acting.posts}
    speakers = people.speakers_for(list(units), midnight(span.first))
    return [pk for pk, users in speakers.items() if span.acting.user in users]


def _entry(meeting: Meeting, title: str, stamped_at: datetime, *, is_off: bool = False) -> Appointment:
    return Appointment(
        uid=f"meeting-{meeting.pk}", stamped_at=stamped_at, begins=meeting.period.lower, ends=meeting.period.upper,
        title=title, place=place_of(meeting), edition=meeting.edition,
        is_off=is_off or meeting.state == MeetingState.CANCELLED, is_private=False,
    )  # fmt: skip
