"""Whose work is counted, over which days, as of which moment."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from firstdesk.directory.models import Unit, UnitKind
from firstdesk.reporting.kinds import LEVEL, ReportKind
from firstdesk.reporting.spans import Span

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Scope:
    """What a report counts over."""

    unit: int
    centres: frozenset[int]
    span: Span
    ends: datetime  # the cut-off

    @property
    def begins(self) -> datetime:
        return self.span.begins

    @property
    def first(self) -> date:
        return self.span.first

    @property
    def last(self) -> date:
        return self.span.last

    def within(self, name: str) -> dict[str, datetime]:
        """The filter of a moment that lies in the days, before the cut-off."""
        return {f"{name}__gte": self.begins, f"{name}__lt": self.ends}


def scope_of(kind: ReportKind, unit: Unit, span: Span, cut_off: datetime) -> Scope:
    """What a report of this kind by this unit counts over."""
    centres = Unit.objects.filter(kind=UnitKind.CENTRE, is_active=True)
    if kind.about == LEVEL:
        own = centres.filter(path__startswith=unit.path)
    else:
        own = centres.filter(pk=unit.pk)
    return Scope(unit.pk, frozenset(own.values_list("pk", flat=True)), span, cut_off)
