"""More time granted for a promise: the due moment moves, and the verdict says by how much and by whose leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from firstdesk.rulebook.clocktime import Interval, from_local, to_local
from firstdesk.rulebook.deadlines import Pauses, rolled, warnings_before
from firstdesk.rulebook.model import CLOCK_UNITS, DeadlineRule
from firstdesk.rulebook.verdicts import DeadlineVerdict, Granted
from firstdesk.rulebook.workdays import Calendar

GRANTABLE = ("hours", "working_days", "calendar_days")


def extended(
    verdict: DeadlineVerdict, rule: DeadlineRule, calendar: Calendar, grants: Sequence[Granted], pauses: Pauses = ()
) -> DeadlineVerdict:
    """The verdict after every grant, in the order given. Pauses that began in the time won move it further.

    Without a grant the verdict itself. A clock never runs out while it stands still, extended or not.
    """
    if not grants:
        return verdict
    due, guessed = to_local(verdict.due), verdict.provisional
    told = []
    for grant in grants:
        due, leans = later(due, grant.amount, grant.unit, calendar)
        guessed |= leans
        if grant.unit == "calendar_days" and rule.last_day == "roll_forward":  # of a longer time, too
            day, leans = rolled(rule.last_day, due.date(), (calendar, True))
            due, guessed = datetime.combine(day, due.time()), guessed | leans
        told.append(replace(grant, until=from_local(due, verdict.due)))
    used = list(verdict.pauses)
    known = {pause.start for pause in used}
    for pause in sorted(Interval(to_local(a), to_local(b)) for a, b in pauses):
        if pause.start not in known and to_local(verdict.due) < pause.start <= due:
            due, leans = _rested(due, pause, verdict.unit, calendar)
            guessed |= leans
            used.append(pause)
    return replace(
        verdict,
        due=from_local(due, verdict.due),
        warn_at=tuple(
            from_local(at, verdict.due) for at in warnings_before(rule, calendar, to_local(verdict.start), due)
        ),
        provisional=guessed,
        pauses=tuple(used),
        granted=tuple(told),
    )


def later(due: datetime, amount: int, unit: str, calendar: Calendar) -> tuple[datetime, bool]:
    """A due moment so much later, and whether that leans on a year not yet published."""
    if unit in CLOCK_UNITS:
        return due + timedelta(seconds=amount * CLOCK_UNITS[unit]), False
    if unit == "working_days":
        day, guessed = calendar.add_workdays(due.date(), amount, True)
        return datetime.combine(day, due.time()), guessed
    return due + timedelta(days=amount), False


def _rested(due: datetime, pause: Interval, unit: str, calendar: Calendar) -> tuple[datetime, bool]:
    if unit in CLOCK_UNITS:
        return due + (pause.end - pause.start), False
    working = unit == "working_days"
    first, last = pause.start.date(), pause.end.date()
    length = calendar.workdays_between(first, last, True) if working else (last - first).days
    counted = "working_days" if working else "calendar_days"
    guessed = False
    if length:
        due, guessed = later(due, length, counted, calendar)
    while due < pause.end:
        due, leans = later(due, 1, counted, calendar)
        guessed |= leans
    return due, guessed
