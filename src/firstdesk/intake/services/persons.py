"""Personal data is masked; seeing it whole has a purpose and leaves an entry."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import at_field
from firstdesk.intake.models import Party
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor

FIELDS = ("name", "phone", "note")


@dataclass(frozen=True)
class Revealed:
    """A person's data as it was given, shown once."""

    name: str
    phone: str
    note: str


@transaction.atomic
def reveal_party(party: Party, *, purpose: str, by: Actor, at: datetime) -> Revealed:
    """Hand over a party's data and note who asked, when and why. Nothing is shown that could not be noted."""
    if not purpose.strip():
        raise at_field(
            "purpose", _("Give the purpose."), clauses=("PM-021",), whole=_("Say what you need it for; it is noted.")
        )
    matter = party.matter
    about = ledger.draft_for(party, "personal.read", chain=matter.ledger_chain, by=by, at=at)
    ledger.note_reading(about=about, purpose=purpose.strip(), fields=[n for n in FIELDS if getattr(party, n)])
    return Revealed(party.name, party.phone, party.note)
