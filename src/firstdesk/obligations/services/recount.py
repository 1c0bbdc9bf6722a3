"""Recount clocks once the holidays of a year they reach into are published."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from firstdesk.common.bulk import update_rows
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Chain
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services.events import TIMING
from firstdesk.obligations.services.recording import due_moved
from firstdesk.obligations.services.sweep import CLOCKWORK
from firstdesk.obligations.states import ClockState
from firstdesk.rulebook.book import UnknownRule

BATCH = 500


def recount_provisional(*, by: Actor = CLOCKWORK, at: datetime) -> int:
    """Retime running clocks whose years are now published; returns how many. Paused ones are counted when they resume,
    those locked by others the next day."""
    waiting = Clock.objects.filter(is_provisional=True, state=ClockState.RUNNING).order_by("pk")
    settled = [clock.pk for clock in waiting.iterator(chunk_size=2000) if _time(clock, at)]
    return sum(_recount(settled[first : first + BATCH], by, at) for first in range(0, len(settled), BATCH))


@transaction.atomic
def _recount(ids: Sequence[int], by: Actor, at: datetime) -> int:
    """Lock chains first and then clocks, as everywhere, without waiting."""
    matters = Clock.objects.filter(pk__in=ids).values_list("matter_id", flat=True)
    names = [f"matter:{matter_id}" for matter_id in matters]
    free = Chain.objects.select_for_update(no_key=True, skip_locked=True).filter(name__in=names).order_by("name")
    held = [int(name.removeprefix("matter:")) for name in free.values_list("name", flat=True)]
    clocks = Clock.objects.select_for_update(no_key=True, skip_locked=True).filter(pk__in=ids, matter_id__in=held)
    changed, drafts = [], []
    for clock in clocks.filter(is_provisional=True, state=ClockState.RUNNING).order_by("pk"):
        before = clock.due_at
        if _time(clock, at):
            changed.append(clock)
            drafts.append(due_moved(clock, "clock.recounted", before, by=by, at=at))
    update_rows(changed, TIMING)
    ledger.append_many(drafts)
    return len(changed)


def _time(clock: Clock, at: datetime) -> bool:
    """Retime in memory; returns whether the due moment is now final. A clock whose rule is gone stays (`firstdesk
    check` names it)."""
    try:
        timing.set_by(clock, timing.rule_of(clock), at)
    except (UnknownRule, ObjectDoesNotExist):
        return False
    return not clock.is_provisional
