"""A party's private link to their own case: created, replaced, sent, ended."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Case, Party, PartyLink
from firstdesk.mediation.selectors import whole
from firstdesk.mediation.services.kernel import Happening, happen
from firstdesk.notices.models import Delivery
from firstdesk.notices.services import Outgoing, send_out

LETTERS = 32  # bytes of chance in a link: nobody guesses one


@transaction.atomic
def give_link(party: Party, *, by: Actor, at: datetime) -> PartyLink:
    """Create a link for this party; an earlier one stops working at once."""
    return _give(whole(pk=party.case_id), party, by=by, at=at)


def link_to(case: Case, party: Party, *, by: Actor, at: datetime) -> str:
    """Part of the verbs that send a party word: the address of their own page, given where there was none; "" where this
    installation is to be reached from nowhere outside."""
    if not settings.FIRSTDESK_SITE:
        return ""
    found = PartyLink.objects.filter(party=party, is_ended=False).first() or _give(case, party, by=by, at=at)
    return str(settings.FIRSTDESK_SITE) + reverse("portal:party", args=[found.token])


def _give(case: Case, party: Party, *, by: Actor, at: datetime) -> PartyLink:
    PartyLink.objects.filter(party=party, is_ended=False).update(is_ended=True)
    row = PartyLink.objects.create(
        party=party, token=secrets.token_urlsafe(LETTERS), given_at=at, given_by_id=by.person_id
    )
    happen(case, Happening("mediation.link_given", noted={"party": party.no}), by=by, at=at)
    return row


@transaction.atomic
def end_link(party: Party, *, by: Actor, at: datetime) -> None:
    """End the link: it was lost or is not wanted."""
    if not PartyLink.objects.filter(party=party, is_ended=False).update(is_ended=True):
        raise NotAllowed(gettext_lazy("This party has no link now."))
    happen(whole(pk=party.case_id), Happening("mediation.link_ended", noted={"party": party.no}), by=by, at=at)


@transaction.atomic
def send_link(link: PartyLink, way: str, *, address: str, by: Actor, at: datetime) -> Delivery:
    """Send the party their link by text message or mail, to nobody else. `address`: URL of the page it opens."""
    party = link.party
    if link.is_ended:
        raise NotAllowed(gettext_lazy("This link has ended. Give a new one."))
    if way != "sms" or not party.phone.strip():
        raise at_field("way", gettext_lazy("The party has no mobile number here. Show the code on the screen instead."))
    case = whole(pk=party.case_id)
    text = _("Your mediation %(number)s: dates, rights, papers and what was promised, for you alone: %(link)s %(unit)s")
    told = Outgoing(
        key=f"mediation-link:{link.pk}", way=way, to_address=party.phone, kind="notice",
        text=text % {"number": case.number, "link": address, "unit": case.centre.name}, matter_id=case.matter_id,
        label=case.number, unit_id=case.centre_id, by_id=by.by_id,
    )  # fmt: skip
    delivery = send_out(told, at=at)
    happen(case, Happening("mediation.link_given", noted={"party": party.no, "sent": way}), by=by, at=at)
    return delivery
