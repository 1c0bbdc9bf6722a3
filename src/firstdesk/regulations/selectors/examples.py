"""Worked examples of a rule, counted anew each time they are shown, and a count for a moment somebody asks about."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from firstdesk.common.language import lang, words
from firstdesk.common.refusals import at_field
from firstdesk.regulations.selectors.rules import evidence, facts_words, table_rows
from firstdesk.rulebook import wording
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.cases import case_procedure, granted_of, run_case
from firstdesk.rulebook.compensation import CompensationRule, late
from firstdesk.rulebook.deadlines import NoAgreedDate, due
from firstdesk.rulebook.explain import explain
from firstdesk.rulebook.extension import extended
from firstdesk.rulebook.gates import lacking
from firstdesk.rulebook.indicators import IndicatorRule, measure
from firstdesk.rulebook.model import Case, DeadlineRule, DutyRule, GateRule, NoFigure, ProcedureRule, RouteTable, Rule
from firstdesk.rulebook.procedures import check
from firstdesk.rulebook.recurrence import of_case
from firstdesk.rulebook.routing import decide
from firstdesk.rulebook.verdicts import DeadlineVerdict, GateVerdict
from firstdesk.rulebook.workdays import UnpublishedYear

Pauses = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class Example:
    """A worked example: what was given, what came of it, why, and whether that is what was expected."""

    id: str
    given: tuple[str, ...]
    outcome: str
    sentences: tuple[str, ...]
    note: str
    is_provisional: bool
    is_right: bool


@dataclass(frozen=True)
class Told:
    """What came of a case, before it is put beside what was expected."""

    given: tuple[str, ...]
    outcome: str
    sentences: tuple[str, ...] = ()
    is_provisional: bool = False


@dataclass(frozen=True)
class Trial:
    """A count for a moment somebody asks about."""

    verdict: DeadlineVerdict
    sentences: tuple[str, ...]


def examples(rulebook: Rulebook, rule: Rule) -> list[Example]:
    """The rule's worked examples in the order of the file. Rules of record and publication have nothing to count."""
    teller = TELLERS.get(type(rule))
    if teller is None:
        return []
    return [_example(rulebook, rule, case, teller) for case in rulebook.cases if case.rule == rule.id]


def trial(
    rulebook: Rulebook, rule: DeadlineRule, start: datetime, pauses: Pauses = (), agreed: date | None = None
) -> Trial:
    """When it would be due, with the explanation.

    Raises Refusal where no figure was in force at the start, or the calendar does not reach so far.
    """
    try:
        verdict = due(rule, start, rulebook.calendar, pauses, agreed=agreed)
    except (NoFigure, NoAgreedDate, UnpublishedYear) as error:
        raise at_field("start", words(error.text), whole=_("Nothing can be counted.")) from error
    return Trial(verdict, explain(verdict, rulebook, lang()))


def _example(rulebook: Rulebook, rule: Rule, case: Case, teller: "Teller") -> Example:
    told = teller(rulebook, rule, dict(case.given))
    return Example(
        id=case.id,
        given=told.given,
        outcome=told.outcome,
        sentences=told.sentences,
        note=case.note if lang() == "zh" else "",  # notes are written in Chinese alone
        is_provisional=told.is_provisional,
        is_right=run_case(rulebook, case).ok,
    )


def _deadline(rulebook: Rulebook, rule: DeadlineRule, given: Mapping[str, Any]) -> Told:
    moment = datetime.fromisoformat
    start = moment(given["start"])
    pauses = tuple((moment(first), moment(last)) for first, last in given.get("pauses", ()))
    agreed = date.fromisoformat(given["agreed"]) if "agreed" in given else None
    verdict = due(rule, start, rulebook.calendar, pauses, agreed=agreed)
    verdict = extended(verdict, rule, rulebook.calendar, granted_of(given), pauses)
    told = [_("starts %(start)s") % {"start": wording.moment(start, lang())}]
    for first, last in pauses:
        values = {"first": wording.moment(first, lang()), "last": wording.moment(last, lang())}
        told.append(_("stands still from %(first)s to %(last)s") % values)
    if agreed is not None:
        told.append(_("agreed for %(day)s") % {"day": wording.day(agreed, lang(), year=True)})
    return Told(
        given=(*told, *facts_words(rulebook, given.get("facts", {}))),
        outcome=_("due %(due)s") % {"due": wording.moment(verdict.due, lang())},
        sentences=explain(verdict, rulebook, lang()),
        is_provisional=verdict.provisional,
    )


def _route(rulebook: Rulebook, table: RouteTable, given: Mapping[str, str]) -> Told:
    verdict = decide(table, given)
    row = next(row for row in table_rows(rulebook, table) if row.id == verdict.row_id)
    outcome = f"{row.route} → {row.target}"
    return Told(facts_words(rulebook, given), outcome, explain(verdict, rulebook, lang()))


def _gate(rulebook: Rulebook, gate: GateRule, given: Mapping[str, Any]) -> Told:
    missing = lacking(gate, given.get("present", ()), given.get("facts", {}))
    present = _listed(evidence(rulebook, given.get("present", ()))) or pgettext("rules", "nothing")
    outcome = _("may happen")
    if missing:
        outcome = _("still needed: %(items)s") % {"items": _listed(evidence(rulebook, (each.item for each in missing)))}
    return Told(
        given=(_("at hand: %(items)s") % {"items": present}, *facts_words(rulebook, given.get("facts", {}))),
        outcome=outcome,
        sentences=explain(GateVerdict(gate.verb, gate.version, missing), rulebook, lang()),
    )


def _procedure(rulebook: Rulebook, rule: ProcedureRule, given: Mapping[str, Any]) -> Told:
    procedure = case_procedure(rulebook, rule, given)
    verdict = check(procedure, given.get("done", ()), given["step"], given.get("present", ()))
    done = _listed(words(procedure.step(code).title) for code in given.get("done", ())) or pgettext("rules", "nothing")
    present = _listed(evidence(rulebook, given.get("present", ()))) or pgettext("rules", "nothing")
    outcome = _("the step is done")
    if verdict.missing:
        outcome = _("still needed: %(items)s") % {"items": _listed(words(each.title) for each in verdict.missing)}
    return Told(
        given=(
            _("step: %(step)s") % {"step": words(verdict.title)},
            _("done: %(steps)s") % {"steps": done},
            _("at hand: %(items)s") % {"items": present},
            *facts_words(rulebook, given.get("facts", {})),
        ),
        outcome=outcome,
        sentences=explain(verdict, rulebook, lang()),
    )


def _duty(rulebook: Rulebook, duty: DutyRule, given: Mapping[str, str]) -> Told:
    first, last = date.fromisoformat(given["period_from"]), date.fromisoformat(given["period_to"])
    found = of_case(duty, first, last, rulebook.calendar)
    days = _listed(wording.day(each.due, lang(), year=True) for each in found)
    span = {"first": wording.day(first, lang(), year=True), "last": wording.day(last, lang(), year=True)}
    return Told(
        given=(_("from %(first)s to %(last)s") % span,),
        outcome=_("due %(due)s") % {"due": days or "—"},
        sentences=tuple(sentence for each in found for sentence in explain(each, rulebook, lang())),
        is_provisional=any(each.provisional for each in found),
    )


def _compensation(rulebook: Rulebook, rule: CompensationRule, given: Mapping[str, str]) -> Told:
    moments = {name: datetime.fromisoformat(given[name]) for name in ("due", "answered")}
    verdict = late(rule, moments["due"], moments["answered"], rulebook.calendar)
    said = {name: wording.moment(moment, lang()) for name, moment in moments.items()}
    return Told(
        given=(_("due %(due)s, answered %(answered)s") % said,),
        outcome=_("%(days)s days late: CNY %(total)s") % {"days": len(verdict.days), "total": verdict.total},
        sentences=tuple(f"{wording.day(each.day, lang(), year=True)}: {each.amount}" for each in verdict.days),
    )


def _indicator(rulebook: Rulebook, rule: IndicatorRule, given: Mapping[str, int]) -> Told:
    found = measure(rule, given["part"], given["whole"])
    outcome = f"{found.percent} %" if found.percent is not None else "—"
    told = _("%(part)s of %(whole)s") % {"part": found.part, "whole": found.whole}
    few = (_("too few to judge by"),) if found.few else ()
    return Told(given=(told,), outcome=outcome, sentences=few)


def _listed(items: Iterable[str]) -> str:
    return wording.listed(items, lang())


Teller = Callable[[Rulebook, Any, dict[str, Any]], Told]
TELLERS: Mapping[type[Rule], Teller] = {
    DeadlineRule: _deadline,
    RouteTable: _route,
    GateRule: _gate,
    DutyRule: _duty,
    CompensationRule: _compensation,
    ProcedureRule: _procedure,
    IndicatorRule: _indicator,
}
