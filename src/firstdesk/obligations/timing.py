"""From a rule to the moments of a clock: the only place where obligations asks the rulebook."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from django.core.exceptions import ObjectDoesNotExist

from firstdesk.common import clock as walls
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook import deadlines
from firstdesk.rulebook.book import UnknownRule
from firstdesk.rulebook.escalation import with_levels
from firstdesk.rulebook.extension import extended
from firstdesk.rulebook.model import AGREED, DeadlineRule
from firstdesk.rulebook.shortening import not_before
from firstdesk.rulebook.verdicts import DeadlineVerdict, Granted, Rise

OWN = "own_minutes"  # beside the declared facts of a clock: the figure its unit promised
DUE_ON = "due_on"  # and the date agreed in a record, where its rule runs to one
Pauses = Iterable[tuple[datetime, datetime]]


@lru_cache(maxsize=4096)
def clocks_started_by(version: str, centre_kind: str, event: str) -> tuple[str, ...]:
    """Codes of the clocks that some rule of this kind of centre starts with an event."""
    book = regulations.version(version)
    found = (
        code
        for code in book.vocabulary.clocks
        if any(event in rule.start for rule in book.deadlines_for(centre_kind, code))
    )
    return tuple(found)


def rule_of(clock: Clock) -> DeadlineRule:
    """The rule a clock runs by, in the version it was started or adopted under."""
    return regulations.version(clock.rulebook_version).deadline(clock.rule_id)


def picked(version: str, centre_kind: str, code: str, facts: Mapping[str, str], on: date) -> DeadlineRule | None:
    """The rule for a clock with these facts; None where the centre promises nothing."""
    try:
        return deadlines.pick(regulations.version(version), centre_kind, code, facts, on)
    except deadlines.NotPromised:
        return None


def adoptable(clock: Clock, version: str) -> DeadlineRule | None:
    """The rule for a running clock in another version; None where that version promises nothing it can count."""
    rule = picked(version, clock.centre_kind, clock.code, clock.facts, day_of(clock.started_at))
    return None if rule is not None and to_agreed_date(rule) and DUE_ON not in clock.facts else rule


def counted(
    version: str, rule: DeadlineRule, start: datetime, pauses: Pauses = (), agreed: date | None = None
) -> DeadlineVerdict:
    """The due moment with its arithmetic. Years without published holidays are counted provisionally, and the verdict
    says so."""
    return deadlines.due(rule, start, regulations.version(version).calendar, pauses, agreed=agreed)


def to_agreed_date(rule: DeadlineRule) -> bool:
    """Whether the rule runs to a date agreed in a record."""
    return any(limit.unit == AGREED for limit in rule.limits)


def figured(clock: Clock, rule: DeadlineRule) -> DeadlineRule:
    """The rule with the figure the owing unit promised itself, where the rule allows one."""
    own = clock.facts.get(OWN)
    return deadlines.with_own(rule, int(own) if own else None)


def verdict_of(clock: Clock, rule: DeadlineRule, version: str) -> DeadlineVerdict:
    """The clock's due moment by a rule of a version: from its start, finished pauses and extensions."""
    pauses = [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in clock.pauses]
    figure = figured(clock, rule)
    day = clock.facts.get(DUE_ON)
    verdict = counted(version, figure, clock.started_at, pauses, date.fromisoformat(day) if day else None)
    if clock.shortened and clock.shortened["floor"]:
        floor, said = (datetime.fromisoformat(clock.shortened[name]) for name in ("floor", "at"))
        verdict = not_before(verdict, floor, said, pauses)
    return extended(verdict, figure, regulations.version(version).calendar, grants_of(clock), pauses)


def grants_of(clock: Clock) -> list[Granted]:
    """The extensions of the clock, oldest first."""
    return [
        Granted(each["amount"], each["unit"], each["by"], datetime.fromisoformat(each["at"]))
        for each in clock.extensions
    ]


def set_by(clock: Clock, rule: DeadlineRule, at: datetime) -> None:
    """Retime `clock` by `rule`; alarms before `at` are not repeated. If it is now due after `at`, it counts as unbroken
    and its breach and levels lie ahead again."""
    verdict = verdict_of(clock, rule, clock.rulebook_version)
    clock.rule_id = rule.id
    clock.due_at = verdict.due
    clock.is_promise, clock.is_advisory = rule.promise, rule.advisory
    clock.is_provisional = verdict.provisional
    clock.verdict = verdict.to_json()
    if clock.due_at > at:
        clock.breached_at, clock.escalated_at, clock.escalated_level = None, None, 0
    arm(clock, at)


_SET = (
    "rule_id", "due_at", "is_promise", "is_advisory", "is_provisional", "verdict", "breached_at", "escalated_at",
    "escalated_level", "warn_at", "next_alarm_at",
)  # fmt: skip


def set_like(clock: Clock, alike: Clock) -> None:
    """Copy the timing of a clock that started by the same rule at the same moment."""
    for name in _SET:
        setattr(clock, name, getattr(alike, name))


def arm(clock: Clock, at: datetime) -> None:
    """Set the next alarm: the first warning after `at`, else the due moment until the breach was raised, then the
    levels."""
    warnings = sorted(datetime.fromisoformat(moment) for moment in clock.verdict["warn_at"])
    clock.warn_at = warnings[0] if warnings else None
    ahead = next((moment for moment in warnings if moment > at), None)
    if clock.state != ClockState.RUNNING:
        clock.next_alarm_at = None
    elif clock.breached_at is not None:
        clock.next_alarm_at = next((level.at for level in levels_of(clock)[clock.escalated_level :]), None)
    else:
        clock.next_alarm_at = ahead or (None if clock.is_advisory else clock.due_at)


def levels_of(clock: Clock) -> tuple[Rise, ...]:
    """The levels of a broken clock with their moments; none where its rule is gone (`firstdesk check` names it)."""
    try:
        rule, book = rule_of(clock), regulations.version(clock.rulebook_version)
    except (UnknownRule, ObjectDoesNotExist):
        return ()
    return with_levels(DeadlineVerdict.from_json(clock.verdict), book, rule, clock.facts).levels


def day_of(at: datetime) -> date:
    """The date at the centre."""
    return walls.local(at).date()


def next_month(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
