"""Duties that reports fulfil: which are open, and which reports were made for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Q

from firstdesk.common import clock as walls
from firstdesk.common.language import words
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.directory.scope import Acting
from firstdesk.obligations.models import Occurrence, OccurrenceQuerySet
from firstdesk.obligations.states import OccurrenceState
from firstdesk.regulations import selectors as regulations
from firstdesk.reporting.kinds import ReportKind, of_evidence
from firstdesk.reporting.models import Report
from firstdesk.reporting.spans import Span, span_for
from firstdesk.reporting.states import ReportState
from firstdesk.rulebook.model import DutyRule

BACK, AHEAD, SOON = timedelta(days=100), timedelta(days=12), timedelta(days=35)
YEAR = timedelta(days=400)


@dataclass(frozen=True)
class Owed:
    """A report the rules require, and what came of it."""

    occurrence: Occurrence
    kind: ReportKind
    span: Span
    report: Report | None  # the newest version
    at: datetime

    @property
    def name(self) -> str:
        return words(self.kind.title)

    @property
    def due_on(self) -> date:
        return walls.local(self.occurrence.due_at).date()

    @property
    def is_over(self) -> bool:
        """Whether its days are over, so that it can be begun."""
        return self.span.is_over(self.at)

    @property
    def is_sent(self) -> bool:
        return self.report is not None and (self.report.state in OUT or self.report.version > 1)

    @property
    def is_waived(self) -> bool:
        return self.occurrence.state == OccurrenceState.WAIVED

    @property
    def is_missing(self) -> bool:
        """Whether its day is over and nothing was sent."""
        return not self.is_sent and not self.is_waived and self.at > self.occurrence.due_at

    @property
    def is_late(self) -> bool:
        """Whether it was sent late; of a corrected report the first version counts."""
        return self.is_sent and self.occurrence.is_late

    @property
    def is_corrected(self) -> bool:
        return self.report is not None and self.report.version > 1


OUT = frozenset({ReportState.SENT, ReportState.CORRECTED})


@lru_cache(maxsize=8)  # content-addressed: a version never changes
def _rules(version: str) -> dict[str, ReportKind]:
    book = regulations.version(version)
    found = {rule.id: of_evidence(rule.evidence) for rule in book.rules.values() if isinstance(rule, DutyRule)}
    return {rule: kind for rule, kind in found.items() if kind is not None}


def due_day(unit: Unit, kind: ReportKind, span: Span, at: datetime) -> date | None:
    """The day by which the rules require a report on these days; None where they do not."""
    if kind.is_event:
        return None
    rules = [rule for rule, each in _rules(regulations.current(at).version).items() if each.code == kind.code]
    within = {"period_end__gte": span.first, "period_start__lte": span.last + YEAR}
    found = Occurrence.objects.filter(unit=unit, rule_id__in=rules, **within).order_by("due_at")
    days = (walls.local(each.due_at).date() for each in found if span_for(kind.span, each.period_start) == span)
    return next(days, None)


def to_write(acting: Acting, at: datetime) -> list[Owed]:
    """Reports this person's units owe, soonest first, with any draft begun."""
    rows = Occurrence.objects.open().filter(unit__in=acting.unit_ids, due_at__lte=at + SOON)
    return [each for each in _owed(rows, at) if not each.is_sent]


def awaited(centre: Unit, at: datetime) -> list[Owed]:
    """Reports others owe this centre, newest first: sent, late, missing, corrected. Where several rules require the
    same one, the earliest day counts."""
    beneath = Unit.objects.filter(kind=UnitKind.CENTRE, path__startswith=centre.path).exclude(pk=centre.pk)
    whose = Q(centre=centre) | Q(unit__in=beneath)
    rows = Occurrence.objects.filter(whose, due_at__gte=at - BACK, due_at__lte=at + AHEAD).exclude(unit=centre)
    found = [each for each in _owed(rows, at) if each.kind.to == "superior"]
    return sorted(found, key=lambda each: (-each.due_on.toordinal(), each.occurrence.unit.path, each.kind.code))


def _owed(rows: OccurrenceQuerySet, at: datetime) -> list[Owed]:
    kinds = _rules(regulations.current(at).version)
    found: dict[tuple[int, str, date], tuple[Occurrence, ReportKind, Span]] = {}
    for each in sorted(rows.filter(rule_id__in=kinds).select_related("unit"), key=lambda one: (one.due_at, one.pk)):
        kind = kinds[each.rule_id]
        span = span_for(kind.span, each.period_start)
        found.setdefault((each.unit_id, kind.code, span.first), (each, kind, span))
    there = _newest(list(found))
    return [Owed(*said, there.get(key), at) for key, said in found.items()]


def _newest(wanted: Sequence[tuple[int, str, date]]) -> dict[tuple[int, str, date], Report]:
    """The newest version of each of these reports."""
    units = {unit for unit, _kind, _first in wanted}
    kinds = {kind for _unit, kind, _first in wanted}
    days = {first for _unit, _kind, first in wanted}
    rows = Report.objects.filter(unit__in=units, kind__in=kinds, first__in=days, part=0).order_by("version")
    rows = rows.defer("figures", "charts").select_related("unit")
    return {(each.unit_id, each.kind, each.first): each for each in rows}
