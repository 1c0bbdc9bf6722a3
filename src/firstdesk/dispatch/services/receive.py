"""What the receiving unit does: accept, object, give to a person, answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import Unit, User
from firstdesk.directory.selectors import members_of
from firstdesk.dispatch import policies
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.services import tell
from firstdesk.dispatch.services.turn import need, taken_by, turn
from firstdesk.dispatch.states import ReferralState
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Involvement, ResultCode
from firstdesk.matters.policies import check_not_recused
from firstdesk.matters.services import Step, advance, queue
from firstdesk.matters.services import assign as assign_matter
from firstdesk.matters.states import State

OBJECTIONS_ALLOWED = 2  # the next one brings the matter to the director: it must not wander (GC-01-03, GC-01-04)


@transaction.atomic
def accept(referral: Referral, *, by: Actor, at: datetime, handler: User | None = None) -> Referral:
    """From now the receiving unit is responsible: its handler where one is named, else its queue."""
    policies.check_receiver(by, referral)
    _check_member(handler, referral.to_unit, at)
    check_not_recused(referral.matter, handler)
    present = {"operator", "from_unit", "to_unit"} | ({"handover_note"} if referral.handover_note else set())
    need(referral.matter, "dispatch.accept", present, at=at)
    step = Step(
        to=State.HANDLING,
        event="referral.accepted",
        noted={"handler": str(handler or "")},
        responsible=taken_by(referral.to_unit, handler),
    )
    changes = {"decided_at": at, "decided_by_id": by.by_id, "handler": handler}
    turn(referral, ReferralState.WORKING, step, by=by, at=at, changes=changes)
    if handler and handler.pk != by.person_id:
        tell.handler(referral, at=at)
    return referral


@transaction.atomic
def object_(referral: Referral, *, reason: str, by: Actor, at: datetime) -> Referral:
    """The unit says why the matter is not its business. The matter goes back; the third time to the director."""
    policies.check_receiver(by, referral)
    matter = referral.matter
    need(matter, "dispatch.object", {"reason"} if reason.strip() else set(), at=at)
    if not reason.strip():
        raise Refusal(_("Say why it is not your unit's business, and whose it is."))
    step = Step(
        to=State.TO_TRIAGE,
        event="referral.objected",
        reason=reason.strip(),
        changes={"objections": matter.objections + 1},
        involves=((referral.to_unit, Involvement.Part.OBJECTED),),
    )
    changes = {"decided_at": at, "decided_by_id": by.by_id, "objection": reason.strip()}
    turn(referral, ReferralState.OBJECTED, step, by=by, at=at, changes=changes)
    if matter.objections > OBJECTIONS_ALLOWED:
        _to_director(referral, by=Actor.system("dispatch"), at=at)
    tell.sender(referral, tell.OBJECTED, at=at, why=reason.strip())
    return referral


def _to_director(referral: Referral, *, by: Actor, at: datetime) -> None:
    matter = referral.matter
    step = Step(
        to=State.ESCALATED,
        event="matter.escalated",
        reason=str(_("Units objected %(times)s times.") % {"times": matter.objections}),
        responsible=queue(matter.centre, "director"),
    )
    advance(matter, step, by=by, at=at)
    tell.escalated([matter], at=at)


@transaction.atomic
def assign(referral: Referral, *, handler: User, by: Actor, at: datetime) -> Referral:
    """Give an accepted matter to a person of the unit."""
    policies.check_receiver(by, referral)
    _check_member(handler, referral.to_unit, at)
    assign_matter(referral.matter, handler, by=by, at=at)
    Referral.objects.filter(pk=referral.pk).update(handler=handler)
    referral.handler = handler
    if handler.pk != by.person_id:
        tell.handler(referral, at=at)
    return referral


def _check_member(person: User | None, unit: Unit, at: datetime) -> None:
    if person and person not in members_of(unit, at):
        raise Refusal(_("%(person)s holds no post in “%(unit)s” today.") % {"person": person, "unit": unit.name})


@transaction.atomic
def answer(referral: Referral, *, result_code: str, text: str, by: Actor, at: datetime) -> Referral:
    """Return the result to the unit that sent it, which confirms it or returns it (SS-110-21, GC-07-04)."""
    policies.check_receiver(by, referral)
    present = {name for name, there in (("result", text.strip()), ("result_code", result_code)) if there}
    present.add("assists_done_or_reason")
    need(referral.matter, "dispatch.answer", present, at=at)
    if result_code not in ResultCode.values or not text.strip():
        raise Refusal(_("Choose the kind of result and write what was done."))
    step = Step(
        to=State.ANSWERED,
        event="referral.answered",
        noted={"result_code": result_code},  # the words stand on the referral: the record is never erased
        responsible=taken_by(referral.from_unit),
    )
    changes = {"result_code": result_code, "result_text": text.strip(), "answered_at": at, "answered_by_id": by.by_id}
    turn(referral, ReferralState.ANSWERED, step, by=by, at=at, changes=changes)
    tell.sender(referral, tell.ANSWERED, at=at)
    return referral
