"""The screen with the code, and the page it leads to: by account, or by name and organisation as a guest."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from firstdesk.common import clock
from firstdesk.common.http import fragment_or_page
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.scope import Acting
from firstdesk.ledger.actors import Actor
from firstdesk.meetings import access, doors, forms, services
from firstdesk.meetings.models import Attendance, Meeting
from firstdesk.meetings.selectors import people, pictures

GUEST = Actor.system("guest")


@require_safe
@needs(*access.READS)
def screen(request: StaffRequest, pk: int) -> HttpResponse:
    """For the wall of the room: the code, new every half minute, and how many are there."""
    meeting, at = access.conducted(request, pk), clock.now()
    code = doors.shown(meeting, at) if doors.is_open(meeting, at) else ""
    address = request.build_absolute_uri(reverse("meetings:door", args=[code])) if code else ""
    context = {
        "meeting": meeting, "code": pictures.qr(address) if code else "", "address": address, "at": at,
        "present": len(people.attendances(meeting)) + meeting.residents, "seconds": int(doors.EACH.total_seconds()),
    }  # fmt: skip
    response = fragment_or_page(request, "meetings/screen.html", "meetings/_screen.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever scanned the code in time signs in; each once."""
    at = clock.now()
    meeting = _meeting(code, at)
    acting: Acting | None = getattr(request, "acting", None)
    form = forms.DoorForm(request.POST if request.method == "POST" and acting is None else None)
    if request.method == "POST":
        try:
            if _sign(request, meeting, form, acting):
                return _page(request, meeting, {"done": True})
        except Refusal as refusal:
            form.show(refusal)
    context = {"form": form, "acting": acting, "code": doors.held(meeting.pk, at)}
    return _page(request, meeting, context, 422 if request.method == "POST" else 200)


def _meeting(code: str, at: datetime) -> Meeting:
    pk = doors.meeting_of(code, at)
    rows = Meeting.objects.select_related("centre", "room", "chair", "recorder")
    meeting = rows.filter(pk=pk).first() if pk else None
    if meeting is None:
        raise NotAllowed(forms.CODE_IS_OVER)
    if not doors.is_open(meeting, at):
        raise NotAllowed(_("Nobody signs in now: the meeting has ended, or begins later."))
    return meeting


def _sign(request: HttpRequest, meeting: Meeting, form: forms.DoorForm, acting: Acting | None) -> bool:
    at, way = clock.now(), Attendance.Way.CODE
    if acting is not None:
        services.sign_in(meeting, acting.user, acting.unit, way=way, by=acting.actor, at=at)
        return True
    if not form.is_valid():
        return False
    given = form.cleaned_data
    services.sign_guest_in(meeting, given["name"], given["organisation"], way=way, by=GUEST, at=at)
    return True


def _page(request: HttpRequest, meeting: Meeting, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    response = render(request, "meetings/door.html", {"meeting": meeting, **context}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
