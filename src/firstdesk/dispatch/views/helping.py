"""Help from other units: the list of what was asked, and the answers."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.dispatch import forms, services
from firstdesk.dispatch.models import Task
from firstdesk.dispatch.selectors import helping
from firstdesk.dispatch.views.shared import moved, reason_in, row_of
from firstdesk.matters.access import seen_matter

P = Permission


@require_GET
@needs(P.HANDLE, P.REFER, P.READ_SUBTREE)
def tasks(request: StaffRequest) -> HttpResponse:
    """What others asked of us, and what we asked of them."""
    tab = "sent" if request.GET.get("tab") == "sent" else "received"
    found = helping.asked_by(request.acting) if tab == "sent" else helping.asked_of(request.acting)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    lines = [helping.task_line(each, request.acting) for each in page.object_list]
    return render(request, "dispatch/tasks.html", {"tab": tab, "page": page, "lines": lines, "at": clock.now()})


@require_POST
@needs(P.HANDLE, P.REFER)
def ask(request: StaffRequest, number: str) -> HttpResponse:
    """Ask a unit to help."""
    matter = seen_matter(request, number)
    wanted = services.Request(**cleaned(forms.Ask(request.POST)))
    services.ask(matter, wanted, by=request.acting.actor, at=clock.now())
    return moved(request, number)


@require_POST
@needs(P.HANDLE)
def take_on(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Our unit helps."""
    services.take_on(
        row_of(Task, request, number, pk), by=request.acting.actor, at=clock.now(), handler=request.acting.user
    )
    return moved(request, number)


@require_POST
@needs(P.HANDLE)
def refuse(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Our unit cannot help."""
    services.refuse(
        row_of(Task, request, number, pk), reason=reason_in(request), by=request.acting.actor, at=clock.now()
    )
    return moved(request, number)


@require_POST
@needs(P.HANDLE)
def complete(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Our unit has helped."""
    task = row_of(Task, request, number, pk)
    text = cleaned(forms.Done(request.POST))["text"]
    services.complete(task, text=text, by=request.acting.actor, at=clock.now())
    return moved(request, number)


@require_POST
@needs(P.HANDLE, P.REFER)
def drop(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """We no longer need it."""
    services.drop(row_of(Task, request, number, pk), reason=reason_in(request), by=request.acting.actor, at=clock.now())
    return moved(request, number)
