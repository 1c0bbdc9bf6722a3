"""The page of one matter, put together from the contexts' panels, and the steps that are the matter's own."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstdesk.common import clock, reading
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, fragment_or_page, moment_in
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.matters.access import seen_matter
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import get_visible, is_with_a_unit
from firstdesk.workbench import forms, services
from firstdesk.workbench.selectors import page as pages
from firstdesk.workbench.views import panels

P = Permission
WORKS = (P.HANDLE, P.TRIAGE, P.REFER, P.REPLY, P.MEDIATE)


@require_GET
@needs(P.READ_OWN, P.READ_SUBTREE)
def matter(request: StaffRequest, number: str) -> HttpResponse:
    """Everything about one matter, and the one obvious next step."""
    found = get_visible(number, request.acting)
    return fragment_or_page(request, "workbench/matter.html", "workbench/_matter.html", _shown(request, found))


@require_GET
@needs(P.READ_OWN, P.READ_SUBTREE)
def changed(request: StaffRequest, number: str) -> HttpResponse:
    """What others did since the page was made; nothing while it is still true."""
    found = get_visible(number, request.acting)
    asked = request.GET.get("seen", "")
    seen = moment_in(asked)
    if asked and seen is None:
        raise Http404
    if seen is None or found.changed_at == seen:
        return HttpResponse(status=204)
    entries = pages.changed_since(found, seen)
    return render(request, "workbench/_changed.html", {"matter": found, "entries": entries})


def _shown(request: StaffRequest, found: Matter) -> dict[str, object]:
    at, acting = clock.now(), request.acting
    reading.begin(found)
    return {
        "matter": found,
        "at": at,
        "page": pages.page(found, acting, at),
        "entries": pages.timeline(found),
        "panels": panels.shown(request, found, at),
        "end_form": forms.EndForm(directly=not is_with_a_unit(found)),
        "reason_form": forms.ReasonForm(),
    }


@require_POST
@needs(*WORKS)
def take(request: StaffRequest, number: str) -> HttpResponse:
    """Take it from the queue."""
    services.take(_sight(request, number), at=clock.now())
    return _done(request, number, _("It is yours now."))


@require_POST
@needs(P.ASSIGN)
def assign(request: StaffRequest, number: str) -> HttpResponse:
    """Give it to somebody of the unit."""
    sight, at = _sight(request, number), clock.now()
    people = pages.page(sight.matter, request.acting, at).people
    given = cleaned(forms.AssignForm(request.POST, people=people))
    services.assign(sight, given["to"], reason=given["reason"], at=at)
    return _done(request, number, _("Given to %(person)s.") % {"person": given["to"]})


@require_POST
@needs(P.HANDLE, P.REPLY)
def resume(request: StaffRequest, number: str) -> HttpResponse:
    """Go on."""
    services.resume(_sight(request, number), reason=_reason(request), at=clock.now())
    return _done(request, number, _("Work goes on."))


@require_POST
@needs(P.TRIAGE, P.DECIDE)
def end(request: StaffRequest, number: str) -> HttpResponse:
    """End it as duplicate, withdrawn or invalid."""
    sight = _sight(request, number)
    services.end(sight, cleaned(forms.EndForm(request.POST)), at=clock.now())
    return _done(request, number, _("Ended. Nothing is deleted; it can be reopened."))


def _sight(request: StaffRequest, number: str) -> services.Sight:
    return services.Sight(seen_matter(request, number), request.acting, request.POST.get("seen", ""))


def _reason(request: StaffRequest) -> str:
    return str(cleaned(forms.ReasonForm(request.POST))["reason"])


def _done(request: StaffRequest, number: str, said: str) -> HttpResponse:
    """The page as a reload would show it: swapped in for htmx, 303 for a browser."""
    messages.success(request, said)
    if not request.htmx:
        return SeeOther(reverse("workbench:matter", args=[number]))
    return render(request, "workbench/_matter.html", _shown(request, get_visible(number, request.acting)))
