"""What the receiving unit does: accept, object, give to a person, answer."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import User
from firstdesk.dispatch import policies
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.services import helping, tell
from firstdesk.dispatch.services.settle import settle
from firstdesk.dispatch.services.turn import check_member, has_been_round, need, sent_back, taken_by, turn, wanders
from firstdesk.dispatch.states import ReferralState
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Attachment, Involvement, ResultCode
from firstdesk.matters.policies import check_not_recused
from firstdesk.matters.services import Belonging, Step, advance, attach, queue
from firstdesk.matters.services import assign as assign_matter
from firstdesk.matters.states import State


@transaction.atomic
def accept(referral: Referral, *, by: Actor, at: datetime, handler: User | None = None) -> Referral:
    """From now the receiving unit is responsible: its handler where one is named, else its queue."""
    policies.check_receiver(by, referral)
    return enter(referral, by=by, at=at, handler=handler)


def enter(referral: Referral, *, by: Actor, at: datetime, handler: User | None) -> Referral:
    """The receiving unit has it, because its people said so or because they set out."""
    check_member(handler, referral.to_unit, at)
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
    settle(referral, by=by, at=at)
    if wanders(matter) or has_been_round(matter, referral.hop):
        to_director(referral, by=Actor.system("dispatch"), at=at)
    tell.sender(referral, tell.OBJECTED, at=at, why=reason.strip())
    return referral


def to_director(referral: Referral, *, by: Actor, at: datetime) -> None:
    """It has been to enough units, or was sent back often enough: the director decides, nobody sends it round again."""
    matter = referral.matter
    why = _("It was sent back %(times)s times.") % {"times": sent_back(matter)}
    if not wanders(matter):
        why = _("It has been to %(hops)s units.") % {"hops": referral.hop}
    step = Step(
        to=State.ESCALATED,
        event="matter.escalated",
        reason=str(why),
        responsible=queue(matter.centre, "director"),
    )
    advance(matter, step, by=by, at=at)
    tell.escalated([matter], at=at)


@transaction.atomic
def assign(referral: Referral, *, handler: User, by: Actor, at: datetime) -> Referral:
    """Give an accepted matter to a person of the unit."""
    policies.check_receiver(by, referral)
    check_member(handler, referral.to_unit, at)
    assign_matter(referral.matter, handler, by=by, at=at)
    Referral.objects.filter(pk=referral.pk).update(handler=handler)
    referral.handler = handler
    if handler.pk != by.person_id:
        tell.handler(referral, at=at)
    return referral


@transaction.atomic
def attach_proof(referral: Referral, files: Sequence[File], *, by: Actor, at: datetime) -> list[Attachment]:
    """Put photos and papers with the result. Before the answer itself, so that one that is refused loses none."""
    policies.check_receiver(by, referral)
    return attach(referral.matter, files, to=Belonging(Attachment.Part.ANSWER, referral.pk), by=by, at=at)


@transaction.atomic
def answer(
    referral: Referral, *, result_code: str, text: str, by: Actor, at: datetime, unfinished_reason: str = ""
) -> Referral:
    """Return the result to the unit that sent it, which confirms it or returns it (SS-110-21, GC-07-04).

    Help that is needed has been given by then, or `unfinished_reason` says why nobody waits for it.
    """
    policies.check_receiver(by, referral)
    present = {name for name, there in (("result", text.strip()), ("result_code", result_code)) if there}
    if unfinished_reason.strip() or not helping.outstanding(referral.matter):
        present.add("assists_done_or_reason")
    need(referral.matter, "dispatch.answer", present, at=at)
    if result_code not in ResultCode.values or not text.strip():
        raise Refusal(_("Choose the kind of result and write what was done."))
    settle(referral, by=by, at=at)
    if unfinished_reason.strip():
        helping.drop_all(referral.matter, reason=unfinished_reason, by=by, at=at)
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
