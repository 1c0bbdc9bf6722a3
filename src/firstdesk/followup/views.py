"""Result, answer, call back and close on the page of a matter."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import fragment_or_page, lead_to
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.followup import forms, selectors, services
from firstdesk.followup.selectors import listing
from firstdesk.matters.access import for_the_person, seen_matter
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import get_visible

PAGE = 50


@require_GET
@needs()
def panel(request: StaffRequest, number: str) -> HttpResponse:
    """The panel alone."""
    return _panel(request, get_visible(number, request.acting))


@require_POST
@needs(Permission.REPLY)
def finish(request: StaffRequest, number: str) -> HttpResponse:
    """The unit's own work is done."""
    matter = seen_matter(request, number)
    services.finish_own(matter, **cleaned(forms.Finish(request.POST)), by=request.acting.actor, at=clock.now())
    return _moved(request, number)


@require_POST
@needs(Permission.REPLY)
def reply(request: StaffRequest, number: str) -> HttpResponse:
    """The person is told."""
    matter, at = seen_matter(request, number), clock.now()
    given = cleaned(forms.Answer(request.POST))
    sent = for_the_person(request, matter, at)
    services.reply(matter, **given, by=request.acting.actor, at=at, files=sent)
    return _moved(request, number)


@require_POST
@needs(Permission.REPLY)
def note(request: StaffRequest, number: str) -> HttpResponse:
    """Word on the way."""
    matter = seen_matter(request, number)
    services.note_contact(matter, **cleaned(forms.Note(request.POST)), by=request.acting.actor, at=clock.now())
    return _moved(request, number)


@require_POST
@needs(Permission.REPLY)
def call(request: StaffRequest, number: str) -> HttpResponse:
    """How the call back went."""
    matter = seen_matter(request, number)
    made = services.Call(**cleaned(forms.CallBackForm(request.POST)))
    services.call_back(matter, made, by=request.acting.actor, at=clock.now())
    return _moved(request, number)


@require_POST
@needs(Permission.REPLY)
def close(request: StaffRequest, number: str) -> HttpResponse:
    """The matter ends."""
    matter = seen_matter(request, number)
    services.close(matter, **cleaned(forms.Close(request.POST)), by=request.acting.actor, at=clock.now())
    return _moved(request, number)


@require_POST
@needs(Permission.REPLY, Permission.DECIDE)
def contest(request: StaffRequest, number: str) -> HttpResponse:
    """The person is not content."""
    matter = seen_matter(request, number)
    services.reopen(matter, **cleaned(forms.Reason(request.POST)), by=request.acting.actor, at=clock.now())
    return _moved(request, number)


@require_POST
@needs(Permission.REPLY)
def verify(request: StaffRequest, number: str) -> HttpResponse:
    """Somebody else says what is true of it."""
    matter = seen_matter(request, number)
    given = cleaned(forms.Verification(request.POST))
    services.verify(matter, **given, by=request.acting.actor, at=clock.now())
    return _moved(request, number)


@require_safe
@needs(Permission.READ_OWN, Permission.READ_SUBTREE)
def tasks(request: StaffRequest) -> HttpResponse:
    """What is still owed to people after their answers, what is due first on top."""
    at = clock.now()
    kind, which = request.GET.get("kind", ""), request.GET.get("which", "")
    found = listing.chosen(selectors.tasks_for(request.acting), request.acting, kind, which, at)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    chips = listing.chips(request.acting, kind, which, at)
    context = {"at": at, "page": page, "chips": chips, "kind": kind, "which": which}
    return fragment_or_page(request, "followup/tasks.html", "followup/_tasks.html", context)


def _moved(request: StaffRequest, number: str) -> HttpResponse:
    """The matter has changed: its whole page is new, or the other forms on it would still speak of the one before."""
    return lead_to(reverse("workbench:matter", args=[number]), request)


def _panel(request: StaffRequest, matter: Matter) -> HttpResponse:
    shown = selectors.panel(matter, request.acting)
    if shown is None:
        return HttpResponse()
    return render(request, "followup/_panel.html", shown | {"acting": request.acting, "at": clock.now()})
