"""Awards: proposed with grounds, decided by somebody else; those of the year reported upward."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.assessment.models import Award, Sheet
from firstdesk.assessment.services.record import check_serves, concerned, enter, lock, write
from firstdesk.assessment.states import AwardState, SheetState
from firstdesk.common import validation
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send

GIVEN = gettext_noop("“%(unit)s” commends you.")
RECOMMENDED = gettext_noop("“%(centre)s” recommends “%(unit)s” as outstanding in the year.")
URL = "/assessment/merits/"


@dataclass(frozen=True, kw_only=True)
class NewAward:
    """A proposed award: for whom, for what, and the assessment it rests on, if any."""

    unit: Unit
    kind: str
    grounds: str
    person: User | None = None
    sheet: Sheet | None = None


@transaction.atomic
def propose(centre: Unit, new: NewAward, *, by: Actor, at: datetime) -> Award:
    """Propose an award. An assessment it rests on must be final and about the same unit or person. Idempotent for the
    same form."""
    sheet = new.sheet
    if sheet is not None and (sheet.state != SheetState.FINAL or sheet.round.unit_id != centre.pk):
        raise at_field("sheet", _("An award rests on an assessment of this centre that is final."))
    if sheet is not None and (sheet.unit_id, sheet.person_id) != (new.unit.pk, new.person.pk if new.person else None):
        raise at_field("sheet", _("This assessment is about somebody else."))
    if not new.grounds.strip():
        raise at_field("grounds", _("Say what was done well."))
    if new.person is not None and new.person.pk == by.person_id:
        raise at_field("person", _("Nobody proposes themselves."))
    check_serves(new.unit, new.person, at)
    Unit.objects.select_for_update(no_key=True).get(pk=centre.pk)  # sent twice, it is proposed once
    row = Award(
        centre=centre, unit=new.unit, person=new.person, sheet=sheet, kind=new.kind, grounds=new.grounds.strip(),
        proposed_at=at, proposed_by_id=by.by_id,
    )  # fmt: skip
    validation.check(row, leave_out=("proposed_by", "decided_at", "decided_by", "reported_at", "reported_by"))
    row.save(force_insert=True)
    enter(row, "award.proposed", {"kind": row.kind, "unit": row.unit.name}, by=by, at=at)
    return row


@transaction.atomic
def decide(award: Award, *, is_given: bool, decision: str = "", by: Actor, at: datetime) -> Award:
    """Give or decline an award."""
    if by.person_id in {award.proposed_by_id, award.person_id, None}:
        raise NotAllowed(_("Somebody else decides than who proposed."))
    if not is_given and not decision.strip():
        raise at_field("decision", _("Say why it is not given."))
    to = AwardState.GIVEN if is_given else AwardState.DECLINED
    lock(award, AwardState.PROPOSED)
    write(award, decision=decision.strip()[:300])
    changes = {"decided_at": at, "decided_by_id": by.by_id}
    noted = {"kind": award.kind, "unit": award.unit.name}
    ledger.move(award, ledger.Move(to, f"award.{to}", changes=changes, noted=noted), by=by, at=at)
    if is_given:
        people = concerned(award.unit, award.person, at)
        told = Message(kind="award.given", text=GIVEN, values={"unit": award.centre.name}, url=URL)
        send(told, to=people, at=at)
    return award


@transaction.atomic
def report(award: Award, *, by: Actor, at: datetime) -> Award:
    """Report an award of the year to the centre above."""
    superior = directory.superior_centre(award.centre)
    if award.kind != Award.Kind.YEAR:
        raise NotAllowed(_("Only what was outstanding in the year is reported upward."))
    if superior is None:
        raise NotAllowed(_("There is no centre above this one."))
    lock(award, AwardState.GIVEN)
    changes = {"reported_at": at, "reported_by_id": by.by_id}
    noted = {"unit": award.unit.name, "superior": superior.name}
    ledger.move(award, ledger.Move(AwardState.REPORTED, "award.reported", changes=changes, noted=noted), by=by, at=at)
    post = directory.director_post(superior)
    to = directory.holders(post, at) if post else []
    values = {"centre": award.centre.name, "unit": award.unit.name}
    send(Message(kind="award.reported", text=RECOMMENDED, values=values, url=URL), to=to, at=at)
    return award
