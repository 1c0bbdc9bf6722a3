"""The page of one matter, put together from the contexts' panels, and the steps that are the matter's own."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, fragment_or_page, moment_in
from firstdesk.complaints import selectors as complaints
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.dispatch import selectors as dispatch
from firstdesk.dispatch.selectors import helping, scene, serving
from firstdesk.followup import selectors as followup
from firstdesk.intake import selectors as intake
from firstdesk.intake.selectors import related
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import files_panel, get_visible
from firstdesk.oversight.selectors import clocks as oversight_clocks
from firstdesk.oversight.selectors import panel as oversight
from firstdesk.teamwork import selectors as teamwork
from firstdesk.triage.selectors import pages as triage
from firstdesk.workbench import forms, services
from firstdesk.workbench.selectors import page as pages

P = Permission
WORKS = (P.HANDLE, P.TRIAGE, P.REFER, P.REPLY, P.MEDIATE)
Panel = Callable[[Matter, Acting], dict[str, object] | None]
PANELS: tuple[tuple[str, Panel], ...] = (
    ("dispatch/_scene.html", scene.now),
    ("intake/_panel.html", intake.panel),
    ("matters/_files.html", files_panel),
    ("triage/_panel.html", triage.panel),
    ("dispatch/_panel.html", dispatch.panel),
    ("dispatch/_scene.html", scene.panel),
    ("dispatch/_tasks.html", helping.panel),
    ("dispatch/_services.html", serving.panel),
    ("followup/_panel.html", followup.panel),
    ("complaints/_panel.html", lambda matter, acting: complaints.panel(matter, acting, clock.now())),
    ("intake/_related.html", related.panel),
)
BESIDE: tuple[tuple[str, Panel], ...] = (
    ("obligations/_panel.html", oversight_clocks.panel),
    ("teamwork/_panel.html", teamwork.panel),
    ("oversight/_panel.html", lambda matter, acting: oversight.panel(matter, acting, clock.now())),
)


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
    return {
        "matter": found,
        "at": at,
        "page": pages.page(found, acting, at),
        "entries": pages.timeline(found),
        "panels": _panels(request, PANELS, found, at),
        "beside": _panels(request, BESIDE, found, at),
        "end_form": forms.EndForm(),
        "reason_form": forms.ReasonForm(),
    }


def _panels(request: StaffRequest, panels: tuple[tuple[str, Panel], ...], found: Matter, at: datetime) -> list[str]:
    """Each context's partial, filled by its own selector; a context with nothing to say says nothing."""
    around = {"matter": found, "acting": request.acting, "at": at}
    filled = [(template, panel(found, request.acting)) for template, panel in panels]
    return [render_to_string(name, around | context, request) for name, context in filled if context is not None]


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
    return services.Sight(get_visible(number, request.acting), request.acting, request.POST.get("seen", ""))


def _reason(request: StaffRequest) -> str:
    return str(cleaned(forms.ReasonForm(request.POST))["reason"])


def _done(request: StaffRequest, number: str, said: str) -> HttpResponse:
    """The page as a reload would show it: swapped in for htmx, 303 for a browser."""
    messages.success(request, said)
    if not request.htmx:
        return SeeOther(reverse("workbench:matter", args=[number]))
    return render(request, "workbench/_matter.html", _shown(request, get_visible(number, request.acting)))
