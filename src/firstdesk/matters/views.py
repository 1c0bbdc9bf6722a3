"""Files of a matter: put with it, looked at, taken away. Whoever may not read the matter finds none of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import services as files
from firstdesk.files import serving
from firstdesk.ledger import services as ledger
from firstdesk.matters import forms, policies, selectors, services
from firstdesk.matters.models import Attachment, Matter
from firstdesk.matters.selectors import get_visible

READS = (Permission.READ_OWN, Permission.READ_SUBTREE)


@require_POST
@needs(*sorted(selectors.ATTACHES))
def attach(request: StaffRequest, number: str) -> HttpResponse:
    """Put files with the matter; the drop zone gets the list, a browser goes back to the page."""
    matter, at = get_visible(number, request.acting), clock.now()
    uploads = request.FILES.getlist("files")
    if not uploads:
        raise Refusal(_("Choose at least one file."))
    policies.check_attach(matter, len(uploads), request.acting.actor)
    kept = files.store_all(uploads, by=request.acting.actor, at=at)
    services.attach(matter, kept, to=services.Belonging(), by=request.acting.actor, at=at)
    return _shown(request, matter, _("Kept."))


@require_GET
@needs(*READS)
def file(request: StaffRequest, number: str, pk: int) -> HttpResponseBase:
    """The file as it is kept; that somebody looked is noted."""
    matter = get_visible(number, request.acting)
    found = selectors.get_attachment(matter, pk)
    request.after_read.append(lambda: _note(request, found))
    return _bytes(found)


@require_GET
@needs(*READS)
def small(request: StaffRequest, number: str, pk: int) -> HttpResponseBase:
    """The small picture of a list."""
    return _bytes(selectors.get_attachment(get_visible(number, request.acting), pk), is_small=True)


@require_POST
@needs(*sorted(selectors.ATTACHES))
def remove(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Take one away, for a reason."""
    matter = get_visible(number, request.acting)
    found = selectors.get_attachment(matter, pk)
    reason = cleaned(forms.TakeAwayForm(request.POST))["reason"]
    services.detach(found, reason=reason, by=request.acting.actor, at=clock.now())
    return _shown(request, matter, _("Taken away."))


def _bytes(found: Attachment, *, is_small: bool = False) -> HttpResponseBase:
    if found.file is None or (is_small and not found.file.is_picture):
        raise Refusal(_("There is nothing to show."))
    return serving.respond(found.file, small=is_small)


def _note(request: StaffRequest, found: Attachment) -> None:
    about = ledger.draft_for(
        found.matter, "personal.read", chain=found.matter.ledger_chain, by=request.acting.actor, at=clock.now()
    )
    ledger.note_reading(about=about, purpose="", fields=[_("file %(pk)s") % {"pk": found.pk}])


def _shown(request: StaffRequest, matter: Matter, said: str) -> HttpResponse:
    if not request.htmx:
        messages.success(request, said)
        return SeeOther(reverse("workbench:matter", args=[matter.number]) + "#panel-files")
    shown = selectors.files_panel(matter, request.acting)
    return render(request, "matters/_files.html", shown | {"acting": request.acting, "at": clock.now()})
