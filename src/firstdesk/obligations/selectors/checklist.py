"""Clauses that only somebody on the spot can check, and the last finding on each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.obligations.models import Confirmation
from firstdesk.obligations.timing import day_of
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import Clause

OLD = timedelta(days=31)  # a look longer ago says little of today
LOOKS = (Permission.KEEP_CHARTER, Permission.SUPERVISE, Permission.POST, Permission.INSPECT)


@dataclass(frozen=True)
class Point:
    """A clause to check, and its last check."""

    clause: Clause
    last: Confirmation | None
    is_old: bool


@dataclass(frozen=True)
class Sheet:
    """The clauses of one part of a regulation."""

    title: str
    points: tuple[Point, ...]


def clauses(book: Rulebook, kind: str) -> list[Clause]:
    """Clauses that can only be checked on the spot, for a kind of centre; those of its own regulation first."""
    adopts = book.centre(kind).adopts
    found = [each for each in book.clauses.values() if each.regulation in adopts and each.enforceable == "physical"]
    return sorted(found, key=lambda each: adopts.index(each.regulation))


def sheets(unit: Unit, kind: str, at: datetime) -> list[Sheet]:
    """Every clause to check at a place, by part of the regulation, with its last check."""
    book = regulations.current(at)
    points = clauses(book, kind)
    seen, today = last_looks(unit, [each.id for each in points]), day_of(at)
    by_part: dict[str, list[Point]] = {}
    for clause in points:
        look = seen.get(clause.id)
        by_part.setdefault(clause.sub_document, []).append(Point(clause, look, look is None or today - look.on > OLD))
    return [Sheet(title, tuple(found)) for title, found in by_part.items()]


def last_looks(unit: Unit | None, clause_ids: Collection[str]) -> Mapping[str, Confirmation]:
    """The newest check of each clause, at a place or anywhere."""
    rows = Confirmation.objects.filter(clause__in=clause_ids).select_related("confirmed_by", "unit", "photo")
    if unit is not None:
        rows = rows.filter(unit=unit)
    return {row.clause: row for row in rows.order_by("clause", "on", "pk")}


def places(acting: Acting) -> list[Unit]:
    """Units where this person may check: their centre, their units and everything beneath."""
    within = Q(pk__in=acting.unit_ids)
    if acting.centre is not None:
        within |= Q(pk=acting.centre.pk)
    for path in acting.subtree_paths:
        within |= Q(path__startswith=path)
    return list(Unit.objects.filter(within, is_active=True).order_by("path"))


def may_look(acting: Acting) -> bool:
    """Whether this person may check on the spot."""
    return any(acting.may(each) for each in LOOKS)
