"""Beside a decision: marking a matter urgent, and its checklists."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.matters.access import seen_matter
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import get_visible
from firstdesk.triage import services
from firstdesk.triage.selectors import pages


@require_POST
@needs(Permission.REGISTER, Permission.TRIAGE, Permission.HANDLE, Permission.DECIDE)
def urgent(request: StaffRequest, number: str) -> HttpResponse:
    """It cannot wait: one press. Whatever else happened meanwhile, this still holds, so that no page is too old for it."""
    matter = get_visible(number, request.acting)
    reason = request.POST.get("reason", "")[:200]
    services.mark_urgent(matter, reason=reason, by=request.acting.actor, at=clock.now())
    messages.success(request, _("%(number)s is marked urgent; everybody concerned sees it now.") % {"number": number})
    return _back(matter)


@require_POST
@needs(Permission.REGISTER, Permission.TRIAGE, Permission.HANDLE)
def tick(request: StaffRequest, number: str) -> HttpResponse:
    """What of the checklists is done."""
    matter = seen_matter(request, number)
    services.tick(matter, request.POST.getlist("check"), by=request.acting.actor, at=clock.now())
    messages.success(request, _("The checklist is kept."))
    return _back(matter)


@require_GET
@needs(Permission.REGISTER, Permission.TRIAGE)
def checklist(request: StaffRequest) -> HttpResponse:
    """The checklists for what is being typed, with what is ticked already; nothing is written."""
    typed = {name: request.GET.get(name, "") for name in ("nature", "topic", "urgency")}
    lists = pages.checklists_while_typing(request.acting, typed, request.GET.getlist("check"), clock.now())
    return render(request, "triage/_checklists.html", {"checklists": lists, "form_id": "contact"})


def _back(matter: Matter) -> HttpResponse:
    return SeeOther(reverse("workbench:matter", args=[matter.number]))
