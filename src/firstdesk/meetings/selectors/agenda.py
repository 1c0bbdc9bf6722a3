"""The agenda: standing items, earlier resolutions, what is overdue and due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from firstdesk.checks.selectors import findings as checks
from firstdesk.common import clock as walls
from firstdesk.directory.models import Unit
from firstdesk.meetings.models import AgendaItem, Meeting, Resolution
from firstdesk.meetings.selectors.kinds import rules_of
from firstdesk.meetings.states import OVER, ResolutionState
from firstdesk.obligations.models import Clock
from firstdesk.obligations.selectors import duties
from firstdesk.obligations.selectors.calendar import periods_of

Source = AgendaItem.Source
AHEAD = timedelta(days=31)


@dataclass(frozen=True)
class Point:
    """One agenda item; it has a title only where somebody wrote one."""

    source: str
    code: str
    title: str = ""
    count: int | None = None
    url: str = ""
    resolution_id: int | None = None


def points(meeting: Meeting, at: datetime) -> list[Point]:
    """The items in order. Meetings with residents leave out what the centre owes internally, and include what residents
    were promised."""
    rules = rules_of(meeting)
    found = [*_sensitive(meeting), *_returned(meeting)]
    if not any(rule.is_public for rule in rules):
        found += _due(meeting.centre, at)
    codes: dict[str, Point] = {}
    for rule in rules:
        for point in rule.agenda:
            codes.setdefault(point.id, Point(Source.STANDARD, point.id))
    return [*found, *codes.values()]


def open_before(meeting: Meeting) -> list[Resolution]:
    """Open resolutions of earlier meetings of this kind at this centre."""
    rows = Resolution.objects.filter(
        meeting__centre=meeting.centre, meeting__kind=meeting.kind, meeting__state__in=sorted(OVER),
        state=ResolutionState.OPEN,
    )  # fmt: skip
    earlier = rows.exclude(meeting=meeting).filter(meeting__period__startswith__lt=meeting.period.lower)
    return list(earlier.select_related("meeting", "unit", "person").order_by("due_on", "pk"))


def _returned(meeting: Meeting) -> list[Point]:
    return [
        Point(
            Source.RESOLUTION, f"resolution:{row.pk}", row.text[:200], url=f"/meetings/{row.meeting_id}/",
            resolution_id=row.pk,
        )
        for row in open_before(meeting)
    ]  # fmt: skip


def _sensitive(meeting: Meeting) -> list[Point]:
    """The sensitive period in which the meeting takes place."""
    day = walls.local(meeting.period.lower).date()
    return [
        Point(Source.PERIOD, f"period:{each.pk}", each.title)
        for each in periods_of(meeting.centre)
        if each.ended_at is None and each.first <= day <= each.last
    ]


def _due(centre: Unit, at: datetime) -> list[Point]:
    """Counts of what is due, each with its list; none where nothing is owed."""
    late = Clock.objects.filter(centre=centre).late(at).count()
    warned = Clock.objects.filter(centre=centre).warned(at).count()
    overdue = duties.overdue(centre, at).count()
    ahead = duties.open_duties(centre, at + AHEAD).filter(due_at__gte=at).count()
    findings = len(checks.open_for(centre, at))
    found = [
        Point(Source.DUTIES, "overdue", count=overdue, url="/due/duties/"),
        Point(Source.DUTIES, "ahead", count=ahead, url="/due/duties/"),
        Point(Source.CLOCKS, "late", count=late, url="/due/?which=late"),
        Point(Source.CLOCKS, "warned", count=warned, url="/due/?which=warned"),
        Point(Source.FINDINGS, "findings", count=findings, url=reverse("checks:findings")),
    ]
    return [each for each in found if each.count]


def items(meeting: Meeting) -> list[AgendaItem]:
    """The items of a meeting, in order."""
    related = (
        "meeting",
        "resolution__unit",
        "resolution__person",
        "resolution__meeting__centre",
        "resolution__said_by",
        "written_by",
    )
    return list(AgendaItem.objects.filter(meeting=meeting).select_related(*related).order_by("no"))
