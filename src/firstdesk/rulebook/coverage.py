"""Which clause is carried by which rules, which is planned, a checklist item, or excluded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import Clause, ProcedureRule, RouteTable, Rule

STATUSES = ("carried", "planned", "checklist", "excluded")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many clauses there are, and in which status."""

    clauses: int
    carried: int
    planned: int
    checklist: int
    excluded: int

    def to_json(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in ("clauses", *STATUSES)}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The counts in all and by capability, and the carriers of every clause."""

    total: Counts
    by_capability: Mapping[str, Counts]
    carriers: Mapping[str, tuple[str, ...]]

    def to_json(self) -> dict[str, object]:
        split = {capability: counts.to_json() for capability, counts in self.by_capability.items()}
        return {**self.total.to_json(), "by_capability": split}


def cited(rule: Rule) -> Iterator[str]:
    """Every clause a rule cites, those of its rows and steps included."""
    yield from rule.clauses
    if isinstance(rule, RouteTable):
        for row in rule.rows:
            yield from row.clauses
    if isinstance(rule, ProcedureRule):
        for step in (*rule.steps, *rule.adds):
            yield from step.clauses


def carriers(rulebook: Rulebook) -> Mapping[str, tuple[str, ...]]:
    """The rules that cite each clause."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for rule in rulebook.rules.values():
        for clause in cited(rule):
            found[clause][rule.id] = None
    return {clause: tuple(rules) for clause, rules in found.items()}


def status(clause: Clause, carried_by: Mapping[str, tuple[str, ...]]) -> str:
    """carried | planned | checklist | excluded, derived: it is written nowhere."""
    if clause.enforceable == "excluded":
        return "excluded"
    if clause.id in carried_by:
        return "carried"
    return "checklist" if clause.enforceable == "physical" else "planned"


def coverage(rulebook: Rulebook) -> Coverage:
    carried_by = carriers(rulebook)
    split: dict[str, Counter[str]] = defaultdict(Counter)
    for clause in rulebook.clauses.values():
        split[clause.capability][status(clause, carried_by)] += 1
    total = sum(split.values(), Counter[str]())
    return Coverage(_counts(total), {name: _counts(split[name]) for name in sorted(split)}, carried_by)


def _counts(counter: Counter[str]) -> Counts:
    return Counts(counter.total(), *(counter[name] for name in STATUSES))
