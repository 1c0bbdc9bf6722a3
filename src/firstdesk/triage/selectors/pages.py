"""What the pages of classification show: the queue, the panel of a matter, the preview of a route."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstdesk.common.language import words
from firstdesk.common.reading import may_hold
from firstdesk.common.refusals import Refusal, Text
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.dispatch.selectors import possible_receivers
from firstdesk.matters.models import Matter, MatterQuerySet, Urgency
from firstdesk.matters.selectors import is_with_a_unit
from firstdesk.matters.states import State
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.verdicts import RouteVerdict
from firstdesk.triage.models import Decision, HazardForm, KeptSuggestion, Verification
from firstdesk.triage.selectors.checklists import Checklist, checklists_for, ticks_of
from firstdesk.triage.selectors.routes import VIOLENCE, Classification, Route, desk_of, route_for, rulebook_of
from firstdesk.triage.selectors.suggestions import MODEL, Suggestions, label_of, story_of, suggest

TICKS = frozenset({Permission.REGISTER, Permission.TRIAGE, Permission.HANDLE})
MARKS = TICKS | {Permission.DECIDE}
NextStep = tuple[Text, str, bool]  # label, address, whether it is the obvious one
KINDS = {
    "own": gettext_lazy("Handled here"),
    "answer": gettext_lazy("Answered at once"),
    "refer": gettext_lazy("Referred"),
    "dispatch": gettext_lazy("Dispatched"),
    "escalate": gettext_lazy("Brought to the director"),
}


@dataclass(frozen=True)
class Why:
    """A route in words: where to, why, which facts decided, under which clauses."""

    kind: str
    label: Text
    target: str  # unit, and the queue in it
    because: str
    decided_by: tuple[tuple[str, str], ...]  # facts that decided, in words
    clauses: tuple[str, ...]
    rule_id: str
    row_id: str
    offers_mediation: bool
    has_objected: str = ""
    nobody_answers: bool = False
    is_override: bool = False
    place_unknown: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether another unit is asked to take it."""
        return self.kind in {"refer", "dispatch"}


@dataclass(frozen=True)
class Preview:
    """What would happen to a classification: its route, or why it is refused."""

    why: Why | None = None
    refusal: Refusal | None = None


def preview(matter: Matter, judged: Classification, acting: Acting) -> Preview:
    """The route of a classification as it is being typed; nothing is written."""
    try:
        route = route_for(matter, judged, desk_of(acting.actor))
    except Refusal as refusal:
        return Preview(refusal=refusal)
    return Preview(why=why_of_route(matter, route))


def why_of_route(matter: Matter, route: Route) -> Why:
    """A route just drawn, in the reader's language."""
    target = route.target
    place = target.unit.name if not target.post else f"{target.unit.name} {target.post.name}"
    why = _why(matter, route.verdict, route.kind, place if not target.person else str(target.person))
    return replace(
        why,
        has_objected=route.has_objected.name if route.has_objected else "",
        nobody_answers=route.nobody_answers,
        is_override=route.is_override,
        place_unknown=route.place_unknown,
    )


def why_of_decision(decision: Decision) -> Why:
    """A decision as it was made, from the verdict stored with it."""
    verdict = RouteVerdict.from_json(decision.verdict)
    place = decision.target_unit.name if decision.target_unit else ""
    why = _why(decision.matter, verdict, decision.route, place)
    return replace(why, is_override=decision.is_override)


def _why(matter: Matter, verdict: RouteVerdict, kind: str, target: str) -> Why:
    rulebook = rulebook_of(matter)
    decided = tuple(
        (words(rulebook.facts[name].title), regulations.fact_label(rulebook, name, value))
        for name, value in verdict.matched.items()
    )
    return Why(
        kind=kind,
        label=KINDS[kind],
        target=target,
        because=words(verdict.because),
        decided_by=decided,
        clauses=verdict.clauses,
        rule_id=verdict.rule_id,
        row_id=verdict.row_id,
        offers_mediation=bool(verdict.then["offer_mediation"]) and verdict.facts["topic"] != VIOLENCE,
    )


def waiting(acting: Acting) -> MatterQuerySet:
    """Matters of my centre to be classified, and those brought to me, the oldest promise first."""
    states = [State.TO_TRIAGE, State.ESCALATED] if acting.may(Permission.DECIDE) else [State.TO_TRIAGE]
    mine = Matter.objects.visible_to(acting).filter(state__in=states, responsible_unit__in=acting.unit_ids)
    return mine.most_pressing_first().select_related("responsible_unit", "responsible_post")


def decisions_of(matter: Matter) -> QuerySet[Decision]:
    """Every decision on the matter, the newest first."""
    return Decision.objects.filter(matter=matter).select_related("target_unit", "decided_by", "matter").order_by("-pk")


def receivers(matter: Matter) -> QuerySet[Unit]:
    """Units that could be named instead of the table's."""
    return possible_receivers(matter)


def may_decide(matter: Matter, acting: Acting) -> bool:
    """Whether this person may classify the matter as it stands."""
    near = acting.unit.pk in {matter.centre_id, matter.responsible_unit_id}
    if matter.state == State.TO_TRIAGE:
        return near and acting.may(Permission.TRIAGE)
    decides = acting.may(Permission.DECIDE) and acting.unit.pk == matter.responsible_unit_id
    return matter.state == State.ESCALATED and decides


def may_reclassify(matter: Matter, acting: Acting) -> bool:
    """Whether this person may judge anew what is on its way or in handling."""
    near = acting.unit.pk in {matter.centre_id, matter.responsible_unit_id}
    direct = matter.state in {State.OFFERED, State.HANDLING} and not is_with_a_unit(matter)
    return near and acting.may(Permission.TRIAGE) and direct


def checklists(matter: Matter, facts: Mapping[str, str], ticked: Collection[str] = ()) -> list[Checklist]:
    """The checklists of a matter for such facts, with what is done and what is being ticked."""
    return checklists_for(rulebook_of(matter), matter.centre_kind, facts, ticks_of(matter), ticked)


def checklists_while_typing(
    acting: Acting, typed: Mapping[str, str], ticked: Collection[str], at: datetime
) -> list[Checklist]:
    """The checklists for a report that is not registered yet."""
    facts = dict(typed) | {"topic": typed["topic"].partition(".")[0]}
    if acting.centre is None or not acting.centre.centre_kind:
        return []
    return checklists_for(regulations.current(at), acting.centre.centre_kind, facts, ticked=ticked)


def suggested(matter: Matter, at: datetime) -> Suggestions | None:
    """What the story of a matter suggests; None where there is no story or nothing to suggest."""
    story = story_of(matter)
    found = suggest(story, matter.centre, at) if story.strip() else None
    return None if found is None or found.is_empty else found


def may_mark_urgent(matter: Matter, acting: Acting) -> bool:
    """Whether this person may say that it cannot wait."""
    near = acting.unit.pk in {matter.centre_id, matter.responsible_unit_id}
    return near and matter.is_open and matter.urgency != Urgency.URGENT and bool(acting.permissions & MARKS)


def panel(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """What the page of a matter shows about its classification; None before there is anything to show or do."""
    history = (
        [(decision, why_of_decision(decision)) for decision in decisions_of(matter)]
        if may_hold(matter, Decision)
        else []
    )
    allowed = {"may_decide": may_decide(matter, acting), "may_reclassify": may_reclassify(matter, acting)}
    near = acting.unit.pk in {matter.centre_id, matter.responsible_unit_id}
    lists = checklists(matter, _facts(matter))
    if not history and not any(allowed.values()) and not lists:
        return None
    return {
        "matter": matter,
        "latest": history[0] if history else None,
        "earlier": history[1:],
        "topic_name": topic_name(matter, matter.topic) if matter.topic else "",
        "verifications": _read(matter, Verification.objects.select_related("verified_by").order_by("-pk")),
        "hazard_forms": _read(matter, HazardForm.objects.select_related("filed_by").order_by("-pk")),
        "may_note": matter.is_open and near and acting.may(Permission.TRIAGE),
        "checklists": lists,
        "may_tick": matter.is_open and near and bool(acting.permissions & TICKS),
        "compared": compared(matter, history[0][0]) if history else [],
        **allowed,
    }


def _read(matter: Matter, rows: QuerySet[Any]) -> list[Any]:
    return list(rows.filter(matter=matter)) if may_hold(matter, rows.model) else []


def _facts(matter: Matter) -> dict[str, str]:
    return {"nature": matter.nature, "topic": matter.topic.partition(".")[0], "urgency": matter.urgency}


@dataclass(frozen=True)
class Compared:
    """What was suggested for one field beside what was decided."""

    field: str
    label: str
    percent: int
    reasons: tuple[str, ...]
    is_learned: bool
    is_same: bool


def compared(matter: Matter, decision: Decision) -> list[Compared]:
    """What was suggested when it was decided; nothing where nothing was."""
    kept = KeptSuggestion.objects.filter(decision=decision).first()
    if kept is None:
        return []
    rulebook = rulebook_of(matter)
    return [
        Compared(
            field=name,
            label=label_of(name, getattr(kept, name), rulebook),
            percent=min(99, round(100 * why["confidence"])),
            reasons=tuple(why["reasons"]),
            is_learned=why["source"] == MODEL,
            is_same=getattr(kept, name) == getattr(decision, name),
        )
        for name, why in kept.reasons.items()
    ]


def topic_name(matter: Matter, code: str) -> str:
    """The topic as the matter's own rulebook calls it."""
    return regulations.topic_name(rulebook_of(matter), code)


def next_steps(matter: Matter, acting: Acting) -> list[NextStep]:
    """What somebody could do next about the classification; the first is the obvious one."""
    if may_decide(matter, acting):
        return [(_("Classify and route"), reverse("triage:decide", args=[matter.number]), True)]
    if may_reclassify(matter, acting):
        return [(_("Judge anew"), reverse("triage:decide", args=[matter.number]), False)]
    return []
