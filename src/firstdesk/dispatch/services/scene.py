"""To the place: a unit is ordered out, sets out, arrives, is relieved or finishes. Each moment is one tap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, Refusal, at_field
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.dispatch import policies
from firstdesk.dispatch.models import Referral, Turnout
from firstdesk.dispatch.selectors import live_referral
from firstdesk.dispatch.selectors.scene import engaged, facts_for
from firstdesk.dispatch.services import tell
from firstdesk.dispatch.services.receive import enter
from firstdesk.dispatch.services.settle import about, check_turnout, mark
from firstdesk.dispatch.services.turn import member, need, taken_by
from firstdesk.dispatch.states import TURNOUT_OPEN, ReferralState, TurnoutState
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Involvement, Matter
from firstdesk.matters.policies import check_open
from firstdesk.matters.selectors import recused
from firstdesk.matters.services import Advance, Step, advance, advance_many


@dataclass(frozen=True)
class Order:
    """Who is to go, and what for."""

    unit: Unit
    part: str = Turnout.Part.RESPONSIBLE
    note: str = ""
    seen_on_camera: bool = False


@transaction.atomic
def order(matter: Matter, wanted: Order, *, by: Actor, at: datetime) -> Turnout:
    """Send a unit to the place; the centre sends any unit, a unit its own team (SS-110-14)."""
    check_open(matter)
    present = {"own_team_or_centre"} if policies.may_order(by, matter, wanted.unit) else set()
    need(matter, "dispatch.order", present, at=at)
    _check_free(matter, wanted.unit)
    turnout = Turnout.objects.create(
        matter=matter,
        unit=wanted.unit,
        part=wanted.part,
        note=wanted.note.strip(),
        seen_on_camera=wanted.seen_on_camera,
        ordered_at=at,
        ordered_by_id=by.person_id,
        changed_at=at,
    )
    parts = () if wanted.unit.pk in engaged(matter) else ((wanted.unit, Involvement.Part.ASSIST),)
    step = Step(
        to=None,
        event="turnout.ordered",
        noted=about(turnout) | {"part": turnout.part, "seen_on_camera": turnout.seen_on_camera},
        owes=taken_by(wanted.unit),
        involves=parts,
        facts=facts_for(matter, wanted.unit, at),
        part=turnout.clock_part,
    )
    advance(matter, step, by=by, at=at)
    tell.ordered(turnout, at=at)
    return turnout


def _check_free(matter: Matter, unit: Unit) -> None:
    if not unit.is_active:
        raise Refusal(_("“%(unit)s” is no longer in use; choose another unit.") % {"unit": unit.name})
    out = Turnout.objects.filter(matter=matter, unit=unit, state__in=TURNOUT_OPEN).first()
    if out is not None:
        raise NotAllowed(
            _("“%(unit)s” has been sent already: %(state)s.") % {"unit": unit.name, "state": out.get_state_display()}
        )


@dataclass(frozen=True)
class FirstAction:
    """Danger: who goes first, and whose business it is, called at the same moment (SS-110-19)."""

    first: Unit
    responsible: Unit | None = None  # none: it is police work alone
    is_police_work: bool = False
    note: str = ""


@transaction.atomic
def order_first(matter: Matter, action: FirstAction, *, by: Actor, at: datetime) -> list[Turnout]:
    """Send the police first and call the responsible unit in the same stroke."""
    present = {"unit_called_or_police_work"} if action.responsible or action.is_police_work else set()
    need(matter, "dispatch.order_first", present, at=at)
    if action.responsible is not None and action.responsible.pk == action.first.pk:
        raise at_field(
            "responsible",
            _("The unit that goes first and the responsible unit are two; tick if it is police work alone."),
        )
    wanted = [Order(action.first, Turnout.Part.FIRST, action.note)]
    if action.responsible is not None:
        wanted.append(Order(action.responsible, Turnout.Part.RESPONSIBLE, action.note))
    return [order(matter, each, by=by, at=at) for each in wanted]


@transaction.atomic
def depart(turnout: Turnout, *, by: Actor, at: datetime) -> Turnout:
    """The unit sets out. Whoever sets out has taken on what was sent to the unit."""
    policies.check_reports(by, turnout)
    check_turnout(turnout, TurnoutState.ON_WAY)
    _take_on(turnout, by=by, at=at)
    changes = {"departed_at": at, "departed_by_id": by.by_id}
    return mark(turnout, TurnoutState.ON_WAY, changes, by=by, at=at)


@transaction.atomic
def arrive(turnout: Turnout, *, by: Actor, at: datetime) -> Turnout:
    """The unit is at the place."""
    policies.check_reports(by, turnout)
    check_turnout(turnout, TurnoutState.ON_SCENE)
    _take_on(turnout, by=by, at=at)
    changes = {"arrived_at": at, "arrived_by_id": by.by_id}
    return mark(turnout, TurnoutState.ON_SCENE, changes, by=by, at=at)


def _take_on(turnout: Turnout, *, by: Actor, at: datetime) -> None:
    referral = live_referral(turnout.matter)
    if referral is not None and referral.to_unit_id == turnout.unit_id and referral.state == ReferralState.OFFERED:
        referral.matter = turnout.matter
        who = member(by, turnout.unit, at)
        has_to_stand_back = who is not None and who.pk in recused(turnout.matter)
        enter(referral, by=by, at=at, handler=None if has_to_stand_back else who)


@transaction.atomic
def finish(turnout: Turnout, *, outcome: str, text: str = "", by: Actor, at: datetime) -> Turnout:
    """Done at the place; what came of it."""
    policies.check_reports(by, turnout)
    check_turnout(turnout, TurnoutState.FINISHED)
    if outcome not in Turnout.Outcome.values:
        raise at_field("outcome", _("Say what came of it at the place."))
    changes = {"ended_at": at, "ended_by_id": by.by_id, "outcome": outcome, "ending": text.strip()}
    return mark(turnout, TurnoutState.FINISHED, changes, by=by, at=at)


@transaction.atomic
def stand_down(turnout: Turnout, *, reason: str, by: Actor, at: datetime) -> Turnout:
    """The unit need not go, or may turn round."""
    policies.check_commands(by, turnout)
    check_turnout(turnout, TurnoutState.STOOD_DOWN)
    if not reason.strip():
        raise at_field("reason", _("Say why it is no longer needed; the unit reads it."))
    changes = {"ended_at": at, "ended_by_id": by.person_id, "ending": reason.strip()}
    mark(turnout, TurnoutState.STOOD_DOWN, changes, by=by, at=at)
    tell.stood_down(turnout, at=at)
    return turnout


def order_for(referrals: Sequence[Referral], *, by: Actor, at: datetime) -> None:
    """What was sent to be dealt with at the place is an order to go there; in a few queries, however many."""
    out = Turnout.objects.filter(matter__in=[each.matter_id for each in referrals], state__in=TURNOUT_OPEN)
    gone = set(out.values_list("matter_id", "unit_id"))
    sent = [each for each in referrals if (each.matter_id, each.to_unit_id) not in gone]
    turnouts = Turnout.objects.bulk_create([_sent_with(each, by, at) for each in sent])
    receivers = {each.to_unit_id: taken_by(each.to_unit) for each in sent}
    advances = []
    for turnout in turnouts:
        step = Step(
            to=None,
            event="turnout.ordered",
            noted=about(turnout) | {"part": turnout.part},
            owes=receivers[turnout.unit_id],
            facts=facts_for(turnout.matter, turnout.unit, at),
            part=turnout.clock_part,
        )
        advances.append(Advance(turnout.matter, step, at))
    advance_many(advances, by=by)


def _sent_with(referral: Referral, by: Actor, at: datetime) -> Turnout:
    is_police = referral.to_unit.kind == UnitKind.STATION
    return Turnout(
        matter=referral.matter,
        unit=referral.to_unit,
        referral=referral,
        part=Turnout.Part.FIRST if is_police else Turnout.Part.RESPONSIBLE,
        ordered_at=at,
        ordered_by_id=by.person_id,
        changed_at=at,
    )
