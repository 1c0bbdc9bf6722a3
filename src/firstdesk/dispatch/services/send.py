"""What the sending unit does: offer, take back, confirm, return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import Unit
from firstdesk.directory.selectors import decides
from firstdesk.dispatch import policies, selectors
from firstdesk.dispatch.models import Referral, ReturnedResult, Service, Task, Turnout
from firstdesk.dispatch.services import tell
from firstdesk.dispatch.services.receive import to_director
from firstdesk.dispatch.services.scene import order_for
from firstdesk.dispatch.services.settle import settle
from firstdesk.dispatch.services.turn import facts_about, has_been_round, need, set_state, taken_by, turn, wanders
from firstdesk.dispatch.states import (
    OPEN,
    TASK_OPEN,
    TURNOUT_OPEN,
    ReferralState,
    ServiceState,
    TaskState,
    TurnoutState,
)
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Channel, Involvement, Matter, Urgency
from firstdesk.matters.services import Advance, Responsible, Step, advance_many
from firstdesk.matters.states import State

_NAMED = ("matter", "from_unit", "to_unit", "handler")  # what a message about a referral speaks of


@dataclass(frozen=True)
class Handover:
    """The handover record of an offer (PM-025): to whom, with which words, chosen by which row of the table."""

    to_unit: Unit
    note: str
    route_row: str = ""
    to_scene: bool = False  # it is to be dealt with at the place: whoever is asked is ordered there
    person_informed: bool = False  # the person was told which unit takes it on (GC-01-07, CP-13-06, WS-PS-09)


@transaction.atomic
def offer(matter: Matter, handover: Handover, *, by: Actor, at: datetime) -> Referral:
    """Ask a unit to take the matter. The unit that has it stays responsible until the other accepts."""
    return offer_many([(matter, handover)], by=by, at=at)[0]


@transaction.atomic
def offer_many(offers: Sequence[tuple[Matter, Handover]], *, by: Actor, at: datetime) -> list[Referral]:
    """Several offers, all or none; the queries grow with the units asked, not with the matters."""
    units = {handover.to_unit.pk: handover.to_unit for _matter, handover in offers}
    receivers = {pk: taken_by(unit) for pk, unit in units.items()}
    trail = _trail([matter for matter, _handover in offers])
    for matter, handover in offers:
        _check(matter, handover, at)
        _check_way(matter, handover, trail, by)
    _retire_leftovers([matter for matter, _handover in offers])
    referrals = Referral.objects.bulk_create([_referral(each, handover, by, at, trail) for each, handover in offers])
    steps = [_step(referral, receivers[referral.to_unit_id]) for referral in referrals]
    pairs = zip(referrals, steps, strict=True)
    advance_many([Advance(referral.matter, step, at) for referral, step in pairs], by=by)
    tell.offered(referrals, at=at)
    sent = zip(referrals, offers, strict=True)
    order_for([each for each, (matter, handover) in sent if handover.to_scene and _is_live(matter)], by=by, at=at)
    return referrals


def _is_live(matter: Matter) -> bool:
    """Danger reported by somebody who waits; not an entry of an old list."""
    return matter.urgency == Urgency.URGENT and matter.channel != Channel.IMPORT


def _trail(matters: Sequence[Matter]) -> dict[int, list[Referral]]:
    """Where matters have been since they were last opened."""
    trail: dict[int, list[Referral]] = {matter.pk: [] for matter in matters}
    rounds = {matter.pk: matter.reopenings for matter in matters}
    for each in Referral.objects.filter(matter__in=trail).exclude(state=ReferralState.RELIEVED).order_by("pk"):
        if each.round == rounds[each.matter_id]:
            trail[each.matter_id].append(each)
    return trail


def _check_way(matter: Matter, handover: Handover, trail: Mapping[int, list[Referral]], by: Actor) -> None:
    """A matter must not wander: a unit that objected, and a fourth unit, are the director's to choose."""
    been = trail[matter.pk]
    objected = next((each for each in been if _objected(each, handover.to_unit)), None)
    if (objected is None and not has_been_round(matter, len(been))) or decides(by):
        return
    if objected is not None:
        raise NotAllowed(
            _("“%(unit)s” has objected to this matter. Choose another unit, or bring it to the director, who decides.")
            % {"unit": handover.to_unit.name}
        )
    raise NotAllowed(
        _("This matter has been to %(hops)s units. Bring it to the director, who decides who takes it.")
        % {"hops": len(been)}
    )


def _objected(referral: Referral, unit: Unit) -> bool:
    return referral.state == ReferralState.OBJECTED and referral.to_unit_id == unit.pk


def _check(matter: Matter, handover: Handover, at: datetime) -> None:
    sender, receiver = matter.responsible_unit, handover.to_unit
    if receiver.pk == sender.pk:
        raise Refusal(_("“%(unit)s” has this matter already; choose another unit.") % {"unit": sender.name})
    if not receiver.is_active:
        raise Refusal(_("“%(unit)s” is no longer in use; choose another unit.") % {"unit": receiver.name})
    need(matter, "dispatch.offer", _evidence(handover), at=at)


def _evidence(handover: Handover) -> set[str]:
    present = {"from_unit", "to_unit"}
    if handover.note.strip():
        present.add("handover_note")
    if handover.person_informed:
        present |= {"person_informed", "handler_told"}
    return present


def _referral(
    matter: Matter, handover: Handover, by: Actor, at: datetime, trail: Mapping[int, list[Referral]]
) -> Referral:
    is_told = handover.person_informed and by.person_id is not None
    return Referral(
        matter=matter,
        from_unit=matter.responsible_unit,
        to_unit=handover.to_unit,
        handover_note=handover.note.strip(),
        route_row=handover.route_row,
        hop=len(trail[matter.pk]) + 1,
        round=matter.reopenings,
        person_informed_at=at if is_told else None,
        person_informed_by_id=by.person_id if is_told else None,
        offered_at=at,
        offered_by_id=by.person_id,
    )


def _step(referral: Referral, receiver: Responsible) -> Step:
    noted = {
        "referral": referral.pk,
        "from": referral.from_unit.name,
        "unit": referral.to_unit.name,
        "row": referral.route_row,
        "person_informed": referral.person_informed_at is not None,
    }
    return Step(
        to=State.OFFERED,
        event="referral.offered",
        noted=noted,
        owes=receiver,
        involves=((referral.to_unit, Involvement.Part.OFFERED),),
        facts=facts_about(referral.to_unit),
    )


@transaction.atomic
def withdraw(referral: Referral, *, reason: str, by: Actor, at: datetime) -> Referral:
    """Call back what nobody of the other unit has touched. After the third unit it goes to the director by itself."""
    policies.check_sender(by, referral)
    policies.check_untouched(referral)
    take_back(referral, reason=reason, by=by, at=at)
    if has_been_round(referral.matter, referral.hop):
        to_director(referral, by=Actor.system("dispatch"), at=at)
    return referral


@transaction.atomic
def take_back(referral: Referral, *, reason: str, by: Actor, at: datetime) -> Referral:
    """Take the matter back, to be classified anew by the unit that sent it: part of a new decision about it."""
    policies.check_sender(by, referral)
    _require(reason)
    step = Step(
        to=State.TO_TRIAGE, event="referral.withdrawn", reason=reason.strip(), responsible=taken_by(referral.from_unit)
    )
    changes = {"decided_at": at, "decided_by_id": by.by_id}
    turn(referral, ReferralState.WITHDRAWN, step, by=by, at=at, changes=changes)
    settle(referral, by=by, at=at)
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
    """The result is not enough: the same unit, and the same person where there was one, goes on. Sent back as often as
    the rules allow, it is taken from the unit, and the director decides."""
    policies.check_sender(by, referral)
    _require(reason)
    step = Step(
        to=State.HANDLING,
        event="referral.returned",
        reason=reason.strip(),
        responsible=taken_by(referral.to_unit, referral.handler),
    )
    ReturnedResult.objects.create(
        referral=referral, code=referral.result_code, text=referral.result_text, reason=reason.strip(), returned_at=at,
        returned_by_id=by.by_id,
    )  # fmt: skip
    changes = {"answered_at": None, "answered_by_id": None, "result_code": "", "result_text": ""}
    turn(referral, ReferralState.WORKING, step, by=by, at=at, changes=changes)
    if wanders(referral.matter):
        set_state(referral, ReferralState.WITHDRAWN, {"decided_at": at, "decided_by_id": by.by_id})
        settle(referral, by=by, at=at)
        to_director(referral, by=Actor.system("dispatch"), at=at)
        tell.receiver(referral, tell.WITHDRAWN, at=at, why=reason.strip())
    else:
        tell.receiver(referral, tell.RETURNED, at=at, why=reason.strip())
    return referral


def _require(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("Say why; the other unit reads it."))


@transaction.atomic
def retire(matter: Matter) -> None:
    """End what is left open of a referral whose matter ended by another way (duplicate, withdrawn, invalid).

    The matter's own entry in the record says why; the referral only follows, and whoever worked on it hears of it.
    """
    if matter.ended_at is not None:
        for referral in _retire_leftovers([matter]):
            tell.receiver(referral, tell.ENDED, at=matter.ended_at)
        _retire_parts(matter)


def _retire_parts(matter: Matter) -> None:
    """Ways, help and services of a matter that is over; its own entry in the record says why."""
    ended = {"ended_at": matter.ended_at, "ended_by_id": matter.ended_by_id, "changed_at": matter.ended_at}
    Turnout.objects.filter(matter=matter, state__in=TURNOUT_OPEN).update(state=TurnoutState.STOOD_DOWN, **ended)
    Task.objects.filter(matter=matter, state__in=TASK_OPEN).update(state=TaskState.WITHDRAWN, **ended)
    Service.objects.filter(matter=matter, state=ServiceState.OPEN).update(state=ServiceState.ENDED, **ended)


def _retire_leftovers(matters: Sequence[Matter]) -> list[Referral]:
    """What was left open and ends now. Raises NotAllowed where a unit has been asked and still owes its answer."""
    retired = []
    known = {matter.pk: matter for matter in matters}
    for referral in Referral.objects.filter(matter__in=known, state__in=OPEN).select_related(*_NAMED):
        if selectors.goes_with(known[referral.matter_id], referral):
            raise NotAllowed(
                _("“%(unit)s” has been asked already. Take that back first.") % {"unit": referral.to_unit.name}
            )
        set_state(referral, ReferralState.WITHDRAWN, {})
        retired.append(referral)
    return retired
