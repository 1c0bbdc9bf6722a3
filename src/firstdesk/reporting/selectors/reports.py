"""Who writes which reports, who receives them, what a person may read."""

from django.db.models import Q, QuerySet

from firstdesk.directory import selectors as directory
from firstdesk.directory.models import CentreKind, Unit, UnitKind
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.reporting.kinds import UNIT, ReportKind, report_kinds
from firstdesk.reporting.models import Paper, Report
from firstdesk.reporting.states import ReportState

OUT = (ReportState.SENT, ReportState.CORRECTED)
OWN = "own"


def writes_for(unit: Unit) -> list[ReportKind]:
    """The kinds of report a unit writes."""
    if unit.kind == UnitKind.CENTRE:
        own = (kind for kind in report_kinds().values() if kind.about != UNIT)
        return [kind for kind in own if not kind.centres or unit.centre_kind in kind.centres]
    return [kind for kind in report_kinds().values() if kind.about == UNIT or kind.is_event]


def receiver_of(report: Report) -> Unit | None:
    """The unit that receives a report; None: the unit's own leaders, where nobody is above."""
    unit = report.unit
    if report.template.to == OWN:
        return unit
    if unit.kind == UnitKind.CENTRE:
        return directory.superior_centre(unit)
    if unit.kind in {UnitKind.LINKAGE_UNIT, UnitKind.STATION}:
        return linkage_office(unit) or directory.centre_of(unit)
    return directory.centre_of(unit)


def linkage_office(unit: Unit) -> Unit | None:
    """The nearest linkage centre above a unit."""
    offices = Unit.objects.filter(kind=UnitKind.CENTRE, centre_kind=CentreKind.SERVICE_LINKAGE, is_active=True)
    around = [
        each for each in offices.select_related("parent") if each.parent and unit.path.startswith(each.parent.path)
    ]
    return max(around, key=lambda each: len(each.path), default=None)


def before(report: Report) -> Report | None:
    """The previous report as sent; of a follow-up, the previous part."""
    same = Report.objects.filter(unit_id=report.unit_id, kind=report.kind, state=ReportState.SENT)
    if report.part:
        same = same.filter(year=report.year, serial=report.serial, part__lt=report.part)
        return same.order_by("-part", "-version").first()
    return same.filter(last__lt=report.first).order_by("-last", "-version").first()


def versions(report: Report) -> QuerySet[Report]:
    """All versions of a report; of a situation report, all parts."""
    same = Report.objects.filter(unit_id=report.unit_id, kind=report.kind, year=report.year, serial=report.serial)
    return same.defer("figures", "charts").order_by("part", "version")


def papers(report: Report) -> list[Paper]:
    """The papers of it that left the house."""
    return list(Paper.objects.filter(report=report).order_by("-kind"))


def visible(acting: Acting) -> QuerySet[Report]:
    """Reports of the person's units, those sent to them, and those sent to units beneath that they may read."""
    found = Q(unit__in=acting.unit_ids) | Q(to_unit__in=acting.unit_ids, state__in=OUT)
    if acting.may(Permission.READ_SUBTREE):
        for path in acting.subtree_paths:
            found |= Q(unit__path__startswith=path, state__in=OUT)
    return Report.objects.filter(found)


def listed(acting: Acting) -> QuerySet[Report]:
    """For lists: without the figures."""
    rows = visible(acting).exclude(state=ReportState.CORRECTED).defer("figures", "charts")
    return rows.select_related("unit", "to_unit", "begun_by", "signed_by").order_by("-last", "-pk")


def came(acting: Acting) -> QuerySet[Report]:
    """Reports sent to the person's units, newest first."""
    rows = Report.objects.filter(to_unit__in=acting.unit_ids, state__in=OUT).defer("figures", "charts")
    return rows.select_related("unit", "to_unit", "sent_by", "signed_by").order_by("-sent_at", "-pk")
