"""Marking checklist items: kept, not kept, not applicable. Every item needs a result before handing over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.checks import policies
from firstdesk.checks.models import Inspection, Mark, Recheck
from firstdesk.checks.selectors import sheets
from firstdesk.checks.selectors.sheets import Line
from firstdesk.checks.services import raising, recording
from firstdesk.checks.services.raising import NewFinding
from firstdesk.checks.states import InspectionState, RecheckState
from firstdesk.common.refusals import Detail, NotAllowed, Refusal
from firstdesk.files.models import File
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor

Result = Mark.Result


@dataclass(frozen=True)
class Given:
    """The result of one item. Without a new photo the present one stays."""

    result: str
    words: str = ""
    file: File | None = None


@transaction.atomic
def mark(inspection: Inspection, given: Mapping[str, Given], *, by: Actor, at: datetime) -> Inspection:
    """Save results so far; the first begin the inspection."""
    policies.check_fills(inspection, by)
    if inspection.state not in {InspectionState.PLANNED, InspectionState.UNDERWAY}:
        raise NotAllowed(_("It was handed over; what was found stays as it was."))
    marks = _save(sheets.lines(sheets.of_inspection(inspection)), given, {"inspection": inspection}, by, at)
    begins = inspection.state == InspectionState.PLANNED
    changes = {"begun_at": at, "begun_by_id": by.by_id} if begins else {}
    to = InspectionState.UNDERWAY if begins else None
    step = ledger.Move(to, "inspection.marked", changes=changes, noted={"marked": len(marks)})
    recording.take(inspection, step, by=by, at=at)
    return inspection


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The overall result of a re-check."""

    words: str = ""
    due_on: date | None = None  # until when what was found wanting is put right


@transaction.atomic
def mark_recheck(recheck: Recheck, given: Mapping[str, Given], *, by: Actor, at: datetime) -> Recheck:
    """Save results of a re-check so far."""
    policies.check_checker(recheck, by)
    if recheck.state != RecheckState.OPEN:
        raise NotAllowed(_("This was checked again already; the result stays."))
    marks = _save(sheets.lines(sheets.of_recheck(recheck)), given, {"recheck": recheck}, by, at)
    noted = {"marked": len(marks)}
    recording.take(recheck, ledger.Move(None, "recheck.marked", noted=noted), by=by, at=at)
    return recheck


@transaction.atomic
def settle_recheck(recheck: Recheck, outcome: Outcome, *, by: Actor, at: datetime) -> Recheck:
    """Complete a re-check with every result; defects become findings of the unit that did the work."""
    policies.check_checker(recheck, by)
    found = sheets.lines(sheets.of_recheck(recheck))
    check_whole(found)
    wanting = [line for line in found if line.mark and line.mark.result == Result.NOT_KEPT]
    changes = {"is_kept": not wanting, "words": outcome.words.strip()[:500], "done_at": at, "done_by_id": by.by_id}
    step = ledger.Move(
        RecheckState.DONE, "recheck.done", changes=changes, noted={"draw": recheck.draw_id, "wanting": len(wanting)}
    )
    recording.take(recheck, step, by=by, at=at)
    due = recording.not_past(outcome.due_on, "due_on", at) if wanting else None
    for line in wanting:
        new = NewFinding(
            unit=recheck.unit, by_unit=recheck.draw.unit, title=line.text, due_on=due, words=_words(line),
            rule_id=line.rule_id, item=line.item,
        )  # fmt: skip
        raising.raise_(new, recheck=recheck, by=by, at=at)
    return recheck


def check_whole(lines: Sequence[Line]) -> None:
    """Raises Refusal naming each item without a result, and each defect without words."""
    if not lines:
        raise Refusal(_("The rules in force have no checklist for this; ask whoever keeps them."))
    missing = [Detail(line.name, _("No result yet: %(item)s") % {"item": line.text}) for line in lines if not line.mark]
    mute = [
        Detail(line.name, _("Say what was found: %(item)s") % {"item": line.text})
        for line in lines
        if line.mark and line.mark.result == Result.NOT_KEPT and not line.mark.words
    ]
    if missing or mute:
        raise Refusal(_("Every item needs its result before this is handed over."), details=[*missing, *mute])


def _save(
    lines: Sequence[Line], given: Mapping[str, Given], of: Mapping[str, Inspection | Recheck], by: Actor, at: datetime
) -> list[Mark]:
    known = {line.code: line for line in lines}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise Refusal(_("This is on no checklist of it."))
    saved = []
    for code, said in given.items():
        line = known[code]
        row = line.mark or Mark(rule_id=line.rule_id, item=line.item, **of)
        if said.result not in Result.values:
            raise Refusal(_("Kept, not kept, or not applicable: nothing else."))
        if line.mark and (row.result, row.words) == (said.result, said.words.strip()[:300]) and not said.file:
            continue
        row.result, row.words, row.file = said.result, said.words.strip()[:300], said.file or row.file
        row.marked_at, row.marked_by_id = at, by.by_id
        row.save()
        saved.append(row)
    return saved


def _words(line: Line) -> str:
    return line.mark.words if line.mark else ""
