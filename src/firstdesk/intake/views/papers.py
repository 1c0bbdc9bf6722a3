"""Photos and papers of an open contact: kept as they are dropped on the page, before there is a matter."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import services as files
from firstdesk.files import serving
from firstdesk.intake import forms, policies, selectors, services
from firstdesk.intake.models import Contact


@require_POST
@needs(Permission.REGISTER)
def keep(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep files; without JavaScript the text typed so far comes along and is kept too."""
    found, at = selectors.get_contact(pk, request.acting), clock.now()
    uploads = request.FILES.getlist("files")
    if not request.htmx:
        services.save_draft(found, draft=forms.draft_of(request.POST), by=request.acting.actor, at=at)
    if not uploads:
        raise Refusal(_("Choose at least one file."))
    take(request, found, uploads, at)
    return _shown(request, found)


def take(request: StaffRequest, found: Contact, uploads: "Sequence[UploadedFile[bytes]]", at: datetime) -> None:
    """Store what was handed in and keep it with the contact. Raises Refusal with what to do."""
    if uploads:
        policies.check_open(found)
        kept = files.store_all(uploads, by=request.acting.actor, at=at)
        services.keep_papers(found, kept, by=request.acting.actor, at=at)


@require_POST
@needs(Permission.REGISTER)
def drop(request: StaffRequest, pk: int, paper: int) -> HttpResponse:
    """Take one out again."""
    found, at = selectors.get_contact(pk, request.acting), clock.now()
    gone = selectors.get_paper(found, paper)
    if not request.htmx:
        services.save_draft(found, draft=forms.draft_of(request.POST), by=request.acting.actor, at=at)
    services.drop_paper(gone, by=request.acting.actor, at=at)
    return _shown(request, found)


@require_GET
@needs(Permission.REGISTER)
def look(request: StaffRequest, pk: int, paper: int) -> HttpResponseBase:
    """One as it is kept; small where the list asks for it."""
    found = selectors.get_paper(selectors.get_contact(pk, request.acting), paper)
    is_small = "small" in request.GET
    if is_small and not found.file.is_picture:
        raise Http404
    return serving.respond(found.file, small=is_small)


def _shown(request: StaffRequest, found: Contact) -> HttpResponse:
    if not request.htmx:
        return SeeOther(reverse("intake:contact", args=[found.pk]) + "#papers")
    context = {"contact": found, "papers": selectors.papers_of(found)}
    return render(request, "intake/_papers.html", context)
