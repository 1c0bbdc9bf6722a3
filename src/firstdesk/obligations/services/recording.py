"""Ledger entries for objects without states, and for clocks whose due moment moved."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import models

from firstdesk.common import clock as walls
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The content of an entry besides its verb."""

    chain: str
    after: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""


def enter(subject: models.Model, verb: str, said: Said, *, by: Actor, at: datetime) -> None:
    """Write one ledger entry about an object without states."""
    draft = ledger.draft_for(subject, verb, chain=said.chain, by=by, at=at)
    ledger.append(replace(draft, after=said.after, reason=said.reason))


def due_moved(
    clock: Clock, verb: str, before: datetime, *, by: Actor, at: datetime, noted: Mapping[str, object] | None = None
) -> ledger.Draft:
    """A draft entry: which clock, due when before and now."""
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
