"""Centres with a wall, and the centre an organisation belongs to."""

from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from firstdesk.common import clock
from firstdesk.directory.models import Remit, Unit, UnitKind
from firstdesk.wall.models import WallCount

MONTHS = 12  # as far back as the wall looks


def centres() -> QuerySet[Unit]:
    """Centres whose wall can be read, with the moments of counting (`counted_at`, `recorded_at`)."""
    counted = WallCount.objects.filter(centre=OuterRef("pk"))
    found = Unit.objects.filter(kind=UnitKind.CENTRE, is_active=True).order_by("path")
    return found.annotate(
        counted_at=Subquery(counted.values("counted_at")), recorded_at=Subquery(counted.values("recorded_at"))
    )


def month_of(at: datetime) -> date:
    """The first day of the month a moment lies in."""
    return clock.local(at).date().replace(day=1)


def months(at: datetime) -> list[date]:
    """The first days of the last twelve months, the present one last."""
    last = month_of(at)
    return [_back(last, number) for number in reversed(range(MONTHS))]


def _back(first: date, number: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - number, 12)
    return date(year, month + 1, 1)


def next_month(first: date) -> date:
    """The first day of the month after."""
    return _back(first, -1)


def centre_by_unit() -> dict[int, int]:
    """For every organisation, its centre: itself, the nearest above, or the one it serves."""
    rows = list(Unit.objects.values_list("pk", "path", "kind"))
    at_path = {path: pk for pk, path, kind in rows if kind == UnitKind.CENTRE}
    serves = dict(Remit.objects.order_by("-rank", "-pk").values_list("unit_id", "centre_id"))
    found = {pk: _above(path, at_path) or serves.get(pk) for pk, path, _kind in rows}
    return {unit: centre for unit, centre in found.items() if centre is not None}


def _above(path: str, at_path: dict[str, int]) -> int | None:
    while path and path != "/":
        if path in at_path:
            return at_path[path]
        path = path.rstrip("/").rpartition("/")[0] + "/"
    return None
