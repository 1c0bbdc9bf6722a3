"""Notes on a matter, and who is there."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, key_in
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import get_visible
from firstdesk.teamwork import forms, selectors, services

P = Permission


@require_GET
@needs(P.READ_OWN, P.READ_SUBTREE)
def panel(request: StaffRequest, number: str) -> HttpResponse:
    """The panel alone."""
    return _panel(request, get_visible(number, request.acting))


@require_POST
@needs(*selectors.WRITES)
def write(request: StaffRequest, number: str) -> HttpResponse:
    """A note; refused, the words typed are still there."""
    matter = get_visible(number, request.acting)
    try:
        services.write_note(matter, _new(request, matter), by=request.acting, at=clock.now())
    except Refusal as refusal:
        return _refused(request, matter, refusal)
    if request.htmx:
        return _panel(request, matter)
    return SeeOther(reverse("workbench:matter", args=[number]) + "#panel-teamwork")


@require_GET
@needs(*selectors.WRITES)
def colleagues(request: StaffRequest, number: str) -> HttpResponse:
    """Whom a note may name."""
    matter = get_visible(number, request.acting)
    people = [user for user in selectors.colleagues(matter, clock.now()) if user != request.user]
    return render(request, "teamwork/_colleagues.html", {"colleagues": people})


@require_POST
@needs(P.READ_OWN, P.READ_SUBTREE)
def here(request: StaffRequest, number: str) -> HttpResponse:
    """I have this page open (or leave it): who else has, and how many notes there are by now."""
    matter, at = get_visible(number, request.acting), clock.now()
    if request.POST.get("leaving"):
        services.leave(matter, by=request.acting)
        return HttpResponse(status=204)
    services.stay(matter, by=request.acting, doing=request.POST.get("doing", ""), at=at)
    shown = key_in(request.POST.get("notes", ""))
    new = 0 if shown is None else selectors.notes_of(matter, request.acting).count() - shown
    context = {"matter": matter, "others": selectors.others_here(matter, request.user, at), "new": max(new, 0)}
    return render(request, "teamwork/_here.html", context)


def _new(request: StaffRequest, matter: Matter) -> services.NewNote:
    given = cleaned(forms.NoteForm(request.POST))
    corrects = None
    if given["corrects"]:
        corrects = get_object_or_404(selectors.notes_of(matter, request.acting), pk=given["corrects"])
    return services.NewNote(given["text"], only_unit=given["only_unit"], corrects=corrects, last=given["last"])


def _refused(request: StaffRequest, matter: Matter, refusal: Refusal) -> HttpResponse:
    """The panel with what was typed for htmx, and as a page of its own for a browser."""
    shown = selectors.panel(matter, request.acting) or {}
    context = shown | {"typed": request.POST.get("text", ""), "note_refusal": refusal} | _around(request)
    page = "teamwork/_panel.html" if request.htmx else "teamwork/notes.html"
    return render(request, page, context, status=refusal.status)


def _panel(request: StaffRequest, matter: Matter) -> HttpResponse:
    shown = selectors.panel(matter, request.acting)
    if shown is None:
        return HttpResponse()
    return render(request, "teamwork/_panel.html", shown | _around(request))


def _around(request: StaffRequest) -> dict[str, object]:
    return {"acting": request.acting, "at": clock.now()}
