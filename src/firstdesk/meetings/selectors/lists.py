"""Meetings a person can see, and meetings a duty requires that nobody has planned."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from firstdesk.common import clock as walls
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.meetings.models import Attendance, Invitee, Meeting, Resolution
from firstdesk.meetings.selectors.kinds import kinds
from firstdesk.meetings.states import COMING, MeetingState
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.selectors import duties
from firstdesk.rulebook.meetings import MeetingRule

AHEAD = timedelta(days=35)


def visible(acting: Acting) -> QuerySet[Meeting]:
    """Meetings of the person's centres, those they or their units were invited to, and those that gave them a
    resolution. System administrators and auditors see none."""
    own = Q(chair=acting.user) | Q(recorder=acting.user)
    asked = Invitee.objects.filter(Q(person=acting.user) | Q(unit__in=acting.unit_ids), meeting=OuterRef("pk"))
    came = Attendance.objects.filter(meeting=OuterRef("pk"), person=acting.user)
    owed = Resolution.objects.filter(meeting=OuterRef("pk"), unit__in=acting.unit_ids)
    around = own | Q(Exists(asked)) | Q(Exists(came)) | Q(Exists(owed))
    if acting.may(Permission.READ_OWN):
        around |= Q(centre__in=acting.unit_ids)
    for path in acting.subtree_paths:
        around |= Q(centre__path__startswith=path)
    return Meeting.objects.filter(around).select_related("centre", "room", "chair", "recorder")


def coming(acting: Acting) -> QuerySet[Meeting]:
    """Meetings to come, the next first."""
    return visible(acting).filter(state__in=sorted(COMING)).order_by("period", "pk")


def held(acting: Acting) -> QuerySet[Meeting]:
    """Past and cancelled meetings, the latest first."""
    rows = visible(acting).exclude(state__in=sorted(COMING)).annotate(
        present=Count("attendances", distinct=True) + F("residents"), resolved=Count("resolutions", distinct=True),
        open=Count("resolutions", filter=Q(resolutions__state="open"), distinct=True),
    )  # fmt: skip
    return rows.order_by("-period", "-pk")


@dataclass(frozen=True)
class Owed:
    """A kind of meeting a duty requires that nobody has planned."""

    rule: MeetingRule
    occurrence: Occurrence


def owed(centre: Unit, at: datetime) -> list[Owed]:
    """Kinds of meeting required by a present or coming duty that nobody has planned."""
    known = {name: rule for rule in kinds(centre, at) for name in rule.evidence}
    planned = Meeting.objects.filter(centre=centre).exclude(state=MeetingState.CANCELLED)
    found: dict[str, Owed] = {}
    today = walls.local(at).date()
    for occurrence in duties.open_duties(centre, at + AHEAD):
        rule = next((known[name] for name in duties.duty_of(occurrence).evidence if name in known), None)
        is_over = occurrence.period_end < today  # a meeting held now is none of that time
        if rule is None or is_over or occurrence.unit_id != centre.pk or rule.id in found:
            continue
        days = (occurrence.period_start, occurrence.period_end)
        if not planned.filter(kind=rule.kind, period__startswith__date__range=days).exists():
            found[rule.id] = Owed(rule, occurrence)
    return list(found.values())
