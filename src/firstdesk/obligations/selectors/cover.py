"""What the shift table of an organisation shows of a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from firstdesk.common.clock import at_wall, midnight
from firstdesk.directory.models import Unit
from firstdesk.rosters.models import Shift
from firstdesk.rulebook.workdays import OfficeHours

SOMEBODY, HOURS, ROUND_THE_CLOCK = "shift_somebody", "shift_hours", "shift_round_the_clock"
EVIDENCE = (SOMEBODY, HOURS, ROUND_THE_CLOCK)
Spans = Sequence[tuple[datetime, datetime]]


def shifts_of(units: Collection[Unit], day: date) -> Mapping[int, Spans]:
    """Of each organisation the shifts at any of its posts that touch a day, in the order they begin."""
    first, last = midnight(day), midnight(day + timedelta(days=1))
    rows = Shift.objects.filter(post__unit__in=units, starts_at__lt=last, ends_at__gt=first).order_by("starts_at")
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for unit_id, starts_at, ends_at in rows.values_list("post__unit_id", "starts_at", "ends_at"):
        found[unit_id].append((starts_at, ends_at))
    return found


def covered(kind: str, unit: Unit, day: date, spans: Spans, hours: OfficeHours) -> bool:
    """Whether somebody was on as the evidence asks: at all, in every opening hour, around the clock."""
    if kind == SOMEBODY:
        return bool(spans)
    if kind == ROUND_THE_CLOCK or (unit.opens_at is None and unit.closes_at is None and not hours):
        return _whole(spans, midnight(day), midnight(day + timedelta(days=1)))
    if unit.opens_at is not None and unit.closes_at is not None:
        hours = ((unit.opens_at, unit.closes_at),)
    return all(_whole(spans, at_wall(day, opens), at_wall(day, closes)) for opens, closes in hours)


def _whole(spans: Spans, first: datetime, last: datetime) -> bool:
    """No gap between two moments."""
    for starts_at, ends_at in spans:
        if starts_at > first:
            return False
        first = max(first, ends_at)
        if first >= last:
            return True
    return first >= last
