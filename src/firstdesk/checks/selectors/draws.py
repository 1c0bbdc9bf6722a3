"""Draws for lists and pages: what was drawn, and the results by unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from firstdesk.checks.models import Draw, Recheck
from firstdesk.checks.selectors.reach import own_units, today
from firstdesk.checks.states import DrawState, RecheckState
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter

P = Permission
SHOWN_TO_ALL = (DrawState.DRAWN, DrawState.FINISHED)


@dataclass(frozen=True)
class Line:
    """A draw with its counts."""

    draw: Draw
    drawn: int
    done: int
    kept: int
    is_late: bool

    @property
    def left(self) -> int:
        return self.drawn - self.done


@dataclass(frozen=True)
class OfUnit:
    """Results of one unit's closed matters."""

    unit: Unit
    drawn: int
    done: int
    kept: int

    @property
    def wanting(self) -> int:
        return self.done - self.kept


@dataclass(frozen=True)
class Item:
    """One drawn matter, limited to what the reader may know."""

    recheck: Recheck
    is_seen: bool  # the reader may open the matter
    is_mine: bool


def visible(acting: Acting) -> QuerySet[Draw]:
    """Draws of the person's unit and of those beneath, and, once drawn, those about their own work."""
    about = Q(units__in=acting.unit_ids, state__in=SHOWN_TO_ALL)
    if not acting.permissions & {P.INSPECT, P.READ_SUBTREE}:
        return Draw.objects.filter(about).distinct().order_by("-frozen_at")
    return Draw.objects.filter(own_units(acting) | about).select_related("unit").distinct().order_by("-frozen_at")


def lines(draws: Sequence[Draw], at: datetime) -> list[Line]:
    """Draws with counts; one query."""
    found = Recheck.objects.filter(draw__in=draws).values("draw").annotate(**_counts()).order_by()
    counts: dict[int, dict[str, Any]] = {each["draw"]: dict(each) for each in found}
    none = {"drawn": 0, "done": 0, "kept": 0}
    return [_line(each, counts.get(each.pk, none), at) for each in draws]


def _line(draw: Draw, counts: Mapping[str, Any], at: datetime) -> Line:
    is_late = draw.state == DrawState.DRAWN and draw.due_on < today(at)
    return Line(draw, counts["drawn"], counts["done"], counts["kept"], is_late)


def _counts() -> dict[str, Count]:
    done = Q(state=RecheckState.DONE)
    return {"drawn": Count("pk"), "done": Count("pk", filter=done), "kept": Count("pk", filter=Q(is_kept=True))}


def by_unit(draw: Draw) -> list[OfUnit]:
    """Results per unit whose work was drawn."""
    found: list[Any] = list(draw.rechecks.values("unit").annotate(**_counts()).order_by("unit__path"))
    units = Unit.objects.in_bulk([each["unit"] for each in found])
    return [OfUnit(units[each["unit"]], each["drawn"], each["done"], each["kept"]) for each in found]


def items(draw: Draw, acting: Acting) -> list[Item]:
    """The drawn matters in the order of their lots, for the drawing unit; none for others."""
    if draw.unit_id not in acting.unit_ids or not acting.may(P.INSPECT):
        return []
    rows = list(draw.rechecks.select_related("matter", "unit", "checker").order_by("rank"))
    seen = set(
        Matter.objects.visible_to(acting).filter(pk__in=[row.matter_id for row in rows]).values_list("pk", flat=True)
    )
    return [Item(row, row.matter_id in seen, row.checker_id == acting.user.pk) for row in rows]


def mine(acting: Acting) -> list[Recheck]:
    """Re-checks this person still has to do, soonest due first."""
    if not acting.may(P.INSPECT):
        return []
    rows = Recheck.objects.filter(checker=acting.user, state=RecheckState.OPEN, draw__unit=acting.unit)
    return list(rows.select_related("matter", "unit", "draw").order_by("draw__due_on", "rank")[:30])
