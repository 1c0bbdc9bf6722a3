"""The living wall: every clause of a regulation, what carries it here, and how well its promise was kept this month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from firstdesk.common import clock
from firstdesk.common.language import lang, words
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.obligations.models import Clock, ClockQuerySet
from firstdesk.obligations.states import ClockState, Outcome
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook import coverage
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.compensation import CompensationRule
from firstdesk.rulebook.indicators import IndicatorRule
from firstdesk.rulebook.lists import ListRule
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

SMALL = 3  # a public figure below this could point at a person

CARRIES: tuple[tuple[type[Rule], str, str | Promise], ...] = (
    (DeadlineRule, "deadline", _("Deadline with a clock")),
    (RouteTable, "route", _("Decides who handles it")),
    (GateRule, "gate", _("Nothing goes on without it")),
    (ProcedureRule, "procedure", _("Gone through step by step")),
    (DutyRule, "duty", _("Recurring duty")),
    (ChecklistRule, "checklist", _("Gone through item by item")),
    (RecordRule, "record", _("Kept on record")),
    (PublicationRule, "publication", _("Published here")),
    (CompensationRule, "compensation", _("Paid where late")),
    (ListRule, "list", _("A list to choose from")),
    (IndicatorRule, "indicator", _("Counted as an indicator")),
)


@dataclass(frozen=True)
class Carrier:
    """A rule that makes a clause work."""

    id: str
    kind: str
    what: str | Promise
    rule: Rule


@dataclass(frozen=True)
class Kept:
    """How often a promise was kept and broken this month, as this reader may see it."""

    text: str
    tone: str  # "kept", "late", "" where nothing can be said
    share: int | None = None  # per cent kept; none where the numbers are too small to be public


@dataclass(frozen=True)
class Line:
    """One clause on the wall."""

    clause: Clause
    status: str  # carried, planned, checklist, excluded
    carriers: tuple[Carrier, ...]
    kept: Kept | None = None

    @property
    def why(self) -> str:
        """Why it is excluded."""
        return self._note("excluded_reason")

    @property
    def instead(self) -> str:
        """What is done instead, where something rightful remains of it."""
        return self._note("safe_core")

    def _note(self, name: str) -> str:
        notes = self.clause.notes
        return notes.get(f"{name}_zh", "") if lang() == "zh" else notes.get(name, "")


@dataclass(frozen=True)
class Group:
    """The clauses of one part of a regulation."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Wall:
    """One regulation of one centre."""

    centre: Unit
    regulation: Regulation
    regulations: tuple[Regulation, ...]
    groups: tuple[Group, ...]
    publications: tuple[PublicationRule, ...]
    counts: Mapping[str, int]
    overall: Kept

    def only(self, status: str) -> "Wall":
        """The same wall with the clauses of one status alone; any other word leaves it whole."""
        if status not in coverage.STATUSES:
            return self
        groups = (Group(g.title, tuple(line for line in g.lines if line.status == status)) for g in self.groups)
        return replace(self, groups=tuple(group for group in groups if group.lines))


def centres() -> QuerySet[Unit]:
    """The centres whose wall can be read."""
    return Unit.objects.filter(kind=UnitKind.CENTRE, is_active=True).order_by("path")


Tally = Mapping[str, tuple[int, int]]  # rule → kept, late


def _counted(centre: Unit, reader: int | None) -> ClockQuerySet:
    """What the figures are made of; a member of staff reads none that comes from a complaint about them."""
    found = Clock.objects.filter(centre=centre, is_promise=True, is_advisory=False)
    return found if reader is None else found.exclude(kept_from__contains=[reader])


def tally(centre: Unit, at: datetime, reader: int | None = None) -> Tally:
    """Promises of this centre kept and broken this month, by rule; one that fell due and still runs is broken."""
    first = _month(at)
    ended = Q(stopped_at__gte=first, stopped_at__lte=at)
    overdue = Q(state=ClockState.RUNNING, due_at__gte=first, due_at__lt=at)
    found = _counted(centre, reader).values_list("rule_id")
    counted = found.filter(ended | overdue).annotate(
        kept=Count("pk", filter=ended & Q(outcome=Outcome.KEPT)),
        late=Count("pk", filter=(ended & Q(outcome=Outcome.LATE)) | overdue),
    )
    return {rule: (kept, late) for rule, kept, late in counted.order_by("rule_id")}


def _month(at: datetime) -> datetime:
    return clock.local(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Late:
    """Who broke a promise how often this month; for staff who may read figures."""

    rule: str
    unit: str
    person: str
    count: int


def who_was_late(rulebook: Rulebook, centre: Unit, at: datetime, reader: int | None = None) -> tuple[Late, ...]:
    """Units and people behind the broken promises, most first."""
    first = _month(at)
    late = Q(stopped_at__gte=first, stopped_at__lte=at, outcome=Outcome.LATE)
    late |= Q(state=ClockState.RUNNING, due_at__gte=first, due_at__lt=at)
    found = _counted(centre, reader).filter(late)
    rows = found.values_list("rule_id", "owing_unit__name", "owing_person__first_name", "owing_post__name")
    counted = rows.annotate(count=Count("pk")).order_by("-count", "rule_id")
    titles = {rule.id: words(rule.title) for rule in rulebook.rules.values()}
    return tuple(
        Late(titles.get(rule, rule), unit, person or post or "", count) for rule, unit, person, post, count in counted
    )


def wall(rulebook: Rulebook, centre: Unit, code: str, counted: Tally, *, is_public: bool) -> Wall:
    """The wall of one centre for one regulation; `code` empty or unknown: the centre's own."""
    adopts = rulebook.centre(centre.centre_kind).adopts
    regulation = rulebook.regulations[code if code in adopts else adopts[0]]
    groups = tuple(
        Group(title, tuple(_with_figures(line, counted, is_public=is_public) for line in lines))
        for title, lines in _groups(rulebook.version, regulation.code)
    )
    lines = [line for group in groups for line in group.lines]
    return Wall(
        centre=centre,
        regulation=regulation,
        regulations=tuple(rulebook.regulations[each] for each in adopts),
        groups=groups,
        publications=_publications(rulebook, regulation.code, is_public=is_public),
        counts={status: sum(line.status == status for line in lines) for status in coverage.STATUSES},
        overall=kept(_sum(counted.values()), is_public=is_public),
    )


def kept(counted: tuple[int, int], *, is_public: bool) -> Kept:
    """Kept and late in words. The public reads no number below three, nor one from which such a number follows."""
    good, late = counted
    total = good + late
    if total == 0:
        return Kept(str(_("not due this month")), "")
    if not is_public:
        return Kept(_("%(kept)d kept, %(late)d late") % {"kept": good, "late": late}, _tone(late), good * 100 // total)
    if total < SMALL:
        return Kept(str(_("due fewer than 3 times this month")), "")
    if late == 0:
        return Kept(ngettext("kept %(n)d time", "kept %(n)d times", total) % {"n": total}, "kept", 100)
    if late < SMALL:
        return Kept(_("due %(n)d times, fewer than 3 late") % {"n": total}, "late")
    if good < SMALL:
        return Kept(_("due %(n)d times, fewer than 3 in time") % {"n": total}, "late")
    return Kept(_("%(kept)d kept, %(late)d late") % {"kept": good, "late": late}, "late", good * 100 // total)


def _tone(late: int) -> str:
    return "late" if late else "kept"


def _sum(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    every = list(pairs)
    return sum(good for good, _late in every), sum(late for _good, late in every)


def _with_figures(line: Line, counted: Tally, *, is_public: bool) -> Line:
    clocks = [carrier.id for carrier in line.carriers if carrier.kind == "deadline"]
    if not clocks:
        return line
    figures = kept(_sum(counted.get(rule, (0, 0)) for rule in clocks), is_public=is_public)
    return replace(line, kept=figures)


def _publications(rulebook: Rulebook, regulation: str, *, is_public: bool) -> tuple[PublicationRule, ...]:
    rules = (rule for rule in rulebook.rules.values() if isinstance(rule, PublicationRule))
    return tuple(
        rule for rule in rules if rule.regulation == regulation and (rule.audience == "public" or not is_public)
    )


@lru_cache(maxsize=32)  # content-addressed: a version never changes
def _groups(version: str, regulation: str) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The clauses of a regulation by the part they stand in, each with what carries it."""
    book = regulations.version(version)
    carried_by = coverage.carriers(book)
    parts: dict[str, list[Line]] = {}
    for clause_id in book.regulations[regulation].clauses:
        clause = book.clauses[clause_id]
        carriers = tuple(_carrier(book.rules[rule_id]) for rule_id in carried_by.get(clause_id, ()))
        line = Line(clause, coverage.status(clause, carried_by), carriers)
        parts.setdefault(clause.sub_document, []).append(line)
    return tuple((title, tuple(lines)) for title, lines in parts.items())


def _carrier(rule: Rule) -> Carrier:
    kind, what = next((kind, what) for type_, kind, what in CARRIES if isinstance(rule, type_))
    return Carrier(rule.id, kind, what, rule)
