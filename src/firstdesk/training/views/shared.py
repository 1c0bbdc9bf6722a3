"""Shared by the pages of training: finding rows, checking that a form is fresh."""

from django.http import Http404

from firstdesk.common.http import key_in
from firstdesk.directory.access import StaffRequest
from firstdesk.ledger.telling import Recorded, check_seen
from firstdesk.training.models import Course, Plan, PlanLine
from firstdesk.training.selectors import courses as found
from firstdesk.training.states import EVENT


def check_fresh(row: Recorded, request: StaffRequest) -> None:
    """Raises Conflict with what was done meanwhile where the form was sent from an older page."""
    check_seen(row, request.POST.get("seen", ""), EVENT)


def course_of(request: StaffRequest, pk: int) -> Course:
    """A course this person may see. Raises Http404."""
    course = found.visible(request.acting).filter(pk=pk).first()
    if course is None:
        raise Http404
    return course


def plan_of(request: StaffRequest, pk: int) -> Plan:
    """A plan of the centre around this person. Raises Http404."""
    plan = Plan.objects.filter(pk=pk, unit=request.acting.centre).select_related("unit").first()
    if plan is None:
        raise Http404
    return plan


def line_of(request: StaffRequest, pk: int) -> PlanLine:
    """A line of such a plan. Raises Http404."""
    line = PlanLine.objects.filter(pk=pk, plan__unit=request.acting.centre).select_related("plan__unit").first()
    if line is None:
        raise Http404
    return line


def year_in(text: str, otherwise: int) -> int:
    """A year of the address, where it is one."""
    year = key_in(text)
    return year if year is not None and 2004 <= year <= 2100 else otherwise
