"""Who is asked, who cannot come, who came."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import key_in, lead_to
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import User
from firstdesk.meetings import access, forms, policies, services
from firstdesk.meetings.models import Attendance, Invitee, Meeting
from firstdesk.meetings.selectors import people
from firstdesk.meetings.views.assembling import to_tick


@require_POST
@needs(*access.READS)
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """A person, a unit, or an organisation outside."""
    meeting, by, at = access.seen(request, pk), request.acting.actor, clock.now()
    person, unit = key_in(request.POST.get("person", "")), key_in(request.POST.get("unit", ""))
    if person is not None:
        services.ask_person(meeting, _one(people.people_to_ask(meeting, at), person), by=by, at=at)
    elif unit is not None:
        found = {each.pk: each for each in people.units_to_ask(meeting)}
        if unit not in found:
            raise at_field("unit", _("Choose one of the list."))
        services.ask_unit(meeting, found[unit], by=by, at=at)
    else:
        services.ask_guest(meeting, _guest(request), by=by, at=at)
    return _back(request, pk)


def _guest(request: StaffRequest) -> services.Guest:
    form = forms.GuestForm(request.POST)
    cleaned(form)
    return form.guest()


def _one(rows: QuerySet[User], pk: int) -> User:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise at_field("person", _("Choose one of the list."))
    return found


@require_POST
@needs(*access.READS)
def unask(request: StaffRequest, pk: int, row: int) -> HttpResponse:
    """Taken back."""
    meeting = access.seen(request, pk)
    services.unask(_invitee(meeting, row), by=request.acting.actor, at=clock.now())
    return _back(request, pk)


@require_POST
@needs(*access.READS)
def excuse(request: StaffRequest, pk: int, row: int) -> HttpResponse:
    """Somebody says that they cannot come; or the recorder notes it for them."""
    meeting = access.read_meeting(request.acting, pk)
    policies.check_seen(meeting.edition, request.POST.get("seen", ""))
    invitee = _invitee(meeting, row)
    own = invitee.person_id == request.user.pk or invitee.unit_id in request.acting.unit_ids
    if not own and not policies.conducts(meeting, request.acting):
        raise NotAllowed(_("Who is asked says so, or the recorder notes it."))
    services.excuse(invitee, request.POST.get("excuse", ""), by=request.acting.actor, at=clock.now())
    return _back(request, pk)


def _invitee(meeting: Meeting, row: int) -> Invitee:
    found = Invitee.objects.filter(meeting=meeting, pk=row).select_related("person", "unit").first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


@require_POST
@needs(*access.READS)
def attend(request: StaffRequest, pk: int) -> HttpResponse:
    """By the list: those ticked, or an organisation outside."""
    meeting, by, at = access.conducted(request, pk), request.acting.actor, clock.now()
    if "organisation" in request.POST:
        given = cleaned(forms.ListForm(request.POST))
        services.sign_guest_in(meeting, "", given["organisation"], way=Attendance.Way.LIST, by=by, at=at)
        return _back(request, pk)
    expected = {str(person): (person, unit) for person, unit, _name in to_tick(meeting, at)}
    ticked = [expected[key] for key in request.POST.getlist("person") if key in expected]
    if not ticked:
        raise at_field("person", _("Tick who is there."))
    services.sign_in_listed(meeting, ticked, by=by, at=at)
    return _back(request, pk)


@require_POST
@needs(*access.READS)
def strike(request: StaffRequest, pk: int, row: int) -> HttpResponse:
    """A wrong line of the attendance."""
    meeting = access.conducted(request, pk)
    found = Attendance.objects.filter(meeting=meeting, pk=row).first()
    if found is None:
        raise Http404
    found.meeting = meeting
    services.strike(found, by=request.acting.actor, at=clock.now())
    return _back(request, pk)


@require_POST
@needs(*access.READS)
def count(request: StaffRequest, pk: int) -> HttpResponse:
    """How many residents came."""
    meeting = access.seen(request, pk)
    given = cleaned(forms.CountForm(request.POST))
    services.count_residents(meeting, given["residents"], by=request.acting.actor, at=clock.now())
    return _back(request, pk)


def _back(request: StaffRequest, pk: int) -> HttpResponse:
    return lead_to(reverse("meetings:meeting", args=[pk]) + "#people", request)
