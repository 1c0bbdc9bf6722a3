"""The board: figures over what a person may read, each with the filter of the list that shows its records.

A figure counts matters exactly as the list does with that filter, so that whoever follows it finds as many.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from firstdesk.common import clock as walls
from firstdesk.common.clock import midnight
from firstdesk.common.language import words
from firstdesk.directory.models import Unit
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter, MatterQuerySet
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState
from firstdesk.regulations import selectors as regulations

Words = str | Promise
Row = Any  # of values(): a mapping
LATE, SOON = "late", "soon"
AGES = (1, 3, 7, 15, 30, 60)  # days up to which an open matter counts as of this age


@dataclass(frozen=True)
class Figure:
    """A number and the filter of the list with its records."""

    count: int
    query: str

    def __bool__(self) -> bool:
        return self.count > 0


@dataclass(frozen=True)
class Line:
    """Figures of one unit or one age."""

    label: Words
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Owed:
    """Late or nearly late, by the unit that owes it (lines) and by the promise (columns)."""

    promises: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Figure


@dataclass(frozen=True)
class Board:
    """Everything on the page."""

    open: Figure
    reopened: Figure
    returned: Figure
    late: Owed
    soon: Owed
    ages: tuple[Line, ...]
    units: tuple[Line, ...]  # open, reopened, returned


def board(acting: Acting, at: datetime) -> Board:
    """A handful of queries, whatever the size: promises, ages, units, names, the rules."""
    open_ = Matter.objects.visible_to(acting).open().filter(ended_at=None).order_by()
    owed = _promises(open_, at)
    units: list[Row] = list(
        open_.values("responsible_unit").annotate(
            open=Count("pk"),
            reopened=Count("pk", filter=Q(reopenings__gt=0)),
            returned=Count("pk", filter=Q(objections__gt=0)),
        )
    )
    names = _names({row["responsible_unit"] for row in units} | {row["owing_unit"] for row in owed})
    titles = {code: words(text) for code, text in regulations.current(at).vocabulary.clocks.items()}
    whole = {name: sum(row[name] for row in units) for name in ("open", "reopened", "returned")}
    return Board(
        open=Figure(whole["open"], _query(state="open")),
        reopened=Figure(whole["reopened"], _query(state="open", again="reopened")),
        returned=Figure(whole["returned"], _query(state="open", again="returned")),
        late=_owed(LATE, owed, names, titles),
        soon=_owed(SOON, owed, names, titles),
        ages=_ages(open_, walls.local(at).date()),
        units=_units(units, names),
    )


def _promises(open_: MatterQuerySet, at: datetime) -> list[Row]:
    """Each matter once per unit and promise it is late or nearly late with; the rows are few, being open and due."""
    how = Case(When(due_at__lt=at, then=Value(LATE)), default=Value(SOON), output_field=CharField())
    clocks = Clock.objects.filter(state=ClockState.RUNNING, is_advisory=False).filter(
        Q(due_at__lt=at) | Q(warn_at__lte=at)
    )
    found = clocks.filter(matter_id__in=open_.values("pk")).annotate(how=how)
    return list(found.order_by().values("how", "owing_unit", "code", "matter_id").distinct())


def _owed(how: str, rows: Iterable[Row], names: Mapping[object, str], titles: Mapping[str, str]) -> Owed:
    mine = [row for row in rows if row["how"] == how]
    counts: dict[tuple[object, str], set[object]] = {}
    for row in mine:
        counts.setdefault((row["owing_unit"], str(row["code"])), set()).add(row["matter_id"])
    codes = sorted({code for _unit, code in counts}, key=lambda code: -_sum(counts, code=code))
    units = sorted({unit for unit, _code in counts}, key=lambda unit: (-_sum(counts, unit=unit), names.get(unit, "")))
    lines = tuple(
        Line(
            names.get(unit, ""),
            (
                Figure(_matters(mine, unit), _query(state=how, owes=unit)),
                *(Figure(len(counts.get((unit, c), ())), _query(state=how, owes=unit, promise=c)) for c in codes),
            ),
        )
        for unit in units
    )
    total = Figure(len({row["matter_id"] for row in mine}), _query(state=how))
    return Owed(tuple(titles.get(code, code) for code in codes), lines, total)


def _sum(counts: Mapping[tuple[object, str], set[object]], *, unit: object = None, code: str = "") -> int:
    return sum(len(found) for (u, c), found in counts.items() if unit in (None, u) and code in ("", c))


def _matters(rows: Iterable[Row], unit: object) -> int:
    return len({row["matter_id"] for row in rows if row["owing_unit"] == unit})


def _ages(open_: MatterQuerySet, today: date) -> tuple[Line, ...]:
    """By whole days since the day of registration, as the filter counts them."""
    spans: list[tuple[date | None, date]] = []
    last = today
    for days in AGES:
        first = today - timedelta(days=days)
        spans.append((first, last))
        last = first - timedelta(days=1)
    spans.append((None, last))
    filters = {f"span{n}": Count("pk", filter=_between(*span)) for n, span in enumerate(spans)}
    counts = open_.aggregate(**filters)
    labels: list[Words] = [
        *(ngettext("up to %(days)s day", "up to %(days)s days", days) % {"days": days} for days in AGES),
        _("longer"),
    ]
    return tuple(
        Line(label, (Figure(counts[f"span{n}"], _query(state="open", first=first or "", last=last)),))
        for n, (label, (first, last)) in enumerate(zip(labels, spans, strict=True))
    )


def _between(first: date | None, last: date) -> Q:
    until = Q(registered_at__lt=midnight(last + timedelta(days=1)))
    return until & Q(registered_at__gte=midnight(first)) if first else until


def _units(rows: Sequence[Row], names: Mapping[object, str]) -> tuple[Line, ...]:
    ordered = sorted(rows, key=lambda row: (-row["open"], names.get(row["responsible_unit"], "")))
    return tuple(
        Line(
            names.get(row["responsible_unit"], ""),
            (
                Figure(row["open"], _query(state="open", unit=row["responsible_unit"])),
                Figure(row["reopened"], _query(state="open", unit=row["responsible_unit"], again="reopened")),
                Figure(row["returned"], _query(state="open", unit=row["responsible_unit"], again="returned")),
            ),
        )
        for row in ordered
    )


def _names(keys: Iterable[object]) -> dict[object, str]:
    return dict(Unit.objects.filter(pk__in=[key for key in keys if key]).values_list("pk", "name"))


def _query(**values: object) -> str:
    return urlencode({name: value for name, value in values.items() if value})
