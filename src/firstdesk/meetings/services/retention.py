"""Names and addresses of guests are erased a year after the minutes were signed."""

from datetime import datetime, timedelta

from django.db import transaction

from firstdesk.ledger.actors import Actor
from firstdesk.meetings.models import Attendance, Invitee, Meeting
from firstdesk.meetings.services.kernel import note

KEPT = timedelta(days=365)
AT_ONCE = 200
CLOCKWORK = Actor.system("clock")


def erase_guests(*, at: datetime) -> int:
    """Erase guests' names and addresses. Runs daily; returns how many lines were erased."""
    over = Meeting.objects.filter(period__endswith__lt=at - KEPT)
    named = over.filter(pk__in=Attendance.objects.exclude(guest="").values("meeting"))
    written_to = over.filter(pk__in=Invitee.objects.exclude(mail="").values("meeting"))
    return sum(_erase(meeting, at) for meeting in (named | written_to).order_by("pk")[:AT_ONCE])


@transaction.atomic
def _erase(meeting: Meeting, at: datetime) -> int:
    guests = Attendance.objects.filter(meeting=meeting).exclude(guest="").update(guest="")
    guests += Invitee.objects.filter(meeting=meeting).exclude(mail="").update(mail="")
    if guests:
        note(meeting, "meeting.guests_erased", {"guests": guests}, by=CLOCKWORK, at=at)
    return guests
