"""More time for one promise, granted by whoever the rules let decide it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common.bulk import update_rows
from firstdesk.common.refusals import Detail, NotAllowed, Refusal
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Chain
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services.events import TIMING
from firstdesk.obligations.states import ClockState
from firstdesk.rulebook.extension import GRANTABLE


@dataclass(frozen=True)
class More:
    """By how much, and what it was granted on."""

    amount: int
    unit: str  # hours, working_days, calendar_days
    application: int | None = None


@transaction.atomic
def extend(clock: Clock, more: More, *, by: Actor, at: datetime) -> Clock:
    """Move the due moment of a running or resting promise; the clock keeps by how much and by whose leave.

    Broken or not: due later than now, it is not broken any more, and its alarms come again at their new moments.
    """
    if more.amount < 1 or more.unit not in GRANTABLE:
        message = _("Say by how many hours or days.")
        raise Refusal(message, details=[Detail("amount", message)])
    list(Chain.objects.select_for_update().filter(name=f"matter:{clock.matter_id}"))  # records first, then clocks
    held = Clock.objects.select_for_update().get(pk=clock.pk)
    if held.state == ClockState.STOPPED:
        raise NotAllowed(_("This promise has ended; there is nothing to extend."))
    before = held.due_at
    granted = {"amount": more.amount, "unit": more.unit, "by": by.name, "at": at.isoformat()}
    held.extensions = [*held.extensions, granted | {"application": more.application}]
    timing.set_by(held, timing.rule_of(held), at)
    update_rows([held], TIMING)
    ledger.append(_draft(held, before, more, by, at))
    return held


def _draft(clock: Clock, before: datetime, more: More, by: Actor, at: datetime) -> ledger.Draft:
    title = timing.rule_of(clock).title
    after: dict[str, object] = {"clock": clock.code, "rule": clock.rule_id, "promise": title.zh, "promise_en": title.en}
    after |= {"due": clock.due_at, "until": f"{walls.local(clock.due_at):%Y-%m-%d %H:%M}"}
    after |= {"amount": more.amount, "unit": more.unit, "application": more.application}
    return ledger.Draft(
        chain=f"matter:{clock.matter_id}",
        verb="clock.extended",
        by=by,
        at=at,
        subject_kind=Clock._meta.label,
        subject_id=clock.pk,
        before={"due": before},
        after=after,
        rulebook_version=clock.rulebook_version,
    )
