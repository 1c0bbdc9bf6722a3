"""Procedures: for every combination of facts one of them is laid down, and what is added to it has its place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.findings import ERROR, Finding, finding
from firstdesk.rulebook.model import ProcedureRule, Text
from firstdesk.rulebook.procedures import assemble


def check_procedures(rulebook: Rulebook) -> Iterator[Finding]:
    told: set[Finding] = set()
    for (kind, name), rules in rulebook.by_procedure.items():
        for found in _of(rulebook, (kind, name), rules):
            if found not in told:  # the same mistake is seen from every kind of centre that adopts it
                told.add(found)
                yield found


def _of(rulebook: Rulebook, which: tuple[str, str], rules: tuple[ProcedureRule, ...]) -> Iterator[Finding]:
    kind, name = which
    asked = sorted({fact for rule in rules for fact in rule.when})
    for values in product(*(rulebook.facts[fact].values for fact in asked)):
        facts = dict(zip(asked, values, strict=True))
        found, flaws = assemble(name, rules, facts, rulebook.vocabulary.evidence)
        for flaw in flaws:
            yield finding(flaw.kind, ERROR, flaw.place, flaw.text)
        if found is None:
            given = ", ".join(f"{fact}={value}" for fact, value in facts.items()) or "-"
            ids = ", ".join(rule.id for rule in rules if rule.steps) or "-"
            yield finding(
                "procedure_unsettled",
                ERROR,
                rulebook.centres[kind].place,
                Text(
                    f"{kind} 的程序 {name} 在 {given} 时须恰好有一套步骤;有 steps 的规则:{ids};请用 when 分清",
                    f"{name} in {kind} must be laid down exactly once for {given}; rules with steps: {ids}; tell them"
                    " apart by when",
                ),
            )
