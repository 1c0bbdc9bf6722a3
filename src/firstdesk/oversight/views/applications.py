"""Applications: asked for, decided, taken back; and the list of those that wait."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.matters.access import seen_matter
from firstdesk.oversight import forms, services
from firstdesk.oversight.models import Application
from firstdesk.oversight.selectors import lists, panel
from firstdesk.oversight.views.shared import back

P = Permission
PAGE = 50
WORKS = (P.HANDLE, P.REPLY, P.TRIAGE, P.MEDIATE)


@require_safe
@needs(P.READ_OWN, P.READ_SUBTREE)
def applications(request: StaffRequest) -> HttpResponse:
    """Those I may decide, those my unit asked for, those that were decided."""
    at, which = clock.now(), request.GET.get("which", "mine")
    page = Paginator(lists.applications(request.acting, which, at), PAGE).get_page(request.GET.get("page"))
    context = {
        "at": at,
        "which": which,
        "page": page,
        "lines": [panel.wanted(row, request.acting, at) for row in page.object_list],
        "chips": lists.application_chips(request.acting, which, at),
    }
    return render(request, "oversight/applications.html", context)


@require_POST
@needs(*WORKS)
def apply(request: StaffRequest, number: str) -> HttpResponse:
    """Ask."""
    matter = seen_matter(request, number)
    form = forms.Apply(request.POST, matter_id=matter.pk)
    cleaned(form)
    services.apply(matter, form.wish, by=request.acting.actor, at=clock.now())
    return back(request, number)


@require_POST
@needs(P.DECIDE, P.ASSIGN, P.SUPERVISE)
def decide(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Say yes or no."""
    row, at = _row(request, number, pk), clock.now()
    data = cleaned(forms.Decide(request.POST))
    if data["verdict"] == "approve":
        grant = services.Grant(data["words"], data["person_informed"], tuple(request.POST.getlist("check")))
        services.approve(row, grant=grant, by=request.acting.actor, at=at)
    else:
        services.refuse(row, reason=data["words"], by=request.acting.actor, at=at)
    return back(request, number)


@require_POST
@needs(*WORKS)
def withdraw(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Take it back."""
    services.withdraw(_row(request, number, pk), by=request.acting.actor, at=clock.now())
    return back(request, number)


def _row(request: StaffRequest, number: str, pk: int) -> Application:
    matter = seen_matter(request, number)
    found = Application.objects.select_related("asked_by", "unit", "clock")
    row = get_object_or_404(found, pk=pk, matter=matter)
    row.matter = matter
    return row
