"""Stored figures: one query per page, whatever the number of clauses."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from firstdesk.common import clock
from firstdesk.directory.models import Unit
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState, Outcome
from firstdesk.wall.models import WallFigure
from firstdesk.wall.selectors.counting import Month
from firstdesk.wall.selectors.places import months
from firstdesk.wall.selectors.small import Cell

NOTHING = Cell()


@dataclass(frozen=True)
class Figures:
    """Figures of some carriers at one centre over twelve months."""

    months: tuple[date, ...]
    counted_at: datetime | None  # None: never
    cells: Mapping[str, Mapping[date, Cell]]  # carrier → month

    @property
    def month(self) -> date:
        return self.months[-1]

    def now(self, carrier: str) -> Cell:
        """The current month of a carrier."""
        return self.at(carrier, self.month)

    def at(self, carrier: str, month: date) -> Cell:
        """Any month of a carrier."""
        return self.cells.get(carrier, {}).get(month, NOTHING)

    def year(self, carrier: str) -> list[Cell]:
        """Its twelve months, oldest first."""
        return [self.at(carrier, month) for month in self.months]

    def last(self, carrier: str) -> Cell:
        """The newest month in which something was kept."""
        return next((cell for cell in reversed(self.year(carrier)) if cell.last_on), NOTHING)

    def without(self, hidden: Mapping[tuple[str, date], tuple[int, int]]) -> "Figures":
        """The figures without those a reader may not count."""
        cells = {carrier: dict(found) for carrier, found in self.cells.items()}
        for (carrier, month), (kept, late) in hidden.items():
            if carrier in cells:
                cells[carrier][month] = cells[carrier].get(month, NOTHING).minus(kept, late)
        return replace(self, cells=cells)


def figures(centre: Unit, carriers: Collection[str], at: datetime) -> Figures:
    """Figures of these carriers; `centre` comes from `places.centres`, which tells when they were counted."""
    year = months(at)
    rows = WallFigure.objects.filter(centre=centre, month__gte=year[0], carrier__in=carriers)
    cells: dict[str, dict[date, Cell]] = defaultdict(dict)
    names = ("carrier", "month", "kept", "missed", "last_on", "last_url")
    for carrier, month, kept, missed, last_on, last_url in rows.values_list(*names):
        cells[carrier][month] = Cell(kept, missed, last_on, last_url)
    return Figures(tuple(year), getattr(centre, "counted_at", None), cells)


def hidden_from(centre: Unit, reader: int, at: datetime) -> dict[tuple[str, date], tuple[int, int]]:
    """Numbers caused by complaints about this reader, which are subtracted from what they read."""
    found: dict[tuple[str, date], tuple[int, int]] = defaultdict(lambda: (0, 0))
    first = Month(months(at)[0], at).begins
    recent = Q(stopped_at__gte=first) | Q(state=ClockState.RUNNING, due_at__gte=first, due_at__lt=at)
    for each in Clock.objects.promises().filter(recent, centre=centre, kept_from__contains=[reader]):
        month, is_kept = _where(each)
        kept, late = found[each.rule_id, month]
        if each.outcome != Outcome.MOOT:
            found[each.rule_id, month] = (kept + is_kept, late + (not is_kept))
    return dict(found)


def _where(one: Clock) -> tuple[date, bool]:
    when = one.stopped_at or one.due_at
    return clock.local(when).date().replace(day=1), one.outcome == Outcome.KEPT
