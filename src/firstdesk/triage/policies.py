"""Why a matter may not be classified now, or not by this person."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Grade, Matter, Nature
from firstdesk.matters.states import State
from firstdesk.triage.models import HazardForm, Verification
from firstdesk.triage.selectors.checklists import codes_for, ticks_of_many
from firstdesk.triage.selectors.routes import Classification, Desk, Route, rulebook_of

DECIDABLE = frozenset({State.TO_TRIAGE, State.ESCALATED})
RECLASSIFIABLE = frozenset({State.OFFERED, State.HANDLING})


def check_decide(matter: Matter, desk: Desk) -> None:
    """Only what waits for a decision is decided; what was brought to the director, only by a director."""
    if matter.state not in DECIDABLE:
        raise NotAllowed(
            _("%(number)s is “%(state)s”, so it does not wait for a classification. Reclassify it, with the reason.")
            % {"number": matter.number, "state": matter.get_state_display()}
        )
    if matter.state == State.ESCALATED and not desk.is_director:
        raise NotAllowed(_("This matter is with the director; the director decides it (PM-010, GC-01-03)."))
    if matter.state == State.ESCALATED and desk.unit_id != matter.responsible_unit_id:
        raise NotAllowed(
            _("This matter was brought to “%(unit)s”; it is decided there (GC-01-04).")
            % {"unit": matter.responsible_unit.name}
        )


def check_reclassify(matter: Matter) -> None:
    """Only what is on its way or in handling can be judged anew."""
    if matter.state not in RECLASSIFIABLE:
        raise NotAllowed(
            _("%(number)s is “%(state)s”, so there is nothing to reclassify.")
            % {"number": matter.number, "state": matter.get_state_display()}
        )


def check_escalate(matter: Matter, desk: Desk) -> None:
    """Officers bring a matter to the director before it is ended; only a director brings it further up."""
    allowed = {State.TO_TRIAGE, State.OFFERED, State.HANDLING}
    if desk.is_director:
        allowed.add(State.ESCALATED)
    if matter.state not in allowed:
        raise NotAllowed(
            _("%(number)s is “%(state)s”; it cannot be brought to the director now.")
            % {"number": matter.number, "state": matter.get_state_display()}
        )


def check_own_centre(matter: Matter, by: Actor) -> None:
    """The centre that registered it, or the one it was brought to, decides; nobody else's officers."""
    if by.unit_id is not None and by.unit_id not in {matter.centre_id, matter.responsible_unit_id}:
        raise NotAllowed(_("Another centre answers for this matter; its officers classify it."))


def check_near(matter: Matter, by: Actor) -> None:
    """The centre, or the unit that answers for it."""
    if by.unit_id not in {matter.centre_id, matter.responsible_unit_id}:
        raise NotAllowed(_("Only the centre and the unit that answers for the matter may do this."))


def check_override(judged: Classification, route: Route) -> None:
    """Another unit than the table's is named with the reason."""
    if route.is_override and not judged.reason.strip():
        raise at_field(
            "reason",
            _("You chose another unit than the table: give the reason."),
            clauses=("PM-025",),
            whole=_("Say why another unit than the table's."),
        )


@dataclass(frozen=True)
class Papers:
    """Which of several matters have been verified, which have their hazard form, and what of their checklists is done."""

    verified: frozenset[int]
    hazard_filed: frozenset[int]
    ticked: Mapping[int, Collection[str]]


def papers_of(matters: Iterable[Matter]) -> Papers:
    """The papers beside matters, asked for at once."""
    ids = [matter.pk for matter in matters]
    checks = Verification.objects.filter(matter__in=ids, is_true=True).values_list("matter_id", flat=True)
    filed = HazardForm.objects.filter(matter__in=ids).values_list("matter_id", flat=True)
    ticks = ticks_of_many(ids)
    done = {pk: {code for code, tick in found.items() if tick.is_done} for pk, found in ticks.items()}
    return Papers(frozenset(checks), frozenset(filed), done)


def evidence(matter: Matter, judged: Classification, desk: Desk, route: Route, papers: Papers) -> set[str]:
    """What is at hand when the gate of a decision asks, under the names the rules use."""
    present = {name for name in ("nature", "topic", "urgency", "grade", "reason") if getattr(judged, name).strip()}
    if not _is_major_dispute(judged) or matter.pk in papers.hazard_filed:
        present.add("hazard_form_or_not_major")
    if not missing_ticks(matter, judged, papers):
        present.add("checklist_done")
    if matter.pk in papers.verified:
        present.add("verified")
    if (desk.is_director and judged.director_decision.strip()) or route.kind == "escalate":
        present.add("director_decision")  # an escalation is how the director comes to decide
    return present


def missing_ticks(matter: Matter, judged: Classification, papers: Papers) -> set[str]:
    """The required items of the checklists for such a matter that nobody has ticked, before or with the decision."""
    needed = codes_for(rulebook_of(matter), matter.centre_kind, judged.facts, required=True)
    return needed - set(papers.ticked.get(matter.pk, ())) - set(judged.ticked)


def _is_major_dispute(judged: Classification) -> bool:
    return judged.grade == Grade.MAJOR and judged.nature == Nature.CIVIL_DISPUTE
