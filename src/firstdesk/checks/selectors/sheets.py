"""Checklists of the rules as they are filled in, item by item."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstdesk.checks.models import Inspection, Mark, Recheck
from firstdesk.checks.selectors.reach import kind_of
from firstdesk.common.language import words
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.matching import misfit
from firstdesk.rulebook.model import CheckItem, ChecklistRule

FACT = "inspection"
RECHECK, OWN_WORK = "recheck", "own_work"
PLACES = ("prevention_body", "unit_groups", "premises")  # what is no unit of ours
OF_UNITS = ("linkage_unit", "work_group", "window_staff", "grid_work", "area_work")


@dataclass(frozen=True)
class Line:
    """One item and its result."""

    code: str  # "gc.check.area/led"
    rule_id: str
    item: str
    text: str
    source: str
    mark: Mark | None

    @property
    def name(self) -> str:
        """The name of its form field."""
        return self.code.replace("/", ".")


@dataclass(frozen=True)
class Sheet:
    """One checklist."""

    title: str
    clauses: tuple[str, ...]
    lines: tuple[Line, ...]


def rules_for(book: Rulebook, kind: str, subject: str) -> list[ChecklistRule]:
    """The checklists for a subject of inspection in this kind of centre."""
    found = [rule for rule in book.adopted_rules(kind) if isinstance(rule, ChecklistRule) and FACT in rule.when]
    return [rule for rule in found if misfit(rule.when, {FACT: subject}) is None]


def subjects(book: Rulebook, kind: str) -> list[tuple[str, str]]:
    """Subjects of inspection for which this kind of centre has a checklist."""
    return [(code, subject_name(book, code)) for code in (*OF_UNITS, *PLACES, OWN_WORK) if rules_for(book, kind, code)]


def subject_name(book: Rulebook, subject: str) -> str:
    """The label of a subject."""
    return regulations.fact_label(book, FACT, subject)


def of_inspection(inspection: Inspection) -> list[Sheet]:
    """The checklists of an inspection, in the version it was planned under."""
    book = regulations.version(inspection.rulebook_version)
    marks = inspection.marks.select_related("file") if inspection.pk else []
    return _sheets(rules_for(book, kind_of(inspection.by_unit), inspection.subject), marks)


def of_recheck(recheck: Recheck) -> list[Sheet]:
    """The checklists for a re-check."""
    book = regulations.version(recheck.matter.rulebook_version)
    rules = rules_for(book, recheck.matter.centre_kind, RECHECK)
    if not rules:  # began under rules that had no such questions yet
        rules = rules_for(regulations.current(recheck.draw.frozen_at), recheck.matter.centre_kind, RECHECK)
    return _sheets(rules, recheck.marks.select_related("file"))


def lines(sheets: Sequence[Sheet]) -> list[Line]:
    """All items of these checklists."""
    return [line for sheet in sheets for line in sheet.lines]


def _sheets(rules: Sequence[ChecklistRule], marks: Iterable[Mark]) -> list[Sheet]:
    there = {(mark.rule_id, mark.item): mark for mark in marks}
    return [
        Sheet(words(rule.title), rule.clauses, tuple(_line(rule, item, there) for item in rule.items)) for rule in rules
    ]


def _line(rule: ChecklistRule, item: CheckItem, marks: Mapping[tuple[str, str], Mark]) -> Line:
    return Line(
        code=f"{rule.id}/{item.id}",
        rule_id=rule.id,
        item=item.id,
        text=words(item.text),
        source=words(item.source) if item.source else "",
        mark=marks.get((rule.id, item.id)),
    )
