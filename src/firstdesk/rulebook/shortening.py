"""A promise became more pressing while it ran: its shorter limit counts from the start, and is never over in secret."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from firstdesk.rulebook.clocktime import to_local
from firstdesk.rulebook.deadlines import Pauses
from firstdesk.rulebook.verdicts import DeadlineVerdict


def head_start(verdict: DeadlineVerdict) -> timedelta:
    """How long before its end such a promise warns; nothing where it does not."""
    return verdict.due - max(verdict.warn_at) if verdict.warn_at else timedelta()


def not_before(verdict: DeadlineVerdict, floor: datetime, said: datetime, pauses: Pauses = ()) -> DeadlineVerdict:
    """The verdict, due at the earliest at `floor`, as was said at `said`. What rested since then moves the floor."""
    since = to_local(said)
    rested = sum((max(to_local(b) - max(to_local(a), since), timedelta()) for a, b in pauses), timedelta())
    earliest = floor + rested
    if verdict.due >= earliest:
        return verdict
    return replace(verdict, due=earliest, warn_at=(said,), floor=earliest)
