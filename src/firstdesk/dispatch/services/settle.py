"""One moment on a unit's way to a place: the row, the matter's record and the clocks of that way, at once."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.dispatch.models import Referral, Turnout
from firstdesk.dispatch.selectors.scene import facts_for
from firstdesk.dispatch.services.turn import shift, taken_by
from firstdesk.dispatch.states import TURNOUT_EVENT, TURNOUT_OPEN, ReferralState, TurnoutState
from firstdesk.ledger.actors import Actor
from firstdesk.matters.policies import check_open
from firstdesk.matters.services import Step, advance


def settle(referral: Referral, *, by: Actor, at: datetime) -> None:
    """What a unit was sent out for with a referral ends with it: done where it is there, else no longer needed."""
    found = Turnout.objects.filter(matter=referral.matter, unit=referral.to_unit, state__in=TURNOUT_OPEN)
    for turnout in found.select_related("unit"):
        turnout.matter = referral.matter
        is_there = turnout.state == TurnoutState.ON_SCENE and referral.state == ReferralState.WORKING
        to = TurnoutState.FINISHED if is_there else TurnoutState.STOOD_DOWN
        mark(turnout, to, {"ended_at": at, "ended_by_id": by.person_id}, by=by, at=at)


def mark(
    turnout: Turnout,
    to: TurnoutState,
    changes: Mapping[str, object],
    *,
    by: Actor,
    at: datetime,
) -> Turnout:
    """One moment: the row, the matter's record and the clocks of this turnout."""
    check_turnout(turnout, to)
    outcome = {"outcome": changes["outcome"]} if "outcome" in changes else {}
    starts = to == TurnoutState.ON_SCENE and _relieves(turnout)
    step = Step(
        to=None,
        event=TURNOUT_EVENT[to],
        noted=about(turnout) | outcome,  # words stand on the row: the record is never erased
        owes=taken_by(turnout.unit),
        facts=facts_for(turnout.matter, turnout.unit, at) if starts else {},
        part=turnout.clock_part,
    )
    advance(turnout.matter, step, by=by, at=at)
    shift(turnout, to, {**changes, "changed_at": at})
    return turnout


def _relieves(turnout: Turnout) -> bool:
    """Whether somebody who went first waits at the place for this unit to take over."""
    if turnout.part != Turnout.Part.RESPONSIBLE:
        return False
    first = Turnout.objects.filter(matter=turnout.matter, part=Turnout.Part.FIRST, state__in=TURNOUT_OPEN)
    return first.exists()


def check_turnout(turnout: Turnout, to: TurnoutState) -> None:
    """The table of moves has this arrow, and the matter is open."""
    check_open(turnout.matter)
    if to not in turnout.moves[turnout.state]:
        raise NotAllowed(
            _("This is not possible now: “%(unit)s” is “%(state)s”.")
            % {"unit": turnout.unit.name, "state": turnout.get_state_display()}
        )


def about(turnout: Turnout) -> dict[str, object]:
    """What the record says of every moment of a turnout."""
    return {"turnout": turnout.pk, "unit": turnout.unit.name}
