"""The page of one meeting, and its steps: announced, begun, ended, signed."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.files import serving
from firstdesk.meetings import access, calendar, forms, services
from firstdesk.meetings.models import Paper
from firstdesk.meetings.views.assembling import shown


@require_safe
@needs(*access.READS)
def page(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything about it."""
    return render(
        request, "meetings/meeting.html", shown(access.read_meeting(request.acting, pk), request, clock.now())
    )


@require_safe
@needs(*access.READS)
def ics(request: StaffRequest, pk: int) -> HttpResponse:
    """For one's own calendar."""
    meeting = access.read_meeting(request.acting, pk)
    headers = {"Content-Disposition": content_disposition_header(True, f"meeting-{pk}.ics") or "attachment"}
    return HttpResponse(calendar.appointment(meeting, clock.now()), content_type="text/calendar", headers=headers)


@require_safe
@needs(*access.READS)
def paper(request: StaffRequest, pk: int, code: str) -> HttpResponseBase:
    """The record or the summary, as it was signed."""
    meeting = access.read_meeting(request.acting, pk)
    found = Paper.objects.filter(meeting=meeting, kind=code).select_related("file").first()
    if found is None:
        raise Http404
    return serving.respond(found.file)


@require_POST
@needs(*access.READS)
def call(request: StaffRequest, pk: int) -> HttpResponse:
    """Announce it."""
    services.call(access.seen(request, pk), by=request.acting.actor, at=clock.now())
    return _back(request, pk)


@require_POST
@needs(*access.READS)
def begin(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin."""
    services.begin(access.seen(request, pk), by=request.acting.actor, at=clock.now())
    return _back(request, pk)


@require_POST
@needs(*access.READS)
def unbegin(request: StaffRequest, pk: int) -> HttpResponse:
    """Not begun after all: it was begun by mistake."""
    services.unbegin(access.seen(request, pk), by=request.acting.actor, at=clock.now())
    return _back(request, pk)


@require_POST
@needs(*access.READS)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """End."""
    services.end(access.seen(request, pk), by=request.acting.actor, at=clock.now())
    return _back(request, pk)


@require_POST
@needs(*access.READS)
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """It goes on: it was ended by mistake."""
    meeting = access.seen(request, pk)
    reason = cleaned(forms.ReopenForm(request.POST))["reason"]
    services.reopen(meeting, reason, by=request.acting.actor, at=clock.now())
    return _back(request, pk)


@require_POST
@needs(*access.READS)
def sign(request: StaffRequest, pk: int) -> HttpResponse:
    """The chair signs."""
    meeting = access.seen(request, pk)
    services.sign(meeting, base=request.build_absolute_uri("/"), by=request.acting.actor, at=clock.now())
    return _back(request, pk)


def _back(request: StaffRequest, pk: int) -> HttpResponse:
    return lead_to(reverse("meetings:meeting", args=[pk]), request)
