"""What the sending unit does: offer, take back, confirm, return."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import Unit
from firstdesk.dispatch import policies, selectors
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.services import tell
from firstdesk.dispatch.services.turn import check_move, facts_about, need, set_state, taken_by, turn
from firstdesk.dispatch.states import ReferralState
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Involvement, Matter
from firstdesk.matters.services import Step, advance
from firstdesk.matters.states import State


@dataclass(frozen=True)
class Handover:
    """The handover record of an offer (PM-025): to whom, with which words, chosen by which row of the table."""

    to_unit: Unit
    note: str
    route_row: str = ""
    person_informed: bool = False  # the person was told which unit takes it on (GC-01-07, CP-13-06, WS-PS-09)


@transaction.atomic
def offer(matter: Matter, handover: Handover, *, by: Actor, at: datetime) -> Referral:
    """Ask a unit to take the matter. The unit that has it stays responsible until the other accepts."""
    sender = matter.responsible_unit
    if handover.to_unit.pk == sender.pk:
        raise Refusal(_("“%(unit)s” has this matter already; choose another unit.") % {"unit": sender.name})
    if not handover.to_unit.is_active:
        raise Refusal(_("“%(unit)s” is no longer in use; choose another unit.") % {"unit": handover.to_unit.name})
    receiver = taken_by(handover.to_unit)  # raises where nobody could receive it
    _retire_leftover(matter)
    need(matter, "dispatch.offer", _evidence(handover), at=at)
    referral = Referral.objects.create(
        matter=matter,
        from_unit=sender,
        to_unit=handover.to_unit,
        handover_note=handover.note.strip(),
        route_row=handover.route_row,
        person_informed_at=at if handover.person_informed and by.person_id else None,
        person_informed_by_id=by.person_id if handover.person_informed else None,
        offered_at=at,
        offered_by_id=by.person_id,
    )
    noted = {
        "referral": referral.pk,
        "from": sender.name,
        "unit": handover.to_unit.name,
        "note": referral.handover_note,
    }
    noted |= {"person_informed": handover.person_informed, "row": handover.route_row}
    step = Step(
        to=State.OFFERED,
        event="referral.offered",
        noted=noted,
        owes=receiver,
        involves=((handover.to_unit, Involvement.Part.OFFERED),),
        facts=facts_about(handover.to_unit),
    )
    advance(matter, step, by=by, at=at)
    tell.receiver(referral, tell.OFFERED, at=at)
    return referral


def _evidence(handover: Handover) -> set[str]:
    present = {"from_unit", "to_unit"}
    if handover.note.strip():
        present.add("handover_note")
    if handover.person_informed:
        present |= {"person_informed", "handler_told"}
    return present


@transaction.atomic
def offer_many(offers: Iterable[tuple[Matter, Handover]], *, by: Actor, at: datetime) -> list[Referral]:
    """A batch of offers; all or none."""
    return [offer(matter, handover, by=by, at=at) for matter, handover in offers]


@transaction.atomic
def withdraw(referral: Referral, *, reason: str, by: Actor, at: datetime) -> Referral:
    """Take the matter back, to be classified anew by the unit that sent it."""
    policies.check_sender(by, referral)
    _require(reason)
    step = Step(
        to=State.TO_TRIAGE, event="referral.withdrawn", reason=reason.strip(), responsible=taken_by(referral.from_unit)
    )
    changes = {"decided_at": at, "decided_by_id": by.by_id}
    turn(referral, ReferralState.WITHDRAWN, step, by=by, at=at, changes=changes)
    tell.receiver(referral, tell.WITHDRAWN, at=at, why=reason.strip())
    return referral


@transaction.atomic
def confirm(referral: Referral, *, by: Actor, at: datetime) -> Referral:
    """The result stands; now the person is to be answered."""
    policies.check_sender(by, referral)
    present = {
        name for name, there in (("result", referral.result_text), ("result_code", referral.result_code)) if there
    }
    need(referral.matter, "dispatch.confirm", present, at=at)
    step = Step(to=State.TO_REPLY, event="referral.confirmed", responsible=taken_by(referral.from_unit))
    changes = {"confirmed_at": at, "confirmed_by_id": by.by_id}
    return turn(referral, ReferralState.CONFIRMED, step, by=by, at=at, changes=changes)


@transaction.atomic
def return_(referral: Referral, *, reason: str, by: Actor, at: datetime) -> Referral:
    """The result is not enough: the same unit, and the same person where there was one, goes on."""
    policies.check_sender(by, referral)
    _require(reason)
    step = Step(
        to=State.HANDLING,
        event="referral.returned",
        reason=reason.strip(),
        noted={"returned_result": referral.result_text},
        responsible=taken_by(referral.to_unit, referral.handler),
    )
    changes = {"answered_at": None, "answered_by_id": None, "result_code": "", "result_text": ""}
    turn(referral, ReferralState.WORKING, step, by=by, at=at, changes=changes)
    tell.receiver(referral, tell.RETURNED, at=at, why=reason.strip())
    return referral


def _require(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("Say why; the other unit reads it."))


@transaction.atomic
def retire(matter: Matter) -> None:
    """End what is left open of a referral whose matter ended by another way (duplicate, withdrawn, invalid).

    The matter's own entry in the record says why; the referral only follows.
    """
    if not matter.is_open:
        _retire_leftover(matter)


def _retire_leftover(matter: Matter) -> None:
    referral = selectors.open_referral(matter)
    if referral is None:
        return
    if selectors.live_referral(matter):
        raise NotAllowed(
            _("“%(unit)s” has been asked already. Take that back first.") % {"unit": referral.to_unit.name}
        )
    check_move(referral, ReferralState.WITHDRAWN)
    set_state(referral, ReferralState.WITHDRAWN, {})
