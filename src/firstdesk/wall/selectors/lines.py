"""The clauses of a regulation with what carries each: the part of the wall that changes only with the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import lang
from firstdesk.regulations import labels
from firstdesk.regulations import selectors as regulations
from firstdesk.regulations.selectors.browse import KIND_OF
from firstdesk.rulebook import coverage
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.lists import ListRule
from firstdesk.rulebook.model import Clause, ProcedureRule, RecordRule, RouteTable, Rule
from firstdesk.wall.selectors.records import is_counted

CHARTER = "directory.CharterItem"
GROUNDS = ("accountability_grounds", "accountability_measures")  # lists of what somebody is held accountable for
CARRIES: Mapping[str, str | Promise] = {
    "deadline": _("Deadline with a clock"),
    "route": _("Decides who handles it"),
    "gate": _("Nothing goes on without it"),
    "procedure": _("Gone through step by step"),
    "duty": _("Recurring duty"),
    "checklist": _("Gone through item by item"),
    "record": _("Kept on record"),
    "standing": _("Kept on record as long as it holds"),
    "charter": _("Settled in the charter"),
    "publication": _("Published here"),
    "posting": _("Made known, and looked at again"),
    "compensation": _("Paid where late"),
    "list": _("A list to choose from"),
    "grounds": _("Whoever breaks it answers for it"),
    "indicator": _("Measured in assessments"),
    "meeting": _("A meeting with its agenda"),
}


MEANS: Mapping[str, str | Promise] = {  # what the number of such a rule counts
    "deadline": _("Promises with a clock that ended this month in time, and those that ended late or are overdue."),
    "duty": _(
        "Of the duties that fell due this month, those done in time with their evidence; waived ones are left out."
    ),
    "posting": _("Of the things that must be posted, those posted, not outdated and looked at again in time."),
    "gate": _("How often work went on because everything the clause asks for was there; without it nothing goes on."),
    "route": _("Decisions about where a matter goes, or who decides, that were made by the rows citing the clause."),
    "procedure": _(
        "Sessions, or steps of sessions, that were gone through to the end; none ends while a lawful step is missing."
    ),
    "record": _("Entries of this kind that were put on record this month."),
    "standing": _("What stands on record until it is changed: nothing is counted."),
    "charter": _("The clauses settled in the charter; red when the day to look at them again is over."),
    "checklist": _("Points ticked, and inspections signed, by this list."),
    "list": _("Courses and assessments in which something of this list was chosen."),
    "grounds": _("Decisions this month by which somebody was held accountable on one of these grounds."),
    "meeting": _("Meetings of this kind that began this month."),
    "indicator": _("Assessments this month in which the indicator was counted; its values stand in the assessment."),
    "compensation": _("Compensations for late answers that were worked out this month."),
    "publication": _("It stands on this page: nothing is counted."),
    "check": _("What somebody found on the spot, and when; the system cannot know it."),
}


@dataclass(frozen=True)
class Carrier:
    """A rule that carries a clause."""

    id: str
    kind: str
    what: str | Promise
    rule: Rule
    figures: tuple[str, ...]  # what is counted of it for this clause: the rule's own figure, or those of its parts


@dataclass(frozen=True)
class Line:
    """One clause on the wall."""

    clause: Clause
    status: str  # carried, planned, checklist, excluded
    carriers: tuple[Carrier, ...]

    @property
    def why(self) -> str:
        """Why it is excluded."""
        return self._note("excluded_reason")

    @property
    def instead(self) -> str:
        """What is done instead, where part of the clause is legitimate."""
        return self._note("safe_core")

    @property
    def owner(self) -> str:
        """The actor the clause names."""
        return labels.actor(self.clause.actor)

    @property
    def kinds(self) -> list[str]:
        """Kinds of rules that carry it, without repetition."""
        return list(dict.fromkeys(str(carrier.what) for carrier in self.carriers))

    def _note(self, name: str) -> str:
        notes = self.clause.notes
        return notes.get(f"{name}_zh", "") if lang() == "zh" else notes.get(name, "")


@dataclass(frozen=True)
class Group:
    """The clauses of one part of a regulation."""

    title: str
    lines: tuple[Line, ...]


def lines_of(book: Rulebook, codes: Sequence[str]) -> list[Line]:
    """All clauses of these regulations, in source order."""
    return [line for code in codes for group in groups(book.version, code) for line in group.lines]


@lru_cache(maxsize=32)  # content-addressed: a version never changes
def groups(version: str, regulation: str) -> tuple[Group, ...]:
    """The clauses of a regulation by part, each with what carries it."""
    return grouped(regulations.version(version), regulation)


def grouped(book: Rulebook, regulation: str) -> tuple[Group, ...]:
    """The same for a rulebook that need not be stored."""
    carried_by = coverage.carriers(book)
    parts: dict[str, list[Line]] = {}
    for clause_id in book.regulations[regulation].clauses:
        clause = book.clauses[clause_id]
        carriers = tuple(carrier(book.rules[rule_id], clause_id) for rule_id in carried_by.get(clause_id, ()))
        line = Line(clause, coverage.status(clause, carried_by), carriers)
        parts.setdefault(clause.sub_document, []).append(line)
    return tuple(Group(title, tuple(lines)) for title, lines in parts.items())


def carrier(rule: Rule, clause: str) -> Carrier:
    """How a rule carries a clause."""
    kind = KIND_OF.get(type(rule), "record")
    if isinstance(rule, RecordRule) and rule.stores == CHARTER:
        kind = "charter"
    elif isinstance(rule, RecordRule) and not is_counted(rule):
        kind = "standing"
    if getattr(rule, "must", None) is not None:
        kind = "posting"
    if isinstance(rule, ListRule) and rule.list in GROUNDS:
        kind = "grounds"
    return Carrier(rule.id, kind, CARRIES.get(kind, CARRIES["record"]), rule, _figures(rule, clause))


def _figures(rule: Rule, clause: str) -> tuple[str, ...]:
    """What is counted: rows of a table, or steps of a procedure, that cite the clause; otherwise the whole rule."""
    if isinstance(rule, RouteTable):
        rows = [row.id for row in rule.rows if clause in row.clauses] or [row.id for row in rule.rows]
        return tuple(f"{rule.id}/{row}" for row in rows)
    if isinstance(rule, ProcedureRule):
        steps = [step.code for step in (*rule.steps, *rule.adds) if clause in step.clauses]
        return tuple(f"{rule.id}/{step}" for step in steps) or (rule.id,)
    return (rule.id,)
