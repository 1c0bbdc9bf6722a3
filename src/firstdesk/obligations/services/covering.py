"""Duties proved by the shift table: somebody on every day, in all opening hours, around the clock."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from firstdesk.common.bulk import insert_rows
from firstdesk.ledger import services as ledger
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.selectors import cover, duties
from firstdesk.obligations.services.proving import Shown, give, proof_of
from firstdesk.obligations.services.sweep import CLOCKWORK
from firstdesk.obligations.states import OccurrenceState
from firstdesk.obligations.timing import day_of
from firstdesk.regulations import selectors as regulations

NEAR = timedelta(minutes=10)  # before the end of the day: the table changes little more, and nothing is late yet
BATCH = 500
NOT_OVER = (OccurrenceState.SCHEDULED, OccurrenceState.PARTIAL)


def prove_cover(*, at: datetime) -> int:
    """Prove duties of the ending day from the shift table; returns how many.

    A table with a gap proves nothing: the duty is missed and whoever owes it explains the gap."""
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
    shown: dict[int, list[str]] = {}
    for row in rows:
        asked = [kind for kind in duties.duty_of(row).evidence if kind in cover.EVIDENCE]
        there = spans.get(row.unit_id, ())
        shown[row.pk] = [kind for kind in asked if cover.covered(kind, row.unit, day, there, hours)]
    whole = [row for row in rows if set(shown[row.pk]) == set(duties.duty_of(row).evidence)]
    for first in range(0, len(whole), BATCH):
        _prove_all([row.pk for row in whole[first : first + BATCH]], day, at)
    others = [row for row in rows if shown[row.pk] and row not in whole]
    for row in others:
        given = [_shown(row, kind, day) for kind in shown[row.pk]]
        give(row, given, by=CLOCKWORK, at=at)
    return len(whole) + len(others)


@transaction.atomic
def _prove_all(keys: Sequence[int], day: date, at: datetime) -> None:
    """Prove together the duties whose table shows everything required."""
    rows = Occurrence.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    found = list(rows.filter(pk__in=keys, state__in=NOT_OVER).select_related("unit").order_by("pk"))
    proofs = [
        proof_of(row, _shown(row, kind, day), CLOCKWORK, at) for row in found for kind in duties.duty_of(row).evidence
    ]
    insert_rows(proofs)
    moves = [ledger.Moving(row, _step(row, day, at), at) for row in found]
    ledger.move_many(moves, by=CLOCKWORK)


def _step(row: Occurrence, day: date, at: datetime) -> ledger.Move:
    evidence = "; ".join(_title(row, kind) for kind in duties.duty_of(row).evidence)
    noted = {"rule": row.rule_id, "due": row.due_at, "late": at > row.due_at, "refs": [_ref(day)]}
    changes = {"done_at": at, "done_by_id": None, "evidence": evidence}
    return ledger.Move(
        OccurrenceState.DONE, "duty.discharged", changes=changes, noted=noted, rulebook_version=row.rulebook_version
    )


def _shown(row: Occurrence, kind: str, day: date) -> Shown:
    url = f"{reverse('rosters:week')}?day={day.isoformat()}"
    return Shown(kind=kind, unit=row.unit, happened_on=day, ref=_ref(day), url=url, title=_title(row, kind))


def _title(row: Occurrence, kind: str) -> str:
    return duties.vocabulary_of(row).evidence[kind].zh


def _ref(day: date) -> str:
    return f"shifts:{day.isoformat()}"
