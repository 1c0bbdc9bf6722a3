"""Where a party is reached after the agreement: a new phone for reminders, what a court asks for. Name and side stay."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Party
from firstdesk.mediation.services.after.following import AFTERWARDS
from firstdesk.mediation.services.case.entering import NewParty, identity_of
from firstdesk.mediation.services.kernel import Happening, happen


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What may be corrected while promises run."""

    phone: str = ""
    address: str = ""
    id_number: str = ""


@transaction.atomic
def reach(party: Party, new: Reached, *, by: Actor, at: datetime) -> Party:
    """Correct where a party is reached; the sealed agreement stays as it was signed."""
    if party.case.state not in AFTERWARDS:
        raise NotAllowed(_("Phone and address are corrected here once mediation is over, until the case is closed."))
    party.phone, party.address, party.id_number = new.phone.strip(), new.address.strip(), new.id_number.strip()
    known = identity_of(NewParty(side=party.side, name=party.name, phone=party.phone, id_number=party.id_number))
    if known and Party.objects.filter(case=party.case_id, identity=known).exclude(pk=party.pk).exists():
        raise Refusal(_("Somebody with the same number stands in this case already."))
    party.identity = known
    party.save(update_fields=["phone", "address", "id_number", "identity"])
    happen(party.case, Happening("mediation.party_changed", noted={"party": party.no}), by=by, at=at)
    return party
