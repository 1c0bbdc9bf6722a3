"""One sheet: own remark, assessment, appeal, and the decision by somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.assessment.models import Appeal, Sheet
from firstdesk.assessment.selectors import rules
from firstdesk.assessment.services.ending import close_if_done
from firstdesk.assessment.services.record import concerned, lock, sheet_url, until, write
from firstdesk.assessment.states import SheetState
from firstdesk.common import clock, validation
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory.models import User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send

TOLD = gettext_noop("Your assessment in “%(title)s” is there. You may appeal until %(day)s.")
APPEALED = gettext_noop("An appeal in “%(title)s” waits for a decision by somebody else.")
DECIDED = gettext_noop("Your appeal in “%(title)s” is decided.")
Grade = Sheet.Grade


@transaction.atomic
def remark(sheet: Sheet, words: str, *, by: Actor, at: datetime) -> Sheet:
    """The one assessed comments, once, before the assessor writes."""
    if not words.strip():
        raise at_field("words", _("Write your remark."))
    lock(sheet, SheetState.OPEN)
    write(sheet, remark=words.strip()[:2000])
    changes = {"remarked_at": at, "remarked_by_id": by.by_id}
    noted = {"title": sheet.round.title}
    ledger.move(
        sheet, ledger.Move(SheetState.REMARKED, "assessment.remarked", changes=changes, noted=noted), by=by, at=at
    )
    return sheet


@dataclass(frozen=True, kw_only=True)
class Judged:
    """An assessor's words by dimension, and the grade."""

    words: Mapping[str, str]
    grade: str


@transaction.atomic
def assess(sheet: Sheet, judged: Judged, *, by: Actor, at: datetime) -> Sheet:
    """Assess a sheet; the days to appeal start. Raises NotAllowed for oneself, Refusal for a bad grade where all
    figures have too few records."""
    lock(sheet, SheetState.OPEN, SheetState.REMARKED)
    if by.person_id in {sheet.person_id, None}:
        raise NotAllowed(_("Nobody assesses themselves."))
    missing = [each for each in sheet.round.dimensions if not judged.words.get(each, "").strip()]
    if missing:
        raise at_field(f"words_{missing[0]}", _("Write something about each dimension."))
    if judged.grade not in Grade.values:
        raise at_field("grade", _("Choose how it is judged."))
    if judged.grade == Grade.TO_IMPROVE and all(each.found.few for each in rules.lines(sheet)):
        raise at_field(
            "grade",
            _("No indicator has enough records to judge by. Choose “not judged”, and say in words what you saw."),
        )
    last = until(sheet.round.appeal_days, at)
    words = {each: judged.words[each].strip()[:2000] for each in sheet.round.dimensions}
    write(sheet, words=words, grade=judged.grade)
    changes = {"assessed_at": at, "assessed_by_id": by.by_id, "appeal_until": last}
    step = ledger.Move(SheetState.ASSESSED, "assessment.assessed", changes=changes, noted={"title": sheet.round.title})
    ledger.move(sheet, step, by=by, at=at)
    people = concerned(sheet.unit, sheet.person, at)
    values = {"title": sheet.round.title, "day": f"{last:%Y-%m-%d}"}
    send(Message(kind="assessment.told", text=TOLD, values=values, url=sheet_url(sheet)), to=people, at=at)
    return sheet


@transaction.atomic
def appeal(sheet: Sheet, words: str, *, by: Actor, at: datetime) -> Appeal:
    """The one assessed appeals, in time."""
    if not words.strip():
        raise at_field("words", _("Say what you do not agree with, and why."))
    if sheet.appeal_until is None or clock.local(at).date() > sheet.appeal_until:
        raise NotAllowed(_("The days to appeal are over."))
    lock(sheet, SheetState.ASSESSED)
    noted = {"title": sheet.round.title}
    ledger.move(sheet, ledger.Move(SheetState.APPEALED, "assessment.appealed", noted=noted), by=by, at=at)
    row = Appeal(sheet=sheet, words=words.strip()[:2000], lodged_at=at, lodged_by_id=by.by_id)
    validation.check(row, leave_out=("sheet", "lodged_by", "is_upheld", "decided_at", "decided_by", "decision"))
    row.save(force_insert=True)
    others = User.objects.filter(
        appointments__post__unit=sheet.round.unit, appointments__post__code__in=("director", "supervisor")
    )
    told = [each for each in others.distinct() if each.pk not in {sheet.assessed_by_id, by.person_id}]
    message = Message(kind="assessment.appealed", text=APPEALED, values=noted, url=sheet_url(sheet))
    send(message, to=told, at=at)
    return row


@transaction.atomic
def settle_appeal(sheet: Sheet, *, is_upheld: bool, decision: str, grade: str = "", by: Actor, at: datetime) -> Sheet:
    """Decide an appeal, by somebody other than the assessor; if upheld, the grade may change. Then the sheet is
    final."""
    if not decision.strip():
        raise at_field("decision", _("Give the reasons of the decision."))
    row = Appeal.objects.select_for_update(no_key=True).get(sheet=sheet)
    if by.person_id in {sheet.assessed_by_id, row.lodged_by_id, sheet.person_id, None}:
        raise NotAllowed(_("Somebody else than the assessor and the one concerned decides the appeal."))
    if grade and (not is_upheld or grade not in Grade.values):
        raise at_field("grade", _("The grade changes only where the appeal is upheld."))
    lock(sheet, SheetState.APPEALED)
    write(sheet, grade=grade or sheet.grade)
    changes = {"ended_at": at, "ended_by_id": by.by_id}
    noted = {"title": sheet.round.title, "upheld": is_upheld}
    ledger.move(
        sheet, ledger.Move(SheetState.FINAL, "assessment.appeal_decided", changes=changes, noted=noted), by=by, at=at
    )
    row.is_upheld, row.decision, row.decided_at, row.decided_by_id = is_upheld, decision.strip()[:2000], at, by.by_id
    row.save(update_fields=["is_upheld", "decision", "decided_at", "decided_by"])
    people = concerned(sheet.unit, sheet.person, at)
    values = {"title": sheet.round.title}
    message = Message(kind="assessment.appeal_decided", text=DECIDED, values=values, url=sheet_url(sheet))
    send(message, to=people, at=at)
    close_if_done(sheet.round, by=by, at=at)
    return sheet
