"""What the record says of a promise whose moment moved."""

from collections.abc import Mapping
from datetime import datetime

from firstdesk.common import clock as walls
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock


def due_moved(
    clock: Clock, verb: str, before: datetime, *, by: Actor, at: datetime, noted: Mapping[str, object] | None = None
) -> ledger.Draft:
    """The entry: which promise, due when before, due when now."""
    title = timing.rule_of(clock).title
    after: dict[str, object] = {"clock": clock.code, "rule": clock.rule_id, "promise": title.zh, "promise_en": title.en}
    after |= {"due": clock.due_at, "until": f"{walls.local(clock.due_at):%Y-%m-%d %H:%M}"}
    return ledger.Draft(
        chain=f"matter:{clock.matter_id}",
        verb=verb,
        by=by,
        at=at,
        subject_kind=Clock._meta.label,
        subject_id=clock.pk,
        before={"due": before},
        after=after | dict(noted or {}),
        rulebook_version=clock.rulebook_version,
    )
