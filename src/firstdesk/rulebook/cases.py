"""Runs a worked example against the rules: what was expected, what the rules say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from firstdesk.rulebook.book import Rulebook, UnknownRule
from firstdesk.rulebook.compensation import CompensationRule, late
from firstdesk.rulebook.deadlines import due, with_own
from firstdesk.rulebook.escalation import ladder_of, rises
from firstdesk.rulebook.extension import extended
from firstdesk.rulebook.gates import lacking
from firstdesk.rulebook.indicators import IndicatorRule, measure
from firstdesk.rulebook.lists import ListRule
from firstdesk.rulebook.matching import misfit
from firstdesk.rulebook.meetings import MeetingRule
from firstdesk.rulebook.model import (
    Case,
    ChecklistRule,
    DeadlineRule,
    DutyRule,
    GateRule,
    ProcedureRule,
    PublicationRule,
    RecordRule,
    RouteTable,
    Rule,
)
from firstdesk.rulebook.postings import PostingRule
from firstdesk.rulebook.procedures import EARLIER, Procedure, UnknownStep, assemble, check
from firstdesk.rulebook.recurrence import of_case
from firstdesk.rulebook.routing import decide
from firstdesk.rulebook.verdicts import Granted
from firstdesk.rulebook.workdays import Calendar, UnpublishedYear

Found = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """An example and what came of it; `actual` holds the same keys as `expected`."""

    case: Case
    expected: Found
    actual: Found

    @property
    def ok(self) -> bool:
        return self.expected == self.actual


def run_case(rulebook: Rulebook, case: Case) -> CaseResult:
    rule = rulebook.rule(case.rule)
    if isinstance(rule, ProcedureRule):
        return CaseResult(case, case.expect, procedure_outcome(rulebook, rule, case.given))
    found = _RUNNERS[type(rule)](rule, dict(case.given), rulebook.calendar)
    if isinstance(rule, DeadlineRule) and "levels" in case.expect and "due" in found:
        found = {**found, "levels": _levels(rulebook, rule, case.given, found)}
    return CaseResult(case, case.expect, {name: found.get(name) for name in case.expect})


def case_procedure(rulebook: Rulebook, rule: ProcedureRule, given: Mapping[str, Any]) -> Procedure:
    """The procedure a rule lays down, or what it makes of another's: what further regulations add is left aside.

    Raises UnknownRule where nothing is laid down that it could add to.
    """
    facts = {**{name: min(values) for name, values in rule.when.items()}, **given.get("facts", {})}
    others = (each for each in rulebook.rules.values() if isinstance(each, ProcedureRule) and each.steps)
    laid_down = (each for each in others if each.procedure == rule.procedure and misfit(each.when, facts) is None)
    rules = [rule] if rule.steps else [*islice(laid_down, 1), rule]
    found, _ = assemble(rule.procedure, rules, facts, rulebook.vocabulary.evidence)
    if found is None:
        raise UnknownRule(f"{rule.procedure} ({rule.id})")
    return found


def procedure_outcome(rulebook: Rulebook, rule: ProcedureRule, given: Mapping[str, Any]) -> Found:
    """What a step misses of what this rule asks for, and the earlier steps that are not done."""
    try:
        procedure = case_procedure(rulebook, rule, given)
        verdict = check(procedure, given.get("done", ()), given["step"], given.get("present", ()))
    except (UnknownRule, UnknownStep):
        return {"missing": None}
    return {
        "missing": [miss.item for miss in verdict.missing if miss.rule_id == rule.id or miss.item.startswith(EARLIER)]
    }


def _levels(rulebook: Rulebook, rule: DeadlineRule, given: Mapping[str, Any], found: Found) -> list[str]:
    """When the promise, once broken, rises to which level."""
    facts = {**{name: min(values) for name, values in rule.when.items()}, **given.get("facts", {})}
    ladder = ladder_of(rulebook, rule, facts)
    due_at = datetime.fromisoformat(str(found["due"]))
    return [rise.at.isoformat() for rise in rises(ladder, due_at, rulebook.calendar)] if ladder else []


def _deadline(rule: DeadlineRule, given: dict[str, Any], calendar: Calendar) -> Found:
    if misfit(rule.when, {**{name: min(values) for name, values in rule.when.items()}, **given.get("facts", {})}):
        return {}  # the rule is not for these facts
    rule = with_own(rule, given.get("own"))
    moment = datetime.fromisoformat
    pauses = tuple((moment(first), moment(last)) for first, last in given.get("pauses", ()))
    agreed = date.fromisoformat(given["agreed"]) if "agreed" in given else None
    try:
        sure = due(rule, moment(given["start"]), calendar, pauses, provisional=False, agreed=agreed)
        sure = extended(sure, rule, calendar, granted_of(given), pauses)
    except UnpublishedYear:
        guess = due(rule, moment(given["start"]), calendar, pauses, agreed=agreed)
        return {"due": guess.due.isoformat(), "provisional": True, "refused": True}
    return {"due": sure.due.isoformat(), "provisional": False, "refused": False}


def granted_of(given: Mapping[str, Any]) -> list[Granted]:
    """The extensions of an example."""
    return [
        Granted(amount, unit, "", datetime.fromisoformat(given["start"]))
        for amount, unit in given.get("extensions", ())
    ]


def _route(rule: RouteTable, given: dict[str, Any], calendar: Calendar) -> Found:
    verdict = decide(rule, given)
    return {"row": verdict.row_id, **verdict.then}


def _gate(rule: GateRule, given: dict[str, Any], calendar: Calendar) -> Found:
    found = lacking(rule, given.get("present", ()), given.get("facts", {}))
    return {"missing": [miss.item for miss in found]}


def _duty(rule: DutyRule, given: dict[str, Any], calendar: Calendar) -> Found:
    day = date.fromisoformat
    found = of_case(rule, day(given["period_from"]), day(given["period_to"]), calendar)
    return {"due": [occurrence.due.isoformat() for occurrence in found]}


def _checklist(rule: ChecklistRule, given: dict[str, Any], calendar: Calendar) -> Found:
    if misfit(rule.when, given.get("facts", {})) is not None:
        return {"items": [], "required": []}
    return {
        "items": [item.id for item in rule.items],
        "required": [item.id for item in rule.items if item.required],
    }


def _record(rule: RecordRule, given: dict[str, Any], calendar: Calendar) -> Found:
    return {"stores": rule.stores, "shown_at": rule.shown_at}


def _publication(rule: PublicationRule, given: dict[str, Any], calendar: Calendar) -> Found:
    return {"shown_at": rule.shown_at, "audience": rule.audience}


def _posting(rule: PostingRule, given: dict[str, Any], calendar: Calendar) -> Found:
    return {"items": [item.id for item in rule.items], "forms": list(rule.forms)}


def _list(rule: ListRule, given: dict[str, Any], calendar: Calendar) -> Found:
    return {"items": [item.id for item in rule.items]}


def _indicator(rule: IndicatorRule, given: dict[str, Any], calendar: Calendar) -> Found:
    found = measure(rule, given["part"], given["whole"])
    return {"percent": found.percent, "few": found.few}


def _meeting(rule: MeetingRule, given: dict[str, Any], calendar: Calendar) -> Found:
    return {"evidence": list(rule.evidence), "agenda": [point.id for point in rule.agenda], "chair": rule.chair}


def _compensation(rule: CompensationRule, given: dict[str, Any], calendar: Calendar) -> Found:
    moment = datetime.fromisoformat
    verdict = late(rule, moment(given["due"]), moment(given["answered"]), calendar)
    return {"days": len(verdict.days), "total": verdict.total}


_RUNNERS: Mapping[type[Rule], Callable[[Any, dict[str, Any], Calendar], Found]] = {
    DeadlineRule: _deadline,
    RouteTable: _route,
    GateRule: _gate,
    DutyRule: _duty,
    RecordRule: _record,
    PublicationRule: _publication,
    CompensationRule: _compensation,
    ChecklistRule: _checklist,
    ListRule: _list,
    PostingRule: _posting,
    IndicatorRule: _indicator,
    MeetingRule: _meeting,
}
