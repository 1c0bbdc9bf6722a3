"""Receipts to be handed over: on paper, and as a message."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import documents
from firstdesk.intake import forms, services
from firstdesk.intake.selectors.receipt import receipt
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import get_visible


@require_GET
@needs(Permission.REGISTER, Permission.REPLY)
def receipt_pdf(request: StaffRequest, number: str) -> HttpResponse:
    """The receipt as PDF, for the centre that took the report. The address to follow it by stands on it only where
    whoever prints it took the report: to everybody else the key is a secret."""
    matter = get_visible(number, request.acting)
    if request.acting.unit.pk != matter.centre_id:
        raise Http404
    made = receipt(matter, _link(request, matter) if knows_key(request, matter) else "")
    return documents.respond(made.made, made.name)


@require_POST
@needs(Permission.REGISTER)
def send(request: StaffRequest, number: str) -> HttpResponse:
    """Send the receipt as a message; whoever took the report does, since the key goes with it."""
    matter, at = get_visible(number, request.acting), clock.now()
    if not knows_key(request, matter):
        raise Http404
    given = cleaned(forms.ReceiptForm(request.POST))
    message = services.ReceiptMessage(way=given["way"], link=_link(request, matter), to_address=given["to_address"])
    is_new = services.send_receipt(matter, message, by=request.acting.actor, at=at)
    messages.success(request, _("The receipt is on its way.") if is_new else _("It was sent there before."))
    return SeeOther(reverse("intake:receipt", args=[number]))


def knows_key(request: StaffRequest, matter: Matter) -> bool:
    """Whoever took the report hands over the key with it."""
    return request.user.pk in {matter.registered_by_id, matter.first_receiver_id}


def _link(request: StaffRequest, matter: Matter) -> str:
    return request.build_absolute_uri(reverse("portal:follow", args=[matter.token]))
