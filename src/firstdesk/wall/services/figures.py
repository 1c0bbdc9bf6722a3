"""Recounting the figures of the wall, which come from records alone and can be rebuilt at any time."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from firstdesk.common.bulk import insert_rows, update_rows
from firstdesk.obligations.timing import day_of
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import DeadlineRule, DutyRule
from firstdesk.rulebook.postings import PostingRule
from firstdesk.wall.models import WallCount, WallFigure
from firstdesk.wall.selectors import boards, counting, passages, records, standing, work
from firstdesk.wall.selectors.counting import Key, Month
from firstdesk.wall.selectors.lines import CHARTER
from firstdesk.wall.selectors.places import centres, months
from firstdesk.wall.selectors.small import Cell

RECORDS_EVERY = timedelta(hours=1)  # counting rows of every table costs more than promises, and says less


def refresh(*, at: datetime) -> None:
    """Count the current month of every centre; hourly also recorded work and the previous month; daily, and where
    nothing was counted yet, the whole year."""
    book = regulations.current(at)
    known = {row.centre_id: row for row in WallCount.objects.all()}
    listed = list(centres())
    newest = min((row.counted_at for row in known.values()), default=None)
    is_fresh = newest is None or day_of(newest) != day_of(at) or len(known) < len(listed)
    recorded = min((row.recorded_at or row.counted_at - RECORDS_EVERY for row in known.values()), default=None)
    with_records = is_fresh or recorded is None or recorded <= at - RECORDS_EVERY
    year = months(at)
    ago = len(year) if is_fresh else 2 if with_records else 1
    for month in year[-ago:]:
        recount(book, Month(month, at), with_records=with_records)
    recorded_at = at if with_records else recorded
    _stamp([unit.pk for unit in listed], at, recorded_at)


@transaction.atomic
def recount(book: Rulebook, month: Month, *, with_records: bool = True) -> int:
    """Recount a month of every centre, writing only changes. Returns the number of figures."""
    found = dict(counted(book, month, with_records=with_records))
    there = {(row[1], row[2]): row for row in WallFigure.objects.filter(month=month.first).values_list(*NAMES)}
    changed = [
        _row(key, month.first, found[key], row[0])
        for key, row in there.items()
        if key in found and _cell(row) != found[key]
    ]
    update_rows(changed, ["kept", "missed", "last_on", "last_url"])
    gone = [row[0] for key, row in there.items() if key not in found and (with_records or not _stays(book, key[1]))]
    WallFigure.objects.filter(pk__in=gone).delete()
    insert_rows([_row(key, month.first, cell) for key, cell in found.items() if key not in there])
    return len(found)


def _stays(book: Rulebook, carrier: str) -> bool:
    """Whether a carrier is counted only hourly: recorded work."""
    rule = book.rules.get(carrier.partition("/")[0])
    is_quick = isinstance(rule, DeadlineRule | DutyRule | PostingRule) or getattr(rule, "stores", "") == CHARTER
    return rule is not None and not is_quick


NAMES = (
    "pk",
    "centre_id",
    "carrier",
    "kept",
    "missed",
    "last_on",
    "last_url",
)  # plain values: most rows stay as they are


def _cell(row: tuple[Any, ...]) -> Cell:
    return Cell(*row[3:])


def counted(book: Rulebook, month: Month, *, with_records: bool = True) -> Iterable[tuple[Key, Cell]]:
    """The counts of a month from every source; each rule is counted by exactly one."""
    sources: list[Mapping[Key, Cell]] = [
        counting.clocks(book, month),
        counting.duties(book, month),
        boards.counted(book, month),
        standing.charters(book, month),
        standing.checks(month),
    ]
    if with_records:
        sources += [records.counted(book, month), passages.counted(book, month), work.counted(book, month)]
    for source in sources:
        yield from source.items()


def _row(key: Key, month: date, cell: Cell, pk: int | None = None) -> WallFigure:
    centre, carrier = key
    return WallFigure(
        pk=pk, centre_id=centre, month=month, carrier=carrier, kept=cell.kept, missed=cell.missed, last_on=cell.last_on,
        last_url=cell.last_url,
    )  # fmt: skip


def _stamp(keys: list[int], at: datetime, recorded_at: datetime | None) -> None:
    rows = [WallCount(centre_id=pk, counted_at=at, recorded_at=recorded_at) for pk in keys]
    WallCount.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["centre"], update_fields=["counted_at", "recorded_at"]
    )
