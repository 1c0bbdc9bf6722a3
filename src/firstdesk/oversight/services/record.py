"""What overseers and applicants do stands in the matter's record and moves clocks; the matter itself stays as it is.

A page somebody is working on does not become stale by it: an urge must not cost the one who is urged what they typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from firstdesk.common.locking import locked
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.policies import check_open
from firstdesk.matters.services import Responsible, occasion
from firstdesk.obligations import services as obligations
from firstdesk.oversight.models import Application, Supervision


@dataclass(frozen=True)
class Said:
    """One event of a supervision: whose clock it moves, and what the record notes of it."""

    event: str  # key of matters.states.EVENT
    noted: Mapping[str, object] = field(default_factory=dict)
    owes: Responsible | None = None


def hold(matter: Matter) -> Matter:
    """The matter, locked and open. Raises NotAllowed where it has ended meanwhile."""
    held = locked(Matter.objects.select_related("centre", "responsible_unit"), matter.pk)
    check_open(held)
    return held


def enter(matter: Matter, row: Supervision, said: Said, *, by: Actor, at: datetime) -> None:
    """Write the first entry about a row of a matter."""
    ledger.append(
        ledger.Draft(
            chain=matter.ledger_chain,
            verb=said.event,
            by=by,
            at=at,
            subject_kind=row._meta.label,
            subject_id=row.pk,
            after=said.noted,
            rulebook_version=matter.rulebook_version,
        )
    )
    tick(matter, row, said, at=at)


def tick(matter: Matter, row: Supervision, said: Said, *, at: datetime) -> None:
    """Let the event move the clock of this supervision alone."""
    heard = occasion(matter, said.event, at)
    facts = {**heard.facts, "card": row.card}
    owes = said.owes.owes if said.owes else None
    obligations.on_event(replace(heard, part=row.part, facts=facts, owes=owes, barred=frozenset()))


def await_decision(matter: Matter, row: Application, event: str, owes: Responsible | None, *, at: datetime) -> None:
    """Let an event of an application move its own clock: whoever is to decide owes it."""
    heard = occasion(matter, event, at)
    obligations.on_event(
        replace(heard, part=row.part, owes=owes.owes if owes else None, barred=frozenset(), ends=False)
    )
