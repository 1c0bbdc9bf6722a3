"""Reports taken while the centre could not be reached: a blank page beforehand, the report when the connection is back."""

from contextlib import suppress
from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.intake import forms, services
from firstdesk.intake.models import Contact
from firstdesk.intake.services import Taken
from firstdesk.intake.states import ContactState
from firstdesk.intake.views import papers, sheet
from firstdesk.intake.views.shared import centre_of
from firstdesk.matters.models import Channel


@require_GET
@needs(Permission.REGISTER)
def alive(request: StaffRequest) -> HttpResponse:
    """Whether we are reached and still know who asks; with the token the next form needs."""
    response = HttpResponse(status=204)
    response.headers["X-CSRFToken"] = get_token(request)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REGISTER)
def late(request: StaffRequest) -> HttpResponse:
    """GET is a blank page to be typed on without a connection; POST takes what was typed, once per key."""
    centre, at = centre_of(request), clock.now()
    if request.method != "POST":
        blank = Contact(centre=centre, channel=Channel.PHONE, operator=request.user, rang_at=at, answered_at=at)
        context = sheet.shown(request, blank, sheet.form_of(request, blank, at), at)
        return render(request, "intake/late.html", context | {"key": uuid4(), "channels": Channel.choices})
    given = cleaned(forms.LateForm(request.POST))
    taken = Taken(key=given["client_key"], channel=given["channel"], began_at=given["began_at"] or at)
    found = services.contact_of_key(taken, centre=centre, by=request.acting.actor, at=at)
    return sheet.already(request, found) or _take(request, found, forms.bounded(given["kept_at"], found.rang_at, at))


def _take(request: StaffRequest, found: Contact, hung_up_at: datetime) -> HttpResponse:
    """Register what was typed; where something is missing it waits, kept, as an open contact."""
    at = clock.now()
    form, kept = sheet.form_of(request, found, at), False
    with suppress(Refusal):  # a file that is not taken is said when it is sent again to the open contact
        papers.take(request, found, request.FILES.getlist("files"), at)
        kept = True
    if kept and found.state == ContactState.OPEN and form.is_valid():
        with suppress(Refusal):  # said on the page of the contact, where it can be put right
            sheet.register(request, form, at, hung_up_at)
        found.refresh_from_db()
    sheet.keep(request, found, at)
    if found.state == ContactState.OPEN:
        messages.warning(request, _("What was taken without a connection is kept here; something is missing yet."))
    return sheet.already(request, found) or SeeOther(sheet.page_of(found))
