"""Duties that the shift table shows: somebody on every day, in all opening hours, around the clock."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.selectors import cover, duties
from firstdesk.obligations.services.proving import Shown, give
from firstdesk.obligations.services.sweep import CLOCKWORK
from firstdesk.obligations.states import OccurrenceState
from firstdesk.obligations.timing import day_of
from firstdesk.regulations import selectors as regulations

NEAR = timedelta(minutes=10)  # before the end of the day: the table changes little more, and nothing is late yet
NOT_OVER = (OccurrenceState.SCHEDULED, OccurrenceState.PARTIAL)


def prove_cover(*, at: datetime) -> int:
    """Give what the table shows to the duties of a day that ends now; returns how many it proved.

    A table with a gap proves nothing, and the duty is missed: whoever owes it explains the gap.
    """
    rows = Occurrence.objects.filter(state__in=NOT_OVER, due_at__lt=at + NEAR, rule_id__in=_rules(at))
    by_day: dict[date, list[Occurrence]] = defaultdict(list)
    for row in rows.select_related("unit").order_by("due_at", "pk"):
        by_day[day_of(row.due_at)].append(row)
    return sum(_of_day(day, found, at) for day, found in by_day.items())


def _rules(at: datetime) -> list[str]:
    version = regulations.current_version(at)
    if version is None:
        return []
    book = regulations.version(version)
    asked = {rule.id: rule.evidence for kind in book.centres for rule in duties.duties_of(book, kind)}
    return [rule_id for rule_id, evidence in asked.items() if set(evidence) & set(cover.EVIDENCE)]


def _of_day(day: date, rows: Sequence[Occurrence], at: datetime) -> int:
    hours = regulations.current(at).head.office_hours
    spans = cover.shifts_of({row.unit for row in rows}, day)
    proved = 0
    for row in rows:
        kinds = [kind for kind in duties.duty_of(row).evidence if kind in cover.EVIDENCE]
        shown = [
            Shown(
                kind=kind, unit=row.unit, happened_on=day, ref=f"shifts:{day.isoformat()}",
                url=f"/rosters/week/?day={day.isoformat()}", title=duties.vocabulary_of(row).evidence[kind].zh,
            )
            for kind in kinds
            if cover.covered(kind, row.unit, day, spans.get(row.unit_id, ()), hours)
        ]  # fmt: skip
        if shown:
            give(row, shown, by=CLOCKWORK, at=at)
            proved += 1
    return proved
