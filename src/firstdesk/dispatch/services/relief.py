"""At the place the responsible unit formally takes over from whoever went first (SS-110-20)."""

from datetime import datetime

from django.db import transaction

from firstdesk.dispatch import policies
from firstdesk.dispatch.models import OnSceneHandover, Referral, Turnout
from firstdesk.dispatch.selectors import live_referral
from firstdesk.dispatch.services.settle import check_turnout
from firstdesk.dispatch.services.turn import member, need, set_state, shift, taken_by
from firstdesk.dispatch.states import ReferralState, TurnoutState
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Involvement
from firstdesk.matters.services import Step, advance
from firstdesk.matters.states import State


@transaction.atomic
def relieve(first: Turnout, second: Turnout, *, note: str = "", by: Actor, at: datetime) -> OnSceneHandover:
    """From this moment the second unit answers at the place, and for the matter where the first one had it."""
    policies.check_relieves(by, first, second)
    check_turnout(first, TurnoutState.RELIEVED)
    matter = second.matter = first.matter
    present = {"from_unit", "to_unit"} | ({"unit_arrived"} if second.state == TurnoutState.ON_SCENE else set())
    need(matter, "dispatch.relieve", present, at=at)
    handler = member(by, second.unit, at)
    had = live_referral(matter)
    passes = had is not None and had.to_unit_id == first.unit_id and matter.state == State.HANDLING
    handover = OnSceneHandover.objects.create(
        matter=matter,
        from_unit=first.unit,
        to_unit=second.unit,
        handed_over_at=at,
        handed_over_by_id=by.by_id,
        received_by_name=str(handler or by.name),
        note=note.strip(),
    )
    noted = {"turnout": first.pk, "from": first.unit.name, "unit": second.unit.name, "handover": handover.pk}
    step = Step(
        to=None,
        event="turnout.relieved",
        noted=noted | {"passes": passes},
        responsible=taken_by(second.unit, handler) if passes else None,
        involves=((first.unit, Involvement.Part.RELEASED),) if passes else (),
    )
    advance(matter, step, by=by, at=at)
    shift(first, TurnoutState.RELIEVED, {"ended_at": at, "ended_by_id": by.by_id, "changed_at": at})
    if passes and had is not None:
        _pass_on(had, second, handover, by=by, at=at)
    return handover


def _pass_on(had: Referral, second: Turnout, handover: OnSceneHandover, *, by: Actor, at: datetime) -> None:
    """What the first unit had been sent is now the second one's; the result goes to the same sender (SS-110-21)."""
    set_state(had, ReferralState.RELIEVED, {})
    taken = Referral.objects.create(
        matter=second.matter,
        from_unit=had.from_unit,
        to_unit=second.unit,
        state=ReferralState.WORKING,
        handover_note=handover.note or had.handover_note,
        route_row=had.route_row,
        hop=had.hop,
        round=had.round,
        offered_at=at,
        offered_by_id=by.by_id,
        decided_at=at,
        decided_by_id=by.by_id,
        handler=member(by, second.unit, at),
    )
    Turnout.objects.filter(pk=second.pk).update(referral=taken)
    second.referral = taken
