"""Owners of resolutions are reminded once before the day, and told once when it is over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from firstdesk.common import clock as walls
from firstdesk.meetings.models import Resolution
from firstdesk.meetings.selectors import people
from firstdesk.meetings.states import OVER, ResolutionState
from firstdesk.notices.services import Message, send

BEFORE = timedelta(days=2)
SOON = gettext_noop("To be done by %(due)s: %(text)s")
LATE = gettext_noop("Was to be done by %(due)s: %(text)s. It comes back at the next meeting.")


def remind(*, at: datetime) -> int:
    """Send reminders. Runs every ten minutes; returns how many were sent."""
    today = walls.local(at).date()
    rows = Resolution.objects.filter(state=ResolutionState.OPEN, meeting__state__in=sorted(OVER))
    late = rows.filter(late_told_at=None, due_on__lt=today)
    soon = rows.filter(reminded_at=None, due_on__gte=today, due_on__lte=today + BEFORE)
    told = [(row, "late_told_at", LATE, "warning") for row in late]
    told += [(row, "reminded_at", SOON, "info") for row in soon]
    return sum(_tell(row, name, text, level, at) for row, name, text, level in told)


@transaction.atomic
def _tell(row: Resolution, name: str, text: str, level: str, at: datetime) -> bool:
    """Tell once: the row stores that it was told."""
    if not Resolution.objects.filter(pk=row.pk, **{name: None}).update(**{name: at}):
        return False
    to = [row.person] if row.person is not None else people.speakers_for([row.unit], at)[row.unit_id]
    values = {"due": row.due_on.isoformat(), "text": row.text[:120]}
    url = f"/meetings/{row.meeting_id}/#resolution-{row.no}"
    send(Message(kind="meeting.resolution", level=level, text=text, values=values, url=url), to=to, at=at)
    return True
