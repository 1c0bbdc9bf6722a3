"""A matter became more urgent: its running clocks get the shorter limit from their start, never a longer one."""

import copy
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from firstdesk.common.bulk import update_rows
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services.events import TIMING
from firstdesk.obligations.services.recording import due_moved
from firstdesk.rulebook.shortening import head_start


@transaction.atomic
def shorten(matter_id: int, facts: Mapping[str, str], *, by: Actor, at: datetime) -> list[Clock]:
    """Retime the open clocks of a matter, which the caller has locked, by these facts; returns those due earlier now.

    Where the shorter limit is already over, the clock is due one warning period from now, and never later than before.
    Late clocks stay late."""
    held = (
        Clock.objects.select_for_update(no_key=True)
        .filter(matter_id=matter_id)
        .open()
        .filter(due_at__gt=at)
        .order_by("pk")
    )
    pairs = [(clock, shorter) for clock in held if (shorter := _shorter(clock, facts, by, at)) is not None]
    changed = [shorter for _, shorter in pairs]
    update_rows(changed, TIMING)
    ledger.append_many([due_moved(now, "clock.shortened", was.due_at, by=by, at=at) for was, now in pairs])
    return changed


def _shorter(clock: Clock, facts: Mapping[str, str], by: Actor, at: datetime) -> Clock | None:
    asked = clock.facts | dict(facts)
    on = timing.day_of(clock.started_at)
    rule = timing.picked(clock.rulebook_version, clock.centre_kind, clock.code, asked, on)
    if rule is None or rule.id == clock.rule_id:
        return None
    found = copy.copy(clock)
    found.facts = asked
    found.shortened = {"by": by.name, "at": at.isoformat(), "was": clock.due_at.isoformat(), "floor": None}
    verdict = timing.verdict_of(found, rule, clock.rulebook_version)
    if verdict.due <= at:
        found.shortened["floor"] = min(at + head_start(verdict), clock.due_at).isoformat()
    timing.set_by(found, rule, at)
    return found if found.due_at < clock.due_at else None
