"""Text messages to parties, in wordings a centre may edit: nothing about the dispute or the other parties."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal, at_field
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Case, Party, Seat
from firstdesk.mediation.selectors.case import phone_of
from firstdesk.mediation.services.giving import link_to
from firstdesk.notices.models import Delivery
from firstdesk.notices.selectors.templates import wording
from firstdesk.notices.services import Outgoing, send_out
from firstdesk.notices.services.outbox import normalised
from firstdesk.notices.states import Way
from firstdesk.notices.wording import Words, fill

NOTHING = " "  # a place that says nothing here is left out, not written by hand
MEDIATOR = "mediation.mediator"


@dataclass(frozen=True, kw_only=True)
class Said:
    """A message: its wording, its key against sending twice, and the values it contains."""

    code: str
    key: str
    values: Mapping[str, str] = field(default_factory=dict)


def words_of(case: Case, code: str) -> Words:
    """The centre's wording, or the default one."""
    kept = wording(case.centre, code)
    assert kept is not None  # the product brings it
    return kept.words


def values_of(case: Case) -> dict[str, str]:
    """Values every mediation wording may use."""
    return {"number": case.number, "centre": case.centre.name, "phone": case.centre.phone or NOTHING}


@transaction.atomic
def post(case: Case, party: Party, said: Said, *, by: Actor, at: datetime) -> Delivery:
    """Send a message to the party, or to the guardian of one who cannot act alone. Raises Refusal where it cannot be
    delivered."""
    phone = phone_of(party, at)
    if not phone.strip():
        raise at_field("phone", _("No phone number a message could go to is known. Tell the party another way."))
    normalised(Way.SMS, phone)  # before a link is given for it
    words = words_of(case, said.code)
    values = {**values_of(case), "link": link_to(case, party, by=by, at=at) or NOTHING, **said.values}
    message = Outgoing(
        key=said.key, way=Way.SMS, to_address=phone, text=fill(words.text("zh"), values), kind="mediation",
        template=words.name, matter_id=case.matter_id, label=case.number, unit_id=case.centre_id, by_id=by.person_id,
    )  # fmt: skip
    return send_out(message, at=at)


def tell_of_mediator(seat: Seat, *, by: Actor, at: datetime) -> list[Party]:
    """Tell every party who mediates from now on, so that they may object; returns the parties no message could
    reach."""
    said = {"mediator": str(seat.mediator.user)}
    untold = []
    for party in Party.objects.filter(case=seat.case_id).order_by("no"):
        message = Said(code=MEDIATOR, key=f"mediator:{seat.pk}:{party.pk}", values=said)
        if _tried(seat.case, party, message, by=by, at=at) is None:
            untold.append(party)
    return untold


def _tried(case: Case, party: Party, said: Said, *, by: Actor, at: datetime) -> Delivery | None:
    try:
        return post(case, party, said, by=by, at=at)
    except Refusal:  # no number, no gateway: the page says so, and somebody tells the party
        return None
