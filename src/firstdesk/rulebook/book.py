"""The rulebook as a whole: rules by id, by centre and clock, and the closed lists they draw from."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from firstdesk.rulebook.hints import Hints
from firstdesk.rulebook.model import (
    Case,
    Clause,
    DeadlineRule,
    DutyRule,
    Evidence,
    Facts,
    GateRule,
    Ladder,
    Place,
    ProcedureRule,
    Regulation,
    RouteTable,
    Rule,
    Text,
)
from firstdesk.rulebook.procedures import Procedure, assemble
from firstdesk.rulebook.workdays import Calendar, LocalDay, OfficeHours

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, slots=True)
class Fact:
    """A declared fact and every value it may have."""

    code: str
    title: Text
    values: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The closed lists a rule may draw from, each code with its words."""

    facts: Mapping[str, Fact]
    events: Mapping[str, Text]
    clocks: Mapping[str, Text]
    verbs: Mapping[str, Text]
    evidence: Mapping[str, Text]
    procedures: Mapping[str, Text]
    lists: Mapping[str, Text] = field(default_factory=dict)
    counts: Mapping[str, Text] = field(default_factory=dict)  # what an indicator may count
    proofs: Mapping[str, Evidence] = field(
        default_factory=dict
    )  # of the evidence names, those that say more than words

    def proof(self, name: str) -> Evidence:
        """How a proof is shown; where nothing is said, in words."""
        return self.proofs.get(name, Evidence())


@dataclass(frozen=True, slots=True)
class Topic:
    """A node of the topic tree."""

    code: str
    title: Text
    parent: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """In this kind of centre `chosen` wins over the rules in `over`."""

    conflict: int
    chosen: str
    over: tuple[str, ...]
    reason: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Centre:
    """A kind of centre: which regulations it adopts, how their conflicts are settled."""

    kind: str
    title: Text
    adopts: tuple[str, ...]
    settles: tuple[Settlement, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that disagree, and how the rulebook settles it."""

    number: int
    subject: Text
    clauses: tuple[str, ...]
    figures: Text
    settlement: Text
    rules: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Head:
    """rulebook.yaml: whose rulebook, since when, and the figures that belong to no single rule."""

    title: Text
    in_force_from: date
    approved_by: str
    ring_seconds: int
    office_hours: OfficeHours
    keep_parties_years: int  # after so many years the data of a report's parties is looked at again, then erased
    keep_files_years: int = 10  # so long after its end an archive wants the file of a proceeding
    escalation: tuple[Ladder, ...] = ()  # levels above a broken promise; the first that fits
    sent_back_times: int = 3  # objected to or returned so often, a matter goes to the director
    duty_warn_days: int = 3  # so many days before its day a duty is spoken of, where its rule says nothing else
    hops_allowed: int = 3  # sent to so many units, only the director sends a matter on


class UnknownRule(LookupError):
    """No rule of this name in the rulebook."""

    def __init__(self, rule_id: str, near: tuple[str, ...] = ()) -> None:
        hint_zh = f";相近的有 {'、'.join(near)}" if near else ""
        hint_en = f"; near it: {', '.join(near)}" if near else ""
        self.rule_id = rule_id
        self.text = Text(f"规则手册中没有规则 {rule_id}{hint_zh}", f"the rulebook has no rule {rule_id}{hint_en}")
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All rules of one version. Identified by `version` (content hash) and `in_force_from`."""

    version: str
    head: Head
    vocabulary: Vocabulary
    topics: Mapping[str, Topic]
    hints: Hints
    regulations: Mapping[str, Regulation]
    clauses: Mapping[str, Clause]
    rules: Mapping[str, Rule]
    cases: tuple[Case, ...]
    centres: Mapping[str, Centre]
    conflicts: tuple[Conflict, ...]
    local_days: tuple[LocalDay, ...]
    texts: Mapping[str, str]
    by_clock: Mapping[tuple[str, str], tuple[DeadlineRule, ...]]
    by_verb: Mapping[tuple[str, str], tuple[GateRule, ...]]
    by_table: Mapping[tuple[str, str], tuple[RouteTable, ...]]
    by_procedure: Mapping[tuple[str, str], tuple[ProcedureRule, ...]]  # in the order in which a kind of centre adopts
    calendar: Calendar

    @property
    def in_force_from(self) -> date:
        return self.head.in_force_from

    @property
    def facts(self) -> Mapping[str, Fact]:
        return self.vocabulary.facts

    def rule(self, rule_id: str) -> Rule:
        """Raises UnknownRule, naming the nearest ids."""
        found = self.rules.get(rule_id)
        if found is None:
            raise UnknownRule(rule_id, tuple(difflib.get_close_matches(rule_id, self.rules, 3)))
        return found

    def deadline(self, rule_id: str) -> DeadlineRule:
        return _of(self.rule(rule_id), DeadlineRule)

    def route_table(self, rule_id: str) -> RouteTable:
        """A decision table by its rule id; by name and kind of centre see `route_for`."""
        return _of(self.rule(rule_id), RouteTable)

    def gate(self, rule_id: str) -> GateRule:
        return _of(self.rule(rule_id), GateRule)

    def duty(self, rule_id: str) -> DutyRule:
        return _of(self.rule(rule_id), DutyRule)

    def actor_of(self, rule: Rule) -> str:
        """Who owes what a rule asks, as its first clause calls them."""
        return self.clauses[rule.clauses[0]].actor

    def centre(self, kind: str) -> Centre:
        found = self.centres.get(kind)
        if found is None:
            raise UnknownRule(kind, tuple(sorted(self.centres)))
        return found

    def adopted_rules(self, kind: str) -> tuple[Rule, ...]:
        """Every rule of the regulations this kind of centre adopts, in the order of the files."""
        adopts = self.centre(kind).adopts
        return tuple(rule for rule in self.rules.values() if rule.regulation in adopts)

    def deadlines_for(self, kind: str, clock: str) -> tuple[DeadlineRule, ...]:
        """The rules that may time this clock in this kind of centre; () when it promises nothing."""
        self.centre(kind)
        return self.by_clock.get((kind, clock), ())

    def route_for(self, kind: str, table: str) -> RouteTable:
        """The one table of this name in this kind of centre."""
        found = self.by_table.get((self.centre(kind).kind, table), ())
        if len(found) != 1:
            raise UnknownRule(f"{kind}/{table}", tuple(rule.id for rule in found))
        return found[0]

    def procedure(self, kind: str, name: str, facts: Facts) -> Procedure:
        """The steps of a procedure in this kind of centre for these facts, those its regulations add included.

        Raises UnknownRule where no regulation it adopts, or more than one, lays the procedure down for these facts.
        """
        rules = self.by_procedure.get((self.centre(kind).kind, name), ())
        found, _ = assemble(name, rules, facts, self.vocabulary.evidence)
        if found is None:
            raise UnknownRule(f"{kind}/{name}", tuple(rule.id for rule in rules))
        return found


def _of(rule: Rule, kind: type[R]) -> R:
    if not isinstance(rule, kind):
        raise UnknownRule(f"{rule.id} ({kind.__name__})")
    return rule
