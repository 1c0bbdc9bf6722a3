"""Messages that did not leave: what is the matter, and what is to be done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.notices import forms, services
from firstdesk.notices.selectors import outbox

P = Permission


@require_safe
@needs(P.REPLY, P.DECIDE, P.MANAGE_DIRECTORY)
def stuck(request: StaffRequest) -> HttpResponse:
    """What needs a person, the newest first; beneath it what waits for its moment or for the next try."""
    context = {
        "stuck": outbox.stuck(request.acting),
        "waiting": outbox.waiting(request.acting),
        "demo_gateway": outbox.demo_gateway(),
        "at": clock.now(),
    }
    return render(request, "notices/stuck.html", context)


@require_POST
@needs(P.REPLY, P.DECIDE, P.MANAGE_DIRECTORY)
def settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Send it again, to another address perhaps; or say why not."""
    delivery = outbox.get_seen(pk, request.acting)
    decision = services.Decision(**cleaned(forms.DecisionForm(request.POST)))
    services.decide(delivery, decision, by=request.acting.actor, at=clock.now())
    messages.success(request, _("Noted. What is sent again goes out at once."))
    return SeeOther(reverse("notices:stuck"))
