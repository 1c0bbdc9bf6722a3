"""Inspections and visits for lists and pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from firstdesk.checks.models import Inspection, Mark, Visit
from firstdesk.checks.selectors import sheets
from firstdesk.checks.selectors.reach import own_units, today
from firstdesk.checks.states import InspectionState
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.regulations import selectors as regulations

P = Permission
HIDDEN = (InspectionState.PLANNED, InspectionState.CANCELLED)  # of one that comes unannounced
OPEN = (InspectionState.PLANNED, InspectionState.UNDERWAY, InspectionState.HANDED, InspectionState.HEARD)


@dataclass(frozen=True)
class Line:
    """An inspection with its results so far."""

    row: Inspection
    subject: str
    marked: int
    wanting: int
    is_late: bool

    @property
    def target(self) -> str:
        """The unit, place or body inspected."""
        return self.row.place or (self.row.unit.name if self.row.unit else "")


def visible(acting: Acting) -> QuerySet[Inspection]:
    """Inspections by the person's unit and units beneath, and announced ones of their unit."""
    above = Q(by_unit__in=acting.unit_ids)
    for path in acting.subtree_paths:
        above |= Q(by_unit__path__startswith=path)
    if not acting.permissions & {P.INSPECT, P.READ_SUBTREE}:
        above = Q(pk__in=[])
    known = ~Q(mode=Inspection.Mode.UNANNOUNCED, state__in=HIDDEN)
    found = Inspection.objects.filter(above | (own_units(acting) & known))
    return found.select_related("unit", "by_unit", "inspector").order_by("-planned_on", "-pk")


def lines(rows: Sequence[Inspection], at: datetime) -> list[Line]:
    """Each with its counts; one query."""
    wanting = Count("pk", filter=Q(result=Mark.Result.NOT_KEPT))
    found = Mark.objects.filter(inspection__in=rows).values("inspection").annotate(n=Count("pk"), w=wanting).order_by()
    counts = {each["inspection"]: (each["n"], each["w"]) for each in found}
    return [_line(each, *counts.get(each.pk, (0, 0)), at) for each in rows]


def _line(row: Inspection, marked: int, wanting: int, at: datetime) -> Line:
    title = sheets.subject_name(regulations.version(row.rulebook_version), row.subject)
    return Line(row, title, marked, wanting, row.state in OPEN and row.planned_on < today(at))


def mine(acting: Acting, at: datetime) -> list[Line]:
    """Inspections this person fills in or signs, and those their unit may comment on."""
    if not acting.may(P.INSPECT) and not acting.post.is_leader:
        return []
    inspects = Q(inspector=acting.user, by_unit=acting.unit, state__in=OPEN)
    heard = Q(unit=acting.unit, state=InspectionState.HANDED) if acting.post.is_leader else Q(pk__in=[])
    rows = Inspection.objects.filter(inspects | heard).select_related("unit", "by_unit", "inspector")
    return lines(list(rows.order_by("planned_on", "pk")[:30]), at)


def visits(acting: Acting) -> QuerySet[Visit]:
    """Visits to the person's units and those beneath."""
    return Visit.objects.filter(own_units(acting)).select_related("unit", "noted_by").order_by("-happened_on", "-pk")
