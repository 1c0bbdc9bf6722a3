"""A broken promise that stays broken: who is told next, and at which moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.clocktime import Ticker, from_local, to_local
from firstdesk.rulebook.matching import misfit
from firstdesk.rulebook.model import CLOCK_UNITS, DeadlineRule, Facts, Ladder, Level
from firstdesk.rulebook.verdicts import DeadlineVerdict, Rise
from firstdesk.rulebook.workdays import Calendar


def with_levels(verdict: DeadlineVerdict, rulebook: Rulebook, rule: DeadlineRule, facts: Facts) -> DeadlineVerdict:
    """The verdict with the levels above a breach: moments and roles. An advisory promise is never broken, so has none."""
    ladder = None if rule.advisory else ladder_of(rulebook, rule, facts)
    return replace(verdict, levels=rises(ladder, verdict.due, rulebook.calendar) if ladder else ())


def ladder_of(rulebook: Rulebook, rule: DeadlineRule, facts: Facts) -> Ladder | None:
    """The rule's own ladder, else the first of the rulebook that fits."""
    if rule.escalate is not None:
        return rule.escalate
    return next((each for each in rulebook.head.escalation if misfit(each.when, facts) is None), None)


def rises(ladder: Ladder, due: datetime, calendar: Calendar) -> tuple[Rise, ...]:
    """Each level with its moment: in office hours, unless the ladder says `always`."""
    start = to_local(due)
    if ladder.hours == "office":
        start = opening(start, calendar)
    return tuple(Rise(from_local(_after(level, start, ladder, calendar), due), level.tell) for level in ladder.levels)


def opening(at: datetime, calendar: Calendar) -> datetime:
    """The moment itself while the office is open, else when it opens next."""
    return Ticker(at, calendar, office=True, pauses=(), provisional=True).after(0)


def _after(level: Level, start: datetime, ladder: Ladder, calendar: Calendar) -> datetime:
    if level.unit in CLOCK_UNITS:
        office = ladder.hours == "office"
        ticker = Ticker(start, calendar, office=office, pauses=(), provisional=True)
        return ticker.after(level.amount * CLOCK_UNITS[level.unit])
    if level.unit == "working_days":
        day = calendar.add_workdays(start.date(), level.amount, True).date
    else:
        day = start.date() + timedelta(days=level.amount)
    moment = datetime.combine(day, start.time())
    return opening(moment, calendar) if ladder.hours == "office" else moment


def roles_between(levels: Iterable[Rise], after: int, upto: int) -> tuple[str, ...]:
    """Everybody told by the levels above `after` up to `upto`, each once."""
    return tuple(dict.fromkeys(role for level in list(levels)[after:upto] for role in level.tell))
