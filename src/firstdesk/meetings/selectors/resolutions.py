"""Resolutions: of a meeting, mine, open, settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from firstdesk.common import clock as walls
from firstdesk.directory.scope import Acting
from firstdesk.meetings.models import Meeting, Resolution
from firstdesk.meetings.selectors.lists import visible
from firstdesk.meetings.states import OVER, ResolutionState, Turn

SHOWN = 8


@dataclass(frozen=True)
class Line:
    """A resolution in a list."""

    row: Resolution
    is_late: bool
    returned: int = 0  # on how many later agendas it stood
    turns: Sequence[Turn] = ()  # what the reader may say of it now


def of(meeting: Meeting) -> list[Resolution]:
    """Resolutions of a meeting, in order."""
    rows = Resolution.objects.filter(meeting=meeting).select_related(
        "unit", "person", "item__meeting", "said_by", "meeting"
    )
    return list(rows.order_by("no"))


def _lists(rows: QuerySet[Resolution]) -> QuerySet[Resolution]:
    related = ("unit", "person", "meeting__centre", "said_by")
    return rows.select_related(*related).annotate(returned=Count("returns")).order_by("due_on", "pk")


def open_(acting: Acting) -> QuerySet[Resolution]:
    """Open resolutions of the meetings a person can see."""
    rows = Resolution.objects.filter(meeting__in=visible(acting).values("pk"), meeting__state__in=sorted(OVER))
    return _lists(rows.filter(state=ResolutionState.OPEN))


def settled(acting: Acting) -> QuerySet[Resolution]:
    """Resolutions done or dropped, latest first."""
    rows = Resolution.objects.filter(meeting__in=visible(acting).values("pk")).exclude(state=ResolutionState.OPEN)
    return _lists(rows).order_by("-settled_at", "-pk")


def mine(acting: Acting) -> QuerySet[Resolution]:
    """Open resolutions this person must carry out, by name or as a member or leader of the owning unit."""
    own = Q(person=acting.user) | Q(person=None, unit__in=acting.unit_ids)
    rows = Resolution.objects.filter(own, state=ResolutionState.OPEN, meeting__state__in=sorted(OVER))
    return _lists(rows)


def for_day(acting: Acting, at: datetime) -> list[Line]:
    """This person's resolutions for their day, soonest due first."""
    return lines(list(mine(acting)[:SHOWN]), at)


def lines(rows: Sequence[Resolution], at: datetime) -> list[Line]:
    """Resolutions as list rows."""
    return [Line(row, is_late(row, walls.local(at).date()), getattr(row, "returned", 0)) for row in rows]


def is_late(row: Resolution, today: date) -> bool:
    """Whether it is open past its day."""
    return row.state == ResolutionState.OPEN and row.due_on < today
