"""The officer judges, the table draws the route, and the matter goes there: all in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.bulk import insert_rows
from firstdesk.common.language import words
from firstdesk.common.refusals import Refusal, at_field
from firstdesk.dispatch import selectors as referrals
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.services import Handover
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.matters.models import Matter
from firstdesk.matters.policies import check_directly
from firstdesk.matters.selectors import facts_of
from firstdesk.matters.services import Advance, Responsible, Step, advance, advance_many
from firstdesk.matters.states import State
from firstdesk.triage import policies
from firstdesk.triage.models import Decision
from firstdesk.triage.selectors.routes import SENT, Classification, Desk, Route, desk_of, route_for
from firstdesk.triage.selectors.targets import seat_of
from firstdesk.triage.services.beside import beside


@dataclass(frozen=True)
class Case:
    """One matter and what it is judged to be."""

    matter: Matter
    judged: Classification


@dataclass(frozen=True)
class _Plan:
    """A case that passed every check, and where it goes."""

    case: Case
    route: Route

    @property
    def matter(self) -> Matter:
        return self.case.matter


@transaction.atomic
def decide(matter: Matter, judged: Classification, *, by: Actor, at: datetime) -> Decision:
    """Classify a matter that waits for it and send it where the table says.

    Raises NotAllowed by its state, Refusal with the missing evidence and its clauses (gate `triage.decide`).
    """
    desk = desk_of(by)
    policies.check_own_centre(matter, by)
    decision = _act(_plans([Case(matter, judged)], desk, at), by, at)[0]
    beside(decision, judged, by=by, at=at)
    return decision


@transaction.atomic
def decide_many(cases: Sequence[Case], *, by: Actor, at: datetime) -> list[Decision]:
    """Classify many at once, all or none: an import. The queries do not grow with their number."""
    desk = desk_of(by, alone=True)
    return _act(_plans(cases, desk, at), by, at)


def _plans(cases: Sequence[Case], desk: Desk, at: datetime) -> list[_Plan]:
    papers = policies.papers_of(case.matter for case in cases)
    return [_plan(case, desk, papers, at) for case in cases]


def _plan(case: Case, desk: Desk, papers: policies.Papers, at: datetime) -> _Plan:
    matter, judged = case.matter, case.judged
    policies.check_decide(matter, desk)
    route = route_for(matter, judged, desk)
    policies.check_override(judged, route)
    facts = judged.facts | {"decider": "director" if desk.is_director else "officer"}
    _demand(matter, "triage.decide", policies.evidence(matter, judged, desk, route, papers), facts, at)
    return _Plan(case, route)


def _demand(matter: Matter, verb: str, present: set[str], facts: dict[str, str], at: datetime) -> None:
    demand(matter.centre_kind, verb, present, facts_of(matter, at) | facts, matter.rulebook_version)


def _act(plans: Sequence[_Plan], by: Actor, at: datetime) -> list[Decision]:
    """One step per matter, offers for those sent on, and the decisions, each kind in one go."""
    advance_many([Advance(plan.matter, _step(plan), at) for plan in plans], by=by)
    brought = [plan.matter for plan in plans if plan.route.kind == "escalate"]
    dispatch.tell_escalated(brought, at=at, but=by.person_id)
    sent = [plan for plan in plans if plan.route.kind in SENT]
    dispatch.offer_many([(plan.matter, _handover(plan)) for plan in sent], by=by, at=at)
    return insert_rows([_decision(plan, by, at) for plan in plans])


def _step(plan: _Plan) -> Step:
    """The step the route asks for; a matter sent on keeps its state until the offer moves it."""
    judged, route = plan.case.judged, plan.route
    changes: dict[str, object] = {name: getattr(judged, name) for name in _JUDGED} | {"may_mediate": route.may_mediate}
    noted: dict[str, object] = {"route": route.kind, "row": route.verdict.row_id, "unit": route.target.unit.name}
    if judged.director_decision:
        noted["director_decision"] = True
    if route.is_override:
        noted["override"] = True
    step = Step(to=None, event="matter.triaged", reason=judged.reason, changes=changes, noted=noted)
    if route.kind in SENT:
        return step
    step = replace(step, responsible=Responsible(route.target.unit, route.target.post, route.target.person))
    if route.kind == "escalate":
        stays = plan.matter.state == State.ESCALATED
        return replace(step, to=None if stays else State.ESCALATED, event="matter.escalated")
    return replace(step, to=State.HANDLING)


_JUDGED = ("nature", "topic", "urgency", "grade", "remit")


def _handover(plan: _Plan) -> Handover:
    judged, route = plan.case.judged, plan.route
    return Handover(
        to_unit=route.target.unit,
        note=judged.handover_note.strip() or words(route.verdict.because),
        route_row=route.verdict.row_id,
        to_scene=route.kind == "dispatch",
        person_informed=judged.person_informed,
    )


def _decision(plan: _Plan, by: Actor, at: datetime) -> Decision:
    judged, route = plan.case.judged, plan.route
    return Decision(
        matter=plan.matter,
        reason=judged.reason,
        director_decision=judged.director_decision,
        rule_id=route.verdict.rule_id,
        row_id=route.verdict.row_id,
        route=route.kind,
        target_unit=route.target.unit,
        verdict=route.verdict.to_json(),
        rulebook_version=route.verdict.version,
        is_override=route.is_override,
        decided_at=at,
        decided_by_id=by.person_id,
        **{name: getattr(judged, name) for name in _JUDGED},
    )


@transaction.atomic
def reclassify(matter: Matter, judged: Classification, *, by: Actor, at: datetime, approved: bool = False) -> Decision:
    """Judge anew what is on its way or in handling: it is taken back first, then goes where the table now says. What a
    unit has accepted, only where an application was approved."""
    desk = desk_of(by)
    policies.check_reclassify(matter)
    if not approved:
        check_directly(matter)
    policies.check_own_centre(matter, by)
    present = {name for name in ("nature", "topic", "reason") if getattr(judged, name).strip()}
    _demand(matter, "triage.reclassify", present, judged.facts, at)
    if not judged.reason.strip():
        raise at_field("reason", _("Give the reason."), clauses=("PM-024",), whole=_("Say why it is judged anew."))
    if not _took_back(matter, judged.reason, by=by, at=at):
        step = Step(State.TO_TRIAGE, "matter.reclassified", judged.reason, responsible=_intake(matter))
        advance(matter, step, by=by, at=at)
    decision = _act(_plans([Case(matter, judged)], desk, at), by, at)[0]
    beside(decision, judged, by=by, at=at)
    return decision


def _took_back(matter: Matter, reason: str, *, by: Actor, at: datetime) -> bool:
    """Take it back from the unit that was asked; False where none has been.

    Raises Conflict where somebody sent it elsewhere since the caller read it: the referral found may be a newer one.
    """
    referral = referrals.live_referral(matter)
    if referral is None:
        return False
    referral.matter = matter
    dispatch.take_back(referral, reason=reason, by=by, at=at)
    return True


def _intake(matter: Matter) -> Responsible:
    return Responsible(seat_of(matter), post=referrals.receiving_queue(seat_of(matter)))


@transaction.atomic
def escalate(matter: Matter, *, reason: str, by: Actor, at: datetime) -> Matter:
    """Bring a matter to the director (GC-01-03); a director brings it to the centre above (GC-01-04)."""
    desk = desk_of(by)
    policies.check_own_centre(matter, by)
    policies.check_escalate(matter, desk)
    if not reason.strip():
        raise at_field(
            "reason", _("Give the reason."), clauses=("GC-01-03",), whole=_("Say what the director is to decide.")
        )
    seat = seat_of(matter)
    target = desk.finder.superior(seat) if desk.is_director else desk.finder.queue(seat, "director")
    if target is None:
        raise Refusal(_("No centre stands above “%(unit)s”: decide it here.") % {"unit": seat.name})
    _took_back(matter, reason, by=by, at=at)
    to = None if matter.state == State.ESCALATED else State.ESCALATED
    step = Step(to, "matter.escalated", reason.strip(), responsible=Responsible(target.unit, post=target.post))
    matter = advance(matter, step, by=by, at=at)
    dispatch.tell_escalated([matter], at=at, but=by.person_id)
    return matter
