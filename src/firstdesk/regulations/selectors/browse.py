"""Reading a regulation: its clauses with their status and carriers, and finding among them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from firstdesk.common.language import lang
from firstdesk.regulations.selectors import version
from firstdesk.rulebook.book import Conflict, Rulebook
from firstdesk.rulebook.compensation import CompensationRule
from firstdesk.rulebook.coverage import STATUSES, Coverage, coverage, status
from firstdesk.rulebook.indicators import IndicatorRule
from firstdesk.rulebook.lists import ListRule
from firstdesk.rulebook.meetings import MeetingRule
from firstdesk.rulebook.model import (
    ChecklistRule,
    Clause,
    DeadlineRule,
    DutyRule,
    GateRule,
    ProcedureRule,
    PublicationRule,
    RecordRule,
    Regulation,
    RouteTable,
    Rule,
)
from firstdesk.rulebook.postings import PostingRule

KIND_OF: Mapping[type[Rule], str] = {
    DeadlineRule: "deadline",
    RouteTable: "route",
    GateRule: "gate",
    RecordRule: "record",
    PublicationRule: "publication",
    DutyRule: "duty",
    CompensationRule: "compensation",
    ChecklistRule: "checklist",
    ProcedureRule: "procedure",
    ListRule: "list",
    PostingRule: "posting",
    MeetingRule: "meeting",
    IndicatorRule: "indicator",
}


@dataclass(frozen=True)
class Search:
    """What a reader looks for; empty means everything."""

    capability: str = ""
    status: str = ""
    text: str = ""


@dataclass(frozen=True)
class Line:
    """One clause with what became of it."""

    clause: Clause
    status: str
    carriers: tuple[Rule, ...]

    @property
    def why(self) -> str:
        """Why an excluded clause is not carried out."""
        return note(self.clause, "excluded_reason")

    @property
    def instead(self) -> str:
        """What is done in its place."""
        return note(self.clause, "safe_core")

    @property
    def privacy(self) -> str:
        """What is minded about personal data."""
        return note(self.clause, "privacy_note")


@dataclass(frozen=True)
class Chapter:
    """The clauses of one document within a regulation."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Card:
    """One regulation and how much of it is carried."""

    regulation: Regulation
    counts: Mapping[str, int]
    total: int
    rules: int

    @property
    def shares(self) -> list[tuple[str, float]]:
        """Each status with its share of the clauses in per cent, for a bar."""
        return [(status, round(100 * count / max(self.total, 1), 1)) for status, count in self.counts.items()]


@dataclass(frozen=True)
class ConflictLine:
    """Sources that disagree, with the rules that were built of the settlement."""

    conflict: Conflict
    rules: tuple[Rule, ...]


def note(clause: Clause, name: str) -> str:
    """A note of the clause in the reader's language, the English where no Chinese was written; empty without one."""
    notes = clause.notes
    return (notes.get(f"{name}_zh", "") if lang() == "zh" else "") or notes.get(name, "")


@lru_cache(maxsize=8)  # by content hash
def covered(hash_: str) -> Coverage:
    """The counts and carriers of a version."""
    return coverage(version(hash_))


def line(rulebook: Rulebook, clause: Clause) -> Line:
    """A clause with its status and its carriers."""
    carriers = covered(rulebook.version).carriers
    rules = tuple(rulebook.rules[rule] for rule in carriers.get(clause.id, ()))
    return Line(clause, status(clause, carriers), rules)


def cards(rulebook: Rulebook) -> list[Card]:
    """Every regulation, in the order of the files."""
    rules = Counter(rule.regulation for rule in rulebook.rules.values())
    found = []
    for regulation in rulebook.regulations.values():
        states = Counter(line(rulebook, rulebook.clauses[each]).status for each in regulation.clauses)
        counts = {name: states[name] for name in STATUSES}
        found.append(Card(regulation, counts, len(regulation.clauses), rules[regulation.code]))
    return found


def chapters(rulebook: Rulebook, regulation: Regulation, search: Search) -> list[Chapter]:
    """The clauses that fit, by document, in the order of the source."""
    found: dict[str, list[Line]] = {}
    for each in regulation.clauses:
        candidate = line(rulebook, rulebook.clauses[each])
        if _fits(candidate, search):
            found.setdefault(candidate.clause.sub_document, []).append(candidate)
    return [Chapter(title, tuple(lines)) for title, lines in found.items()]


def capabilities(rulebook: Rulebook, regulation: Regulation) -> list[str]:
    """The capabilities its clauses ask for."""
    return sorted({rulebook.clauses[each].capability for each in regulation.clauses})


def rules_of(rulebook: Rulebook, regulation: Regulation) -> list[tuple[str, list[Rule]]]:
    """The rules made of a regulation, by kind."""
    found: dict[str, list[Rule]] = {kind: [] for kind in KIND_OF.values()}
    for rule in rulebook.rules.values():
        if rule.regulation == regulation.code:
            found[KIND_OF[type(rule)]].append(rule)
    return [(kind, rules) for kind, rules in found.items() if rules]


def conflicts_of(rulebook: Rulebook, *, clause: str = "", rule: str = "") -> list[Conflict]:
    """The conflicts between sources in which a clause or a rule takes part."""
    return [each for each in rulebook.conflicts if clause in each.clauses or rule in each.rules]


def conflict_lines(rulebook: Rulebook) -> list[ConflictLine]:
    """Every conflict, in the order of its number."""
    ordered = sorted(rulebook.conflicts, key=lambda each: each.number)
    return [ConflictLine(each, tuple(rulebook.rules[rule] for rule in each.rules)) for each in ordered]


def _fits(candidate: Line, search: Search) -> bool:
    clause = candidate.clause
    if search.status and candidate.status != search.status:
        return False
    if search.capability and clause.capability != search.capability:
        return False
    wanted = search.text.strip().casefold()
    told = (clause.id, clause.section, clause.title, clause.text.zh, clause.text.en)
    return not wanted or any(wanted in part.casefold() for part in told)
