"""Accountability: proposed on a ground of the rules, the one concerned heard, decided by somebody else."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.assessment.models import Accountability
from firstdesk.assessment.selectors import rules
from firstdesk.assessment.services.record import concerned, enter, write
from firstdesk.assessment.states import FindingState
from firstdesk.common import validation
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory.models import Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send
from firstdesk.regulations import selectors as regulations

CHARGED = gettext_noop("A finding of accountability about you is proposed. You are heard before anything is decided.")
DECIDED = gettext_noop("The finding of accountability about you is decided.")
UNSET = ("proposed_by", "heard_at", "heard_by", "decided_at", "decided_by", "statement", "decision", "measure")


@dataclass(frozen=True, kw_only=True)
class Charge:
    """About whom, on which ground, and what happened."""

    unit: Unit
    ground: str
    facts: str
    person: User | None = None


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """Held accountable with a measure, or not; and why."""

    is_held: bool
    decision: str
    measure: str = ""


def _awaits(row: Accountability, state: str) -> None:
    """Raises NotAllowed where it has gone on; nobody else gets at it until this is done."""
    if Accountability.objects.select_for_update(no_key=True).get(pk=row.pk).state != state:
        raise NotAllowed(_("This finding has gone on; look at it again."))


def _url(row: Accountability) -> str:
    return f"/assessment/accountability/{row.pk}/"


@transaction.atomic
def charge(centre: Unit, new: Charge, *, by: Actor, at: datetime) -> Accountability:
    """Propose it; the one concerned is told at once and may say their side."""
    if new.ground not in dict(rules.grounds(centre, at)):
        raise at_field("ground", _("Choose a ground of the list; there are no others."))
    if not new.facts.strip():
        raise at_field("facts", _("Write what happened, when, and where it is on record."))
    if new.person is not None and new.person.pk == by.person_id:
        raise at_field("person", _("Nobody proposes a finding about themselves."))
    row = Accountability(
        centre=centre, unit=new.unit, person=new.person, ground=new.ground, facts=new.facts.strip(),
        rulebook_version=regulations.current(at).version, proposed_at=at, proposed_by_id=by.by_id,
    )  # fmt: skip
    validation.check(row, leave_out=UNSET)
    row.save(force_insert=True)
    enter(row, "accountability.proposed", {"ground": row.ground, "unit": row.unit.name}, by=by, at=at)
    told = Message(kind="accountability.proposed", level="warning", text=CHARGED, url=_url(row))
    send(told, to=concerned(row.unit, row.person, at), at=at)
    return row


@transaction.atomic
def hear(row: Accountability, statement: str, *, by: Actor, at: datetime) -> Accountability:
    """What the one concerned says: by themselves, or taken down by somebody of the centre, silence included."""
    if not statement.strip():
        raise at_field("statement", _("Write the statement; that somebody wished to say nothing is a statement too."))
    _awaits(row, FindingState.PROPOSED)
    write(row, statement=statement.strip())
    changes = {"heard_at": at, "heard_by_id": by.by_id}
    noted = {"ground": row.ground, "self": by.person_id == row.person_id}
    ledger.move(
        row, ledger.Move(FindingState.HEARD, "accountability.heard", changes=changes, noted=noted), by=by, at=at
    )
    return row


@transaction.atomic
def rule(row: Accountability, ruling: Ruling, *, by: Actor, at: datetime) -> Accountability:
    """Decide it: by another than who proposed, and never by the one concerned; after the hearing."""
    if by.person_id in {row.proposed_by_id, row.person_id, None}:
        raise NotAllowed(_("Somebody else decides than who proposed."))
    if row.state == FindingState.PROPOSED:
        raise NotAllowed(_("Nobody is held accountable unheard. Take the statement first."))
    if not ruling.decision.strip():
        raise at_field("decision", _("Give the reasons of the decision."))
    measures = dict(rules.measures(row.centre, at))
    if ruling.is_held and ruling.measure not in measures:
        raise at_field("measure", _("Choose a measure of the list."))
    to = FindingState.HELD if ruling.is_held else FindingState.CLEARED
    _awaits(row, FindingState.HEARD)
    write(row, decision=ruling.decision.strip(), measure=ruling.measure if ruling.is_held else "")
    changes = {"decided_at": at, "decided_by_id": by.by_id}
    ledger.move(
        row, ledger.Move(to, f"accountability.{to}", changes=changes, noted={"ground": row.ground}), by=by, at=at
    )
    told = Message(kind="accountability.decided", text=DECIDED, url=_url(row))
    send(told, to=concerned(row.unit, row.person, at), at=at)
    return row
