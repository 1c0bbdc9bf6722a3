"""Units on their way and at the place: the list, and one tap for each moment."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.dispatch import forms, services
from firstdesk.dispatch.models import Turnout
from firstdesk.dispatch.selectors import scene
from firstdesk.dispatch.views.shared import moved, reason_in, row_of
from firstdesk.matters.access import seen_matter

P = Permission
BACK_SHOWN = 30


@require_GET
@needs(P.HANDLE, P.REFER, P.READ_SUBTREE)
def turnouts(request: StaffRequest) -> HttpResponse:
    """Who is out now, what to tap next, and who came back with what."""
    page = Paginator(scene.out_now(request.acting), 50).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "lines": scene.lines(list(page.object_list), request.acting),
        "back": scene.back_again(request.acting)[:BACK_SHOWN],
        "outcomes": Turnout.Outcome.choices,
        "at": clock.now(),
    }
    return render(request, "dispatch/turnouts.html", shown)


@require_POST
@needs(P.REFER, P.HANDLE)
def order(request: StaffRequest, number: str) -> HttpResponse:
    """Send a unit to the place."""
    matter = seen_matter(request, number)
    wanted = services.Order(**cleaned(forms.Order(request.POST)))
    services.order(matter, wanted, by=request.acting.actor, at=clock.now())
    return moved(request, number)


@require_POST
@needs(P.REFER)
def first(request: StaffRequest, number: str) -> HttpResponse:
    """Police first, and the responsible unit called at the same moment."""
    matter = seen_matter(request, number)
    action = services.FirstAction(**cleaned(forms.FirstAction(request.POST)))
    services.order_first(matter, action, by=request.acting.actor, at=clock.now())
    return moved(request, number)


@require_POST
@needs(P.HANDLE, P.REFER)
def depart(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """The unit has set out."""
    services.depart(row_of(Turnout, request, number, pk), by=request.acting.actor, at=clock.now())
    return moved(request, number)


@require_POST
@needs(P.HANDLE, P.REFER)
def arrive(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """The unit is there."""
    services.arrive(row_of(Turnout, request, number, pk), by=request.acting.actor, at=clock.now())
    return moved(request, number)


@require_POST
@needs(P.HANDLE, P.REFER)
def finish(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Done at the place."""
    turnout = row_of(Turnout, request, number, pk)
    done = cleaned(forms.Finish(request.POST))
    services.finish(turnout, outcome=done["outcome"], text=done["text"], by=request.acting.actor, at=clock.now())
    return moved(request, number)


@require_POST
@needs(P.HANDLE, P.REFER)
def relieve(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """This unit takes over from the one that went first."""
    second = row_of(Turnout, request, number, pk)
    data = cleaned(forms.Relieve(request.POST))
    found = Turnout.objects.select_related("unit", "matter__centre", "matter__responsible_unit")
    before = get_object_or_404(found, pk=data["first"], matter=second.matter)
    services.relieve(before, second, note=data["note"], by=request.acting.actor, at=clock.now())
    return moved(request, number)


@require_POST
@needs(P.REFER, P.HANDLE)
def stand_down(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """The unit is no longer needed."""
    turnout = row_of(Turnout, request, number, pk)
    services.stand_down(turnout, reason=reason_in(request), by=request.acting.actor, at=clock.now())
    return moved(request, number)
