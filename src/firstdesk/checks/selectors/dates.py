"""Inspections on a calendar; unannounced ones only for those who carry them out."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from firstdesk.checks.models import Inspection
from firstdesk.checks.selectors import sheets
from firstdesk.checks.selectors.inspections import visible
from firstdesk.checks.states import InspectionState
from firstdesk.common.appointments import Appointment
from firstdesk.obligations.ports import Span
from firstdesk.regulations import selectors as regulations


def dates(span: Span) -> list[Appointment]:
    """Inspections a person carries out, and those an organisation carries out or was told of."""
    mine = Q(inspector=span.acting.user)
    whose = Q(by_unit__in=span.units) | Q(unit__in=span.units) if span.units else mine
    rows = visible(span.acting).filter(whose, planned_on__gte=span.first, planned_on__lte=span.last)
    return [_entry(row) for row in rows.order_by("planned_on", "pk")]


def _entry(row: Inspection) -> Appointment:
    subject = sheets.subject_name(regulations.version(row.rulebook_version), row.subject)
    changed_at = row.ended_at or row.planned_at
    return Appointment(
        uid=f"inspection-{row.pk}", stamped_at=changed_at, begins=row.planned_on,
        ends=row.planned_on + timedelta(days=1), title=_("Inspection: %(subject)s") % {"subject": subject},
        place=row.place or (row.unit.name if row.unit else ""), url=reverse("checks:inspection", args=[row.pk]),
        edition=int((changed_at - row.planned_at).total_seconds()), is_off=row.state == InspectionState.CANCELLED,
    )  # fmt: skip
