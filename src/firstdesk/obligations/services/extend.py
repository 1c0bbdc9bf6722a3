"""Extending one clock, by whoever the rules let decide."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.bulk import update_rows
from firstdesk.common.refusals import Detail, NotAllowed, Refusal
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Chain
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services.events import TIMING
from firstdesk.obligations.services.recording import due_moved
from firstdesk.obligations.states import ClockState
from firstdesk.rulebook.extension import GRANTABLE


@dataclass(frozen=True)
class More:
    """An extension: how much, and on which application."""

    amount: int
    unit: str  # hours, working_days, calendar_days
    application: int | None = None


@transaction.atomic
def extend(clock: Clock, more: More, *, by: Actor, at: datetime) -> Clock:
    """Move the due moment of a running or paused clock, which keeps by how much and who granted it.

    A broken clock that is due again in the future counts as unbroken, and its alarms are set anew."""
    if more.amount < 1 or more.unit not in GRANTABLE:
        message = _("Say by how many hours or days.")
        raise Refusal(message, details=[Detail("amount", message)])
    list(
        Chain.objects.select_for_update(no_key=True).filter(name=f"matter:{clock.matter_id}")
    )  # records first, then clocks
    held = Clock.objects.select_for_update(no_key=True).get(pk=clock.pk)
    if held.state == ClockState.STOPPED:
        raise NotAllowed(_("This promise has ended; there is nothing to extend."))
    before = held.due_at
    granted = {"amount": more.amount, "unit": more.unit, "by": by.name, "at": at.isoformat()}
    held.extensions = [*held.extensions, granted | {"application": more.application}]
    timing.set_by(held, timing.rule_of(held), at)
    update_rows([held], TIMING)
    noted = {"amount": more.amount, "unit": more.unit, "application": more.application}
    ledger.append(due_moved(held, "clock.extended", before, by=by, at=at, noted=noted))
    return held
