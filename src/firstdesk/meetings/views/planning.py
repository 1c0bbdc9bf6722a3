"""A meeting is planned, corrected, moved, called off; its agenda."""

from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit, User
from firstdesk.directory.roles import Permission
from firstdesk.meetings import access, forms, policies, services
from firstdesk.meetings.models import AgendaItem, Meeting
from firstdesk.meetings.selectors import kinds, people, places

P = Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.CONVENE)
def new(request: StaffRequest) -> HttpResponse:
    """A new meeting; whoever comes from what is owed finds its kind and day filled in."""
    centre, at = policies.check_convenes(request.acting.centre, request.acting), clock.now()
    form = _form(request, centre, at, initial=_initial(request, centre, at))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.plan(centre, form.new(), by=request.acting.actor, at=at)
            return SeeOther(reverse("meetings:meeting", args=[made.pk]))
        except Refusal as refusal:
            form.show(refusal)
    return _shown(request, form, centre, at)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*access.READS)
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct the plan before anybody is told."""
    at = clock.now()
    meeting = (access.seen if request.method == "POST" else access.conducted)(request, pk)
    form = _form(request, meeting.centre, at, initial=_standing(meeting))
    form.fields["rule_id"].disabled = True
    del form.fields["also"]
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["also"] = []
        try:
            services.change(meeting, form.new(), by=request.acting.actor, at=at)
            return SeeOther(reverse("meetings:meeting", args=[pk]))
        except Refusal as refusal:
            form.show(refusal)
    return _shown(request, form, meeting.centre, at, meeting)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*access.READS)
def postpone(request: StaffRequest, pk: int) -> HttpResponse:
    """To another time, with the reason."""
    at = clock.now()
    meeting = (access.seen if request.method == "POST" else access.conducted)(request, pk)
    rooms = places.rooms(meeting.centre)
    form = forms.PostponeForm(request.POST or None, rooms=rooms, initial=_standing(meeting))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            services.postpone(meeting, form.where(), reason, by=request.acting.actor, at=at)
            return SeeOther(reverse("meetings:meeting", args=[pk]))
        except Refusal as refusal:
            form.show(refusal)
    return _shown(request, form, meeting.centre, at, meeting)


@require_POST
@needs(*access.READS)
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """It is not held."""
    meeting = access.seen(request, pk)
    given = cleaned(forms.ReasonForm(request.POST))
    services.cancel(meeting, given["reason"], by=request.acting.actor, at=clock.now())
    return lead_to(reverse("meetings:meeting", args=[pk]), request)


@require_POST
@needs(*access.READS)
def assemble(request: StaffRequest, pk: int) -> HttpResponse:
    """The agenda anew, from what is due now."""
    services.assemble(access.seen(request, pk), by=request.acting.actor, at=clock.now())
    return lead_to(reverse("meetings:meeting", args=[pk]), request)


@require_POST
@needs(*access.READS)
def add_point(request: StaffRequest, pk: int) -> HttpResponse:
    """A point by hand."""
    meeting = access.seen(request, pk)
    title = cleaned(forms.PointForm(request.POST))["title"]
    services.add_point(meeting, title, by=request.acting.actor, at=clock.now())
    return lead_to(reverse("meetings:meeting", args=[pk]) + "#agenda", request)


@require_POST
@needs(*access.READS)
def drop_point(request: StaffRequest, pk: int, no: int) -> HttpResponse:
    """Off the agenda again."""
    meeting = access.seen(request, pk)
    item = AgendaItem.objects.filter(meeting=meeting, no=no).first()
    if item is None:
        raise Http404
    item.meeting = meeting
    services.drop_point(item, by=request.acting.actor, at=clock.now())
    return lead_to(reverse("meetings:meeting", args=[pk]) + "#agenda", request)


def _form(request: StaffRequest, centre: Unit, at: datetime, *, initial: dict[str, object]) -> forms.MeetingForm:
    return forms.MeetingForm(
        request.POST if request.method == "POST" else None, kinds=kinds.kinds(centre, at), initial=initial,
        people=people.staff_of(centre, at), rooms=places.rooms(centre),
    )  # fmt: skip


def _initial(request: StaffRequest, centre: Unit, at: datetime) -> dict[str, object]:
    chairs: list[User] = people.heads(centre, at)
    first = clock.local(at).date() + timedelta(days=1)
    return {
        "rule_id": request.GET.get("kind", ""), "day": _day(request.GET.get("day", "")) or first, "begins": time(9, 0),
        "ends": time(10, 30), "chair": chairs[0].pk if chairs else None, "recorder": request.user.pk,
    }  # fmt: skip


def _standing(meeting: Meeting) -> dict[str, object]:
    begins, ends = clock.local(meeting.period.lower), clock.local(meeting.period.upper)
    return {
        "rule_id": meeting.rule_id, "title": meeting.title, "occasion": meeting.occasion, "day": begins.date(),
        "begins": begins.time(), "ends": ends.time(), "room": meeting.room_id, "place": meeting.place,
        "chair": meeting.chair_id, "chair_reason": meeting.chair_reason, "recorder": meeting.recorder_id,
    }  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _shown(
    request: StaffRequest, form: forms.WhereForm, centre: Unit, at: datetime, meeting: Meeting | None = None
) -> HttpResponse:
    """The form with the rooms' day beside it."""
    wanted = _day(str(form["day"].value() or "")) or clock.local(at).date()
    context = {"form": form, "centre": centre, "day": wanted, "rooms": places.taken(centre, wanted), "meeting": meeting}
    return render(request, "meetings/plan.html", context, status=422 if request.method == "POST" else 200)
