"""Work that fulfils clauses: which rows of which model count, when, at which centre, for which rules. Figures are
counted and records listed from this one table."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from firstdesk.assessment.models import Accountability, Sheet
from firstdesk.assessment.models import Figure as Measured
from firstdesk.checks.models import Inspection
from firstdesk.complaints.models import Compensation
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.dispatch.models import Turnout
from firstdesk.ledger.models import Entry
from firstdesk.mediation.models import Passage, Session
from firstdesk.meetings.models import Meeting
from firstdesk.obligations.timing import day_of
from firstdesk.oversight.models import Application
from firstdesk.rulebook import gates
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.compensation import CompensationRule
from firstdesk.rulebook.lists import ListRule
from firstdesk.rulebook.matching import misfit
from firstdesk.rulebook.model import ChecklistRule, ProcedureRule
from firstdesk.screening.models import Major, Statement
from firstdesk.training.models import Course
from firstdesk.triage.models import Decision, Tick
from firstdesk.wall.selectors.counting import Cells, Key, Month
from firstdesk.wall.selectors.lines import GROUNDS
from firstdesk.wall.selectors.places import centre_by_unit
from firstdesk.wall.selectors.small import Cell

Said = tuple[object, ...]  # what a row says of itself, by which its figures are found
Names = Callable[[Rulebook, str, Said], Iterable[str]]  # of a kind of centre the figures such a row counts for
PROCEDURE = "mediation.session"
NONE = Q(pk__in=())


@dataclass(frozen=True)
class Source:
    """A model whose rows count."""

    rows: Callable[[], QuerySet[Any, Any]]
    time: str
    place: str  # lookup of the centre, or of a unit that belongs to one
    by: tuple[str, ...]
    names: Names
    missed: Q = NONE
    matter: str = ""  # lookup of the matter a row belongs to
    label: str = ""  # lookup of what a row is called, where it belongs to none; by a rule's id it is called as the rule
    page: str = ""  # the page of a row by its key


def _part(book: Rulebook, kind: str, said: Said) -> Iterable[str]:
    """The decision table row that decided."""
    rule, row = said
    return [f"{rule}/{row}"]


def _gate(verb: str, *facts: str) -> Names:
    """Gates before a verb whose rows hold the facts themselves."""

    def names(book: Rulebook, kind: str, said: Said) -> Iterable[str]:
        known = {fact: str(value).partition(".")[0] for fact, value in zip(facts, said, strict=True)}
        return [gate.id for gate in book.by_verb.get((kind, verb), ()) if gates.asks(gate, known)]

    return names


def _sessions(book: Rulebook, kind: str, said: Said) -> Iterable[str]:
    return [rule.id for rule in _procedures(book, kind, said[0])]


def _steps(book: Rulebook, kind: str, said: Said) -> Iterable[str]:
    profile, step = said
    rules = _procedures(book, kind, profile)
    return [f"{rule.id}/{step}" for rule in rules if any(each.code == step for each in (*rule.steps, *rule.adds))]


def _procedures(book: Rulebook, kind: str, profile: object) -> Sequence[ProcedureRule]:
    rules = book.by_procedure.get((kind, PROCEDURE), ())
    return [rule for rule in rules if misfit(rule.when, {"profile": str(profile)}) is None]


def _ticked(book: Rulebook, kind: str, said: Said) -> Iterable[str]:
    return [str(said[0]).partition("/")[0]]


def _inspected(book: Rulebook, kind: str, said: Said) -> Iterable[str]:
    rules = [rule for rule in book.adopted_rules(kind) if isinstance(rule, ChecklistRule) and "inspection" in rule.when]
    return [rule.id for rule in rules if misfit(rule.when, {"inspection": str(said[0])}) is None]


def _codes(said: Said) -> list[str]:
    """Codes a row holds, one by one or in lists."""
    return [str(code) for value in said for code in (value if isinstance(value, list) else [value])]


def _listed(*lists: str) -> Names:
    """Chosen entries of lists; a list without any counts for nothing."""

    def names(book: Rulebook, kind: str, said: Said) -> Iterable[str]:
        chosen = set(_codes(said))
        rules = [rule for rule in book.adopted_rules(kind) if isinstance(rule, ListRule) and rule.list in lists]
        return [rule.id for rule in rules if chosen & {item.id for item in rule.items}]

    return names


def _dimensions(book: Rulebook, kind: str, said: Said) -> Iterable[str]:
    rules = [rule for rule in book.adopted_rules(kind) if isinstance(rule, ListRule)]
    return [rule.id for rule in rules if rule.list == "assessment_dimensions"]


def _itself(book: Rulebook, kind: str, said: Said) -> Iterable[str]:
    """The rules the row names itself."""
    return _codes(said)


def _money(book: Rulebook, kind: str, said: Said) -> Iterable[str]:
    return [rule.id for rule in book.adopted_rules(kind) if isinstance(rule, CompensationRule)]


TAUGHT = ("training_subjects", "induction_subjects", "publicity_subjects", "prevention_bodies")
SOURCES: Mapping[str, Source] = {
    "route": Source(Decision.objects.all, "decided_at", "matter__centre", ("rule_id", "row_id"), _part,
                    missed=Q(is_override=True), matter="matter"),
    "leave": Source(Application.objects.all, "decided_at", "matter__centre", ("verdict__rule_id", "verdict__row_id"),
                    _part, matter="matter"),
    "decided": Source(Decision.objects.all, "decided_at", "matter__centre",
                      ("matter__channel", "nature", "topic", "urgency", "grade"),
                      _gate("triage.decide", "channel", "nature", "topic", "urgency", "grade"), matter="matter"),
    "first": Source(lambda: Turnout.objects.filter(part=Turnout.Part.FIRST), "ordered_at", "matter__centre", (),
                    _gate("dispatch.order_first"), matter="matter"),
    "begun": Source(Meeting.objects.all, "begun_at", "centre", ("kind",), _gate("meetings.begin", "meeting"),
                    label="rule_id", page="meetings:meeting"),
    "signed": Source(Meeting.objects.all, "signed_at", "centre", ("kind",), _gate("meetings.sign", "meeting"),
                     label="rule_id", page="meetings:meeting"),
    "statement": Source(Statement.objects.all, "checked_at", "centre", (), _gate("screening.report"), label="centre__name"),
    "major": Source(Major.objects.all, "reported_at", "centre", (), _gate("screening.report_major"), matter="matter"),
    "shift": Source(lambda: Entry.objects.filter(verb="shift.planned"), "at", "unit_id", (), _gate("rosters.plan_shift")),
    "session": Source(lambda: Session.objects.filter(state="ended"), "ended_at", "lead__matter__centre",
                      ("lead__profile",), _sessions, matter="lead__matter"),
    "step": Source(Passage.objects.all, "done_at", "session__lead__matter__centre",
                   ("session__lead__profile", "step"), _steps, matter="session__lead__matter"),
    "tick": Source(lambda: Tick.objects.filter(is_done=True), "ticked_at", "matter__centre", ("item",), _ticked,
                   matter="matter"),
    "inspection": Source(lambda: Inspection.objects.filter(state="signed"), "ended_at", "by_unit", ("subject",),
                         _inspected, label="by_unit__name", page="checks:inspection"),
    "course": Source(lambda: Course.objects.filter(state="held"), "ended_at", "unit", ("subjects", "bodies"),
                     _listed(*TAUGHT), label="title", page="training:course"),
    "held": Source(lambda: Accountability.objects.filter(state="held"), "decided_at", "centre", ("ground", "measure"),
                   _listed(*GROUNDS), missed=Q(state="held"), label="unit__name", page="assessment:finding"),
    "sheet": Source(Sheet.objects.all, "assessed_at", "round__unit", (), _dimensions,
                    label="unit__name", page="assessment:sheet"),
    "measured": Source(Measured.objects.all, "sheet__assessed_at", "sheet__round__unit", ("rule_id",), _itself,
                       label="sheet__unit__name", page="assessment:figure"),
    "meeting": Source(Meeting.objects.all, "begun_at", "centre", ("rule_id", "also"), _itself,
                      label="rule_id", page="meetings:meeting"),
    "money": Source(Compensation.objects.all, "computed_at", "complaint__matter__centre", (), _money,
                    matter="complaint__matter"),
}  # fmt: skip


def within(source: Source, month: Month) -> QuerySet[Any, Any]:
    """The rows of a month."""
    return source.rows().filter(**{f"{source.time}__gte": month.begins, f"{source.time}__lte": month.ends})


def counted(book: Rulebook, month: Month) -> Cells:
    """Rows by centre and figure, those with a different outcome separately."""
    belongs, kinds = centre_by_unit(), kinds_of_centres()
    found: dict[Key, Cell] = {}
    for source in SOURCES.values():
        for centre, said, cell in _groups(source, month, belongs):
            for name in source.names(book, kinds[centre], said) if kinds.get(centre) else ():
                found[centre, name] = found.get((centre, name), Cell()) + cell
    return found


def kinds_of_centres() -> dict[int, str]:
    """The kind of every centre."""
    return dict(Unit.objects.filter(kind=UnitKind.CENTRE).values_list("pk", "centre_kind"))


def _groups(source: Source, month: Month, belongs: Mapping[int, int]) -> Iterator[tuple[int, Said, Cell]]:
    counts = {"kept": Count("pk", filter=~source.missed), "missed": Count("pk", filter=source.missed)}
    rows = within(source, month).order_by().values_list(source.place, *source.by)
    for place, *said, good, bad, last in rows.annotate(**counts, last=Max(source.time)):
        centre = belongs.get(place)
        if centre is not None:
            yield centre, tuple(said), Cell(good, bad, day_of(last))
