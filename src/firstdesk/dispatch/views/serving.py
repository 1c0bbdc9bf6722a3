"""Services beyond the desk on the page of a matter."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.directory.selectors import members_of
from firstdesk.dispatch import forms, services
from firstdesk.dispatch.models import Service
from firstdesk.dispatch.views.shared import moved, reason_in, row_of
from firstdesk.matters.access import seen_matter

P = Permission


@require_POST
@needs(P.HANDLE, P.REFER, P.REPLY)
def start(request: StaffRequest, number: str) -> HttpResponse:
    """Begin at the person's request."""
    matter = seen_matter(request, number)
    wish = services.Wish(**cleaned(forms.StartService(request.POST)))
    services.start_service(matter, wish, by=request.acting.actor, at=clock.now())
    return moved(request, number)


@require_POST
@needs(P.HANDLE, P.REFER, P.REPLY)
def step(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """The next step is done."""
    service, at = row_of(Service, request, number, pk), clock.now()
    people = members_of(service.matter.responsible_unit, at)
    data = cleaned(forms.ServiceStep(request.POST, people=people))
    evidence = services.Evidence(data["note"], data["agent"])
    services.take_step(service, data["step"], evidence, by=request.acting.actor, at=at)
    return moved(request, number)


@require_POST
@needs(P.HANDLE, P.REFER, P.REPLY)
def end(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """The person no longer wishes it."""
    service = row_of(Service, request, number, pk)
    services.end_service(service, reason=reason_in(request), by=request.acting.actor, at=clock.now())
    return moved(request, number)
