"""Referrals on the page of a matter, and the list of those sent and received."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.refusals import Conflict, NotAllowed
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.directory.selectors import members_of
from firstdesk.dispatch import forms, selectors, services
from firstdesk.dispatch.models import Appointment, Referral
from firstdesk.dispatch.states import OWNER
from firstdesk.dispatch.views.shared import moved, reason_in
from firstdesk.files import services as files
from firstdesk.matters.access import seen_matter
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import get_visible

PAGE = 50


@require_GET
@needs(Permission.HANDLE, Permission.REFER, Permission.READ_SUBTREE)
def referrals(request: StaffRequest) -> HttpResponse:
    """What other units asked of us, and what we asked of them; what waits for us first."""
    tab = "sent" if request.GET.get("tab") == "sent" else "received"
    if "tab" not in request.GET and not request.acting.may(Permission.HANDLE):
        tab = "sent"
    found = selectors.sent(request.acting) if tab == "sent" else selectors.received(request.acting)
    waiting = [state for state, owner in OWNER.items() if owner == ("sender" if tab == "sent" else "receiver")]
    turn = found.filter(matter__in=Matter.objects.awaiting(request.acting))
    waits = turn.filter(state__in=["answered"] if tab == "sent" else waiting).count()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = selectors.with_clocks(page.object_list)
    shown = {"tab": tab, "page": page, "lines": lines, "waits": waits, "at": clock.now()}
    return render(request, "dispatch/referrals.html", shown)


@require_GET
@needs()
def panel(request: StaffRequest, number: str) -> HttpResponse:
    """The panel alone."""
    return _panel(request, get_visible(number, request.acting))


@require_POST
@needs(Permission.HANDLE)
def accept(request: StaffRequest, number: str) -> HttpResponse:
    """The unit takes it."""
    referral, at = _live(request, number), clock.now()
    data = cleaned(forms.Accept(request.POST, people=members_of(referral.to_unit, at)))
    services.accept(referral, handler=data["handler"], by=request.acting.actor, at=at)
    return moved(request, number, _("Accepted. Your unit answers for it now."))


@require_POST
@needs(Permission.HANDLE)
def opened(request: StaffRequest, number: str) -> HttpResponse:
    """Somebody of the unit that was asked has the page before them; the page says so by itself."""
    referral = selectors.open_referral(get_visible(number, request.acting))
    if referral is not None and selectors.acts_for_receiver(request.acting, referral):
        services.note_opened(referral, by=request.acting.actor, at=clock.now())
    return HttpResponse(status=204)


@require_POST
@needs(Permission.HANDLE)
def object_(request: StaffRequest, number: str) -> HttpResponse:
    """The unit says why not."""
    referral = _live(request, number)
    services.object_(referral, reason=reason_in(request), by=request.acting.actor, at=clock.now())
    return moved(request, number, _("Sent back with your reason."))


@require_POST
@needs(Permission.ASSIGN)
def assign(request: StaffRequest, number: str) -> HttpResponse:
    """The unit gives it to a person."""
    referral, at = _live(request, number), clock.now()
    data = cleaned(forms.Assign(request.POST, people=members_of(referral.to_unit, at)))
    services.assign(referral, handler=data["handler"], by=request.acting.actor, at=at)
    return moved(request, number, _("Given to %(person)s.") % {"person": data["handler"]})


@require_POST
@needs(Permission.HANDLE)
def answer(request: StaffRequest, number: str) -> HttpResponse:
    """The unit returns the result."""
    referral, by, at = _live(request, number), request.acting.actor, clock.now()
    data = cleaned(forms.Answer(request.POST))
    services.attach_proof(referral, files.store_all(request.FILES.getlist("files"), by=by, at=at), by=by, at=at)
    told = {"result_code": data["result_code"], "text": data["text"], "unfinished_reason": data["unfinished_reason"]}
    services.answer(referral, by=by, at=at, **told)
    return moved(request, number, _("The result is returned; the sender confirms it."))


@require_POST
@needs(Permission.REFER)
def withdraw(request: StaffRequest, number: str) -> HttpResponse:
    """The sender takes it back."""
    services.withdraw(_live(request, number), reason=reason_in(request), by=request.acting.actor, at=clock.now())
    return moved(request, number, _("Taken back; it is yours again."))


@require_POST
@needs(Permission.REFER)
def confirm(request: StaffRequest, number: str) -> HttpResponse:
    """The sender takes the result."""
    services.confirm(_live(request, number), by=request.acting.actor, at=clock.now())
    return moved(request, number, _("Confirmed. Now the person is answered."))


@require_POST
@needs(Permission.REFER)
def return_(request: StaffRequest, number: str) -> HttpResponse:
    """The sender wants more."""
    services.return_(_live(request, number), reason=reason_in(request), by=request.acting.actor, at=clock.now())
    return moved(request, number, _("Returned to the unit with what is missing."))


@require_POST
@needs(Permission.REFER, Permission.HANDLE)
def scene(request: StaffRequest, number: str) -> HttpResponse:
    """The police leave, the unit carries on."""
    matter = seen_matter(request, number)
    record = services.Scene(**cleaned(forms.Scene(request.POST)))
    if request.acting.unit.pk != matter.responsible_unit_id:
        _check_arranges(request, matter)
    services.hand_over_on_scene(matter, record, by=request.acting.actor, at=clock.now())
    return moved(request, number)


@require_POST
@needs(Permission.REFER)
def meeting(request: StaffRequest, number: str) -> HttpResponse:
    """A time with departments."""
    matter = seen_matter(request, number)
    agreed = services.Meeting(**cleaned(forms.Meeting(request.POST)))
    _check_arranges(request, matter)
    services.make_appointment(matter, agreed, by=request.acting.actor, at=clock.now())
    return moved(request, number)


@require_POST
@needs(Permission.REFER)
def measures(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """What they propose."""
    matter = seen_matter(request, number)
    appointment = get_object_or_404(Appointment, pk=pk, matter=matter)
    appointment.matter = matter
    text = cleaned(forms.Measures(request.POST))["measures"]
    _check_arranges(request, matter)
    services.record_measures(appointment, measures=text, by=request.acting.actor, at=clock.now())
    return moved(request, number)


def _check_arranges(request: StaffRequest, matter: Matter) -> None:
    """Whoever was asked once may still read the matter; that is no reason to let others read it or write about it."""
    if matter.is_open and not selectors.may_arrange(matter, request.acting):
        raise NotAllowed(_("Only “%(centre)s” arranges this for its matters.") % {"centre": matter.centre.name})


def _live(request: StaffRequest, number: str) -> Referral:
    """The referral the page was about, with the matter as it was checked: a change from here on loses the race."""
    matter = seen_matter(request, number)
    referral = selectors.live_referral(matter)
    if referral is None:
        raise NotAllowed(_("Nothing is sent to a unit at present; somebody may have taken it back. Reload the page."))
    if request.POST.get("referral", "") not in {"", str(referral.pk)}:
        raise Conflict
    referral.matter = matter
    return referral


def _panel(request: StaffRequest, matter: Matter) -> HttpResponse:
    shown = selectors.panel(matter, request.acting)
    if shown is None:
        return HttpResponse()
    return render(request, "dispatch/_panel.html", shown | {"acting": request.acting, "at": clock.now()})
