"""A party's own link, shown to whoever mediates: to be scanned at the table, sent to the phone, ended."""

import base64

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import documents
from firstdesk.mediation import policies
from firstdesk.mediation.access import party_of, read_case, seen_case
from firstdesk.mediation.models import Case, PartyLink
from firstdesk.mediation.selectors import link as links
from firstdesk.mediation.services import link as verbs

P = Permission
WORKS = (P.MEDIATE, P.DECIDE)


@needs(*WORKS)
@never_cache
@require_safe
def link(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """The link a party has now, large enough to be scanned."""
    case = read_case(request.acting, number)
    policies.check_works(case, request.acting)
    party = party_of(case, no)
    found = links.current(party)
    address = _address(request, found) if found else ""
    code = base64.b64encode(documents.qr(address).encode()).decode() if address else ""
    context = {"case": case, "party": party, "link": found, "address": address, "code": code}
    return render(request, "mediation/case/link.html", context)


@require_POST
@needs(*WORKS)
def give_link(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Give one, or another: the one before ends."""
    case = seen_case(request, number)
    verbs.give_link(party_of(case, no), by=request.acting.actor, at=clock.now())
    return SeeOther(reverse("mediation:link", args=[number, no]))


@require_POST
@needs(*WORKS)
def send_link(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """To the party's own phone."""
    found = _current(seen_case(request, number), no)
    verbs.send_link(found, "sms", address=_address(request, found), by=request.acting.actor, at=clock.now())
    messages.success(request, _("The link is on its way to the party's phone."))
    return SeeOther(reverse("mediation:link", args=[number, no]))


@require_POST
@needs(*WORKS)
def end_link(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Nobody opens anything by it any more."""
    case = seen_case(request, number)
    verbs.end_link(party_of(case, no), by=request.acting.actor, at=clock.now())
    return SeeOther(reverse("mediation:link", args=[number, no]))


def _current(case: Case, no: int) -> PartyLink:
    found = links.current(party_of(case, no))
    if found is None:
        raise Http404
    found.party.case = case
    return found


def _address(request: StaffRequest, found: PartyLink) -> str:
    return request.build_absolute_uri(reverse("portal:party", args=[found.token]))
