"""The rooms of one's centre, and what they are booked for."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.http import lead_to
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory import policies
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.mediation import room_forms
from firstdesk.mediation.models import Room
from firstdesk.mediation.selectors import rooms
from firstdesk.mediation.services import room

P = Permission
WEEK = timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.MEDIATE, P.DECIDE)
def listing(request: StaffRequest) -> HttpResponse:
    """Week by week; whoever decides for the centre adds a room."""
    form = room_forms.RoomForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        policies.require(request.acting, P.DECIDE)
        if form.is_valid():
            try:
                given = form.cleaned_data
                centre, by = _centre(request), request.acting.actor
                room.add_room(centre, given["name"], given["seats"], by=by, at=clock.now())
                return lead_to(reverse("mediation:rooms"), request)
            except Refusal as refusal:
                form.show(refusal)
    status = 422 if request.method == "POST" else 200
    return render(request, "mediation/room/rooms.html", _page(request, form), status=status)


def _page(request: StaffRequest, form: room_forms.RoomForm) -> dict[str, object]:
    centre = _centre(request)
    monday = _monday(request.GET.get("week", ""))
    found = rooms.rooms(centre, with_retired=True)
    return {
        "form": form,
        "centre": centre,
        "rooms": rooms.week(found, monday),
        "days": [monday + timedelta(days=number) for number in range(7)],
        "earlier": monday - WEEK,
        "later": monday + WEEK,
        "decides": request.acting.may(P.DECIDE),
        "today": clock.local(clock.now()).date(),
    }


def _centre(request: StaffRequest) -> Unit:
    if request.acting.centre is None:
        raise NotAllowed(room_forms.NO_CENTRE)
    return request.acting.centre


def _monday(text: str) -> date:
    try:
        day = parse_date(text) or clock.local(clock.now()).date()
    except ValueError:
        day = clock.local(clock.now()).date()
    return day - timedelta(days=day.weekday())


@require_POST
@needs(P.DECIDE)
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Out of use, or back in use."""
    found = Room.objects.filter(pk=pk, centre=_centre(request)).first()
    if found is None:
        raise Http404
    room.change_room(found, is_in_use=request.POST.get("in_use") == "yes", by=request.acting.actor, at=clock.now())
    return lead_to(reverse("mediation:rooms"), request)
