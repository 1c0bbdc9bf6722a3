"""Inspections: planned, filled in, handed over, commented on, signed; defects become findings."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.checks import policies
from firstdesk.checks.models import Inspection, Mark, Visit
from firstdesk.checks.selectors import sheets
from firstdesk.checks.selectors.reach import acting_in, kind_of, leaders, today
from firstdesk.checks.services import raising, recording
from firstdesk.checks.services.marking import check_whole
from firstdesk.checks.services.raising import NewFinding
from firstdesk.checks.services.recording import Shows, Told
from firstdesk.checks.states import InspectionState
from firstdesk.common import validation
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory.models import Unit, User
from firstdesk.files.models import File
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send
from firstdesk.obligations.services.proving import Shown, prove
from firstdesk.regulations import selectors as regulations

Mode = Inspection.Mode
VISIT = "outside_supervision"
DONE = ("begun", "handed", "heard", "ended")
LATER = ("word_by", "word_agrees", *(f"{verb}_{what}" for verb in DONE for what in ("at", "by")))  # not yet known


@dataclass(frozen=True, kw_only=True)
class NewInspection:
    """An inspection as entered."""

    subject: str
    mode: str
    planned_on: date
    inspector: User
    unit: Unit | None = None
    place: str = ""
    beside: str = ""


@transaction.atomic
def plan(by_unit: Unit, new: NewInspection, *, by: Actor, at: datetime) -> Inspection:
    """Plan an inspection; an announced one is told to the unit. Raises Refusal where a unit would inspect itself."""
    own = new.mode == Mode.OWN
    unit = by_unit if own else new.unit
    policies.check_target(by_unit, unit, is_own=own)
    _check_subject(by_unit, new, at)
    recording.not_past(new.planned_on, "planned_on", at)
    if acting_in(new.inspector, by_unit, at) is None:
        raise at_field("inspector", _("This person holds no post here that inspects."))
    row = Inspection(
        by_unit=by_unit, unit=unit, place="" if own else new.place.strip()[:120], subject=new.subject, mode=new.mode,
        planned_on=new.planned_on, inspector=new.inspector, beside=new.beside.strip()[:120],
        rulebook_version=regulations.current(at).version, changed_at=at, planned_at=at, planned_by_id=by.by_id,
    )  # fmt: skip
    validation.check(row, leave_out=LATER)
    row.save(force_insert=True)
    noted = {"subject": row.subject, "mode": row.mode, "planned_on": row.planned_on, "unit": row.unit_id}
    recording.enter(row, "inspection.planned", noted, chain=row.ledger_chain, by=by, at=at)
    if unit is not None and row.mode == Mode.ANNOUNCED:
        book = regulations.version(row.rulebook_version)
        title = book.facts[sheets.FACT].values[row.subject]
        values = {"day": row.planned_on.isoformat(), "by": by_unit.name, "subject": title.zh, "subject_en": title.en}
        message = Message(kind="inspection.planned", text=recording.INSPECTED, values=values, url=_url(row))
        send(message, to=leaders(unit, at), at=at)
    return row


def _check_subject(by_unit: Unit, new: NewInspection, at: datetime) -> None:
    book = regulations.current(at)
    if not sheets.rules_for(book, kind_of(by_unit), new.subject):
        raise at_field("subject", _("The rules in force have no checklist for this; ask whoever keeps them."))
    if (new.subject == sheets.OWN_WORK) != (new.mode == Mode.OWN):
        raise at_field("mode", _("The own work is checked as such, and nothing else is."))
    if new.subject in sheets.PLACES and not new.place.strip():
        raise at_field("place", _("Name the place or body that is inspected."))


@transaction.atomic
def cancel(row: Inspection, reason: str, *, by: Actor, at: datetime) -> Inspection:
    """Cancel an inspection, also an unfinished one; the reason is recorded."""
    policies.check_fills(row, by)
    why = recording.words_in(reason, "reason")
    changes = {"ended_at": at, "ended_by_id": by.by_id, "conclusion": why[:1000]}
    step = ledger.Move(InspectionState.CANCELLED, "inspection.cancelled", reason=why, changes=changes)
    recording.take(row, step, by=by, at=at)
    return row


@transaction.atomic
def hand_over(row: Inspection, word_by: date | None, *, by: Actor, at: datetime) -> Inspection:
    """Hand all results to the unit, which may comment by a day."""
    policies.check_fills(row, by)
    if row.unit_id is None or row.mode == Mode.OWN:
        raise NotAllowed(_("Of this nobody else is to be heard: sign it."))
    check_whole(sheets.lines(sheets.of_inspection(row)))
    until = recording.not_past(word_by, "word_by", at)
    changes = {"word_by": until, "handed_at": at, "handed_by_id": by.by_id}
    wanting = row.marks.filter(result=Mark.Result.NOT_KEPT).count()
    step = ledger.Move(InspectionState.HANDED, "inspection.handed", changes=changes, noted={"wanting": wanting})
    recording.take(row, step, by=by, at=at)
    values = {"day": row.planned_on.isoformat(), "until": until.isoformat()}
    message = Message(kind="inspection.handed", level="warning", text=recording.HANDED, values=values, url=_url(row))
    assert row.unit is not None  # refused above
    send(message, to=leaders(row.unit, at), at=at)
    return row


@transaction.atomic
def hear(row: Inspection, word: str, *, agrees: bool, by: Actor, at: datetime) -> Inspection:
    """The unit comments, once: it agrees or states its view."""
    said = word.strip() if agrees else recording.words_in(word, "word")
    changes = {"word": said[:1000], "word_agrees": agrees, "heard_at": at, "heard_by_id": by.by_id}
    step = ledger.Move(InspectionState.HEARD, "inspection.heard", changes=changes, noted={"agrees": agrees})
    recording.take(row, step, by=by, at=at)
    return row


@transaction.atomic
def sign(row: Inspection, conclusion: str, due_on: date | None, *, by: Actor, at: datetime) -> Inspection:
    """Sign the inspection once the unit has commented or its time is over. Defects become findings with a day."""
    policies.check_fills(row, by)
    found = sheets.lines(sheets.of_inspection(row))
    check_whole(found)
    if row.state == InspectionState.HANDED and not policies.is_word_over(row, at):
        raise NotAllowed(_("The unit may have its word until %(day)s; sign after that.") % {"day": row.word_by})
    if row.state == InspectionState.UNDERWAY and row.unit_id is not None and row.mode != Mode.OWN:
        raise NotAllowed(_("Hand it over first: the unit that was inspected is heard before anybody signs."))
    wanting = [line for line in found if line.mark and line.mark.result == Mark.Result.NOT_KEPT]
    due = recording.not_past(due_on, "due_on", at) if wanting else None
    changes = {"conclusion": conclusion.strip()[:1000], "ended_at": at, "ended_by_id": by.by_id}
    noted = {"items": len(found), "wanting": len(wanting), "heard": row.heard_at is not None}
    step = ledger.Move(InspectionState.SIGNED, "inspection.signed", changes=changes, noted=noted)
    recording.take(row, step, by=by, at=at)
    for line in wanting:
        new = NewFinding(
            unit=row.unit or row.by_unit, by_unit=row.by_unit, title=line.text, due_on=due,
            words=line.mark.words if line.mark else "", rule_id=line.rule_id, item=line.item,
        )  # fmt: skip
        raising.raise_(new, inspection=row, by=by, at=at)
    _prove(row, by, at)
    return row


def _prove(row: Inspection, by: Actor, at: datetime) -> None:
    """Prove the duties that require such an inspection, on the day it was held."""
    assert row.begun_at is not None  # the first marks begin it
    shown = Shown(
        kind=f"inspection_{row.subject}", unit=row.by_unit, happened_on=today(row.begun_at), ref=f"inspection:{row.pk}",
        url=_url(row), title=row.place or (row.unit.name if row.unit else ""),
    )  # fmt: skip
    prove([shown], by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class NewVisit:
    """A visit as entered."""

    body: str
    happened_on: date
    guests: int
    subject: str
    said: str
    file: File | None = None


@transaction.atomic
def note_visit(unit: Unit, new: NewVisit, *, by: Actor, at: datetime) -> Visit:
    """Record a visit by an outside body; people are counted, not listed."""
    row = Visit(unit=unit, noted_at=at, noted_by_id=by.by_id, **vars(new))
    told = Told("visit.noted", {"body": row.body, "guests": row.guests, "happened_on": row.happened_on})
    return recording.keep(row, told, Shows(VISIT, "/checks/visits/", row.subject, row.file), by=by, at=at)


def _url(row: Inspection) -> str:
    return f"/checks/inspections/{row.pk}/"
