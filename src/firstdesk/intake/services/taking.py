"""What the page of a contact does when it is sent: register, route where it was judged, tie to what it belongs with."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from firstdesk.intake.services.registering import Registration, register, register_and_route
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.triage.services import Classification


@dataclass(frozen=True)
class Tie:
    """What the officer found while typing: the same event, or one that belongs with it."""

    matter: Matter
    is_same: bool


@transaction.atomic
def take_down(
    new: Registration, *, by: Actor, at: datetime, judged: Classification | None = None, tie: Tie | None = None
) -> Matter:
    """All of it, or nothing. A report of the same event gets its number and is joined at once: its person is answered
    where the event is worked on, so that it is sent nowhere else."""
    if tie is not None and tie.is_same:
        matter = register(new, by=by, at=at)
        return matters.merge(
            matter, tie.matter, reason=_("Recognised as the same event when it was taken."), by=by, at=at
        )
    matter = register(new, by=by, at=at) if judged is None else register_and_route(new, judged, by=by, at=at)
    if tie is not None:
        matters.link(matter, tie.matter, by=by, at=at)
    return matter
