"""From an approval to the deed: each through the verb that owns it."""

from dataclasses import dataclass
from datetime import datetime

from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.obligations import services as obligations
from firstdesk.oversight.models import Application
from firstdesk.oversight.states import Kind
from firstdesk.triage import services as triage
from firstdesk.triage.selectors.routes import is_director


@dataclass(frozen=True)
class Grant:
    """What the approver adds: their words; for another classification whether the person was told who takes it, and
    what of its checklists is done."""

    words: str = ""
    person_informed: bool = False
    ticked: tuple[str, ...] = ()


def carry_out(row: Application, matter: Matter, grant: Grant, *, by: Actor, at: datetime) -> None:
    """Do what was asked for."""
    if row.kind == Kind.EXTENSION:
        assert row.clock is not None and row.amount is not None  # constraint
        more = obligations.More(row.amount, row.unit_of_time, row.pk)
        obligations.extend(row.clock, more, by=by, at=at)
    elif row.kind == Kind.SUSPENSION:
        matters.suspend(matter, reason=row.reason, by=by, at=at)
    elif row.kind == Kind.VOIDING:
        matters.mark_invalid(matter, reason=row.reason, by=by, at=at, approved=True)
    else:
        _reclassify(row, matter, grant, by=by, at=at)


def _reclassify(row: Application, matter: Matter, grant: Grant, *, by: Actor, at: datetime) -> None:
    judged = triage.Classification(
        **row.values,
        reason=row.reason,
        director_decision=grant.words if is_director(by) else "",
        person_informed=grant.person_informed,
        ticked=grant.ticked,
    )
    triage.reclassify(matter, judged, by=by, at=at, approved=True)
