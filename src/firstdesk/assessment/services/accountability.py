"""Accountability: proposed on a ground of the rules, heard, decided by somebody else, appealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.assessment.models import Accountability
from firstdesk.assessment.selectors import rules
from firstdesk.assessment.selectors.sheets import involved
from firstdesk.assessment.services.record import check_serves, concerned, enter, lock, until, write
from firstdesk.assessment.states import FindingState
from firstdesk.common import clock, validation
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory.models import Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send
from firstdesk.regulations import selectors as regulations

CHARGED = gettext_noop("A finding of accountability about you is proposed. You are heard before anything is decided.")
DECIDED = gettext_noop("The finding of accountability about you is decided.")
TOLD = gettext_noop("The finding of accountability about you is decided. You may appeal until %(day)s.")
APPEALED = gettext_noop("An appeal against a finding of accountability waits for a decision by a third.")
LATER = ("appeal_until", "appeal", "appealed_at", "appealed_by", "answer", "ended_at", "ended_by")
UNSET = ("proposed_by", "heard_at", "heard_by", "decided_at", "decided_by", "statement", "decision", "measure", *LATER)


@dataclass(frozen=True, kw_only=True)
class Charge:
    """A proposed finding: about whom, on which ground, and what happened."""

    unit: Unit
    ground: str
    facts: str
    person: User | None = None


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """A decision: accountable with a measure or not, why, and the working days to appeal."""

    is_held: bool
    decision: str
    measure: str = ""
    appeal_days: int = 5


def _url(row: Accountability) -> str:
    return f"/assessment/accountability/{row.pk}/"


@transaction.atomic
def charge(centre: Unit, new: Charge, *, by: Actor, at: datetime) -> Accountability:
    """Propose a finding. The one concerned is told at once and may respond. Idempotent for the same form."""
    if new.ground not in dict(rules.grounds(centre, at)):
        raise at_field("ground", _("Choose a ground of the list; there are no others."))
    if not new.facts.strip():
        raise at_field("facts", _("Write what happened, when, and where it is on record."))
    if new.person is not None and new.person.pk == by.person_id:
        raise at_field("person", _("Nobody proposes a finding about themselves."))
    check_serves(new.unit, new.person, at)
    Unit.objects.select_for_update(no_key=True).get(pk=centre.pk)  # sent twice, it is proposed once
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
    """Record the statement of the one concerned: their own, or taken down by the centre, silence included."""
    if not statement.strip():
        raise at_field("statement", _("Write the statement; that somebody wished to say nothing is a statement too."))
    lock(row, FindingState.PROPOSED)
    write(row, statement=statement.strip())
    changes = {"heard_at": at, "heard_by_id": by.by_id}
    noted = {"ground": row.ground, "self": by.person_id == row.person_id}
    ledger.move(
        row, ledger.Move(FindingState.HEARD, "accountability.heard", changes=changes, noted=noted), by=by, at=at
    )
    return row


@transaction.atomic
def rule(row: Accountability, ruling: Ruling, *, by: Actor, at: datetime) -> Accountability:
    """Decide a finding after the hearing, by somebody other than who proposed it. Against the one concerned it is told
    and open to appeal; in their favour it is final at once."""
    if by.person_id in {row.proposed_by_id, row.person_id, None}:
        raise NotAllowed(_("Somebody else decides than who proposed."))
    if row.state == FindingState.PROPOSED:
        raise NotAllowed(_("Nobody is held accountable unheard. Take the statement first."))
    _check(row, ruling, list(dict(rules.measures(row.centre, at))))
    lock(row, FindingState.HEARD)
    write(row, decision=ruling.decision.strip(), measure=ruling.measure if ruling.is_held else "")
    changes: dict[str, object] = {"decided_at": at, "decided_by_id": by.by_id}
    if ruling.is_held:
        last = until(ruling.appeal_days, at)
        _move(row, FindingState.TOLD, changes | {"appeal_until": last}, by=by, at=at)
        _tell(row, TOLD, at, values={"day": f"{last:%Y-%m-%d}"})
    else:
        _move(row, FindingState.CLEARED, changes | {"ended_at": at, "ended_by_id": by.by_id}, by=by, at=at)
        _tell(row, DECIDED, at)
    return row


def _check(row: Accountability, ruling: Ruling, measures: Sequence[str]) -> None:
    """Raises Refusal without reasons or, against the one concerned, without a listed measure and days to appeal."""
    if not ruling.decision.strip():
        raise at_field("decision", _("Give the reasons of the decision."))
    if ruling.measure and not ruling.is_held:
        raise at_field("measure", _("Who is not held accountable gets no measure: choose one of the two."))
    if ruling.is_held and ruling.measure not in measures:
        raise at_field("measure", _("Choose a measure of the list."))
    if ruling.is_held and not 3 <= ruling.appeal_days <= 30:
        raise at_field("appeal_days", _("There are three working days at least to appeal, and thirty at most."))


def _move(row: Accountability, to: FindingState, changes: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    noted = {"ground": row.ground}
    ledger.move(row, ledger.Move(to, f"accountability.{to}", changes=changes, noted=noted), by=by, at=at)


def _tell(row: Accountability, text: str, at: datetime, values: Mapping[str, object] | None = None) -> None:
    message = Message(kind="accountability.decided", text=text, values=values or {}, url=_url(row))
    send(message, to=concerned(row.unit, row.person, at), at=at)


@transaction.atomic
def object_to(row: Accountability, words: str, *, by: Actor, at: datetime) -> Accountability:
    """The one concerned appeals in time; those who may decide are told."""
    if not words.strip():
        raise at_field("words", _("Say what you do not agree with, and why."))
    if row.appeal_until is not None and clock.local(at).date() > row.appeal_until:
        raise NotAllowed(_("The days to appeal are over."))
    lock(row, FindingState.TOLD)
    write(row, appeal=words.strip())
    _move(row, FindingState.APPEALED, {"appealed_at": at, "appealed_by_id": by.by_id}, by=by, at=at)
    told = Message(kind="accountability.appealed", text=APPEALED, url=_url(row))
    send(told, to=rules.third(row, at), at=at)
    return row


@transaction.atomic
def settle_objection(row: Accountability, ruling: Ruling, *, by: Actor, at: datetime) -> Accountability:
    """A third person decides the appeal: the finding stands, is mitigated or falls, never becomes graver. Then it is
    final."""
    if by.person_id is None or by.person_id in involved(row):
        raise NotAllowed(_("A third decides the appeal: who neither proposed, decided nor appealed."))
    _check(row, ruling, [code for code, _text in rules.no_graver(row, at)])
    lock(row, FindingState.APPEALED)
    to = FindingState.HELD if ruling.is_held else FindingState.CLEARED
    _move(row, to, {"ended_at": at, "ended_by_id": by.by_id}, by=by, at=at)
    write(row, answer=ruling.decision.strip(), measure=ruling.measure if ruling.is_held else "")
    _tell(row, DECIDED, at)
    return row
