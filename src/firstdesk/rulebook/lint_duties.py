"""Duties that nobody can ever owe, or nobody could ever prove."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.findings import ERROR, Finding, finding
from firstdesk.rulebook.model import DutyRule, Every, Text
from firstdesk.rulebook.recurrence import occurrences

LEAP_YEAR = 2024
LOOKED_AT = timedelta(days=4 * 366)  # whatever comes every few years at most comes in this time


def check_duties(rulebook: Rulebook) -> Iterator[Finding]:
    """Every duty names its evidence, falls on days that exist, and falls due at least once while it is in force."""
    for rule in rulebook.rules.values():
        if isinstance(rule, DutyRule):
            yield from _check(rulebook, rule)


def _check(rulebook: Rulebook, rule: DutyRule) -> Iterator[Finding]:
    if not rule.evidence:
        yield _said(rule, "duty_without_evidence", f"职责 {rule.id} 没有写 evidence:没有凭证的职责无从完成",
                    f"duty {rule.id} names no evidence: without any, nobody can show that it was done")  # fmt: skip
    for every in (rule.every, rule.tightened):
        if every is not None and (month := _no_such_day(every)):
            yield _said(rule, "duty_never", f"职责 {rule.id} 定在 {month} 月 {every.day} 日,没有这一天;可写 day: last",
                        f"duty {rule.id} falls on day {every.day} of month {month}, which never comes; write day: last")  # fmt: skip
            return
    if rule.every.event or rule.every.market_days:
        return  # what happens, and where a market is, no calendar knows
    first = max(rulebook.in_force_from, rule.in_force.first if rule.in_force else date.min)
    last = first + LOOKED_AT
    if rule.in_force and rule.in_force.last:
        last = min(last, rule.in_force.last)
    if not occurrences(rule, first, last, rulebook.calendar):
        yield _said(rule, "duty_never", f"职责 {rule.id} 从 {first} 到 {last} 一次也不会到期;请改 every、workdays_only 或 in_force",
                    f"duty {rule.id} never falls due from {first} to {last}; change every, workdays_only or in_force")  # fmt: skip


def _no_such_day(every: Every) -> int:
    """The month, where a duty of one month of the year names a day that month never has."""
    if every.period != "yearly" or not every.month or not every.day or every.before:
        return 0
    return every.month if every.day > monthrange(LEAP_YEAR, every.month)[1] else 0


def _said(rule: DutyRule, kind: str, zh: str, en: str) -> Finding:
    return finding(kind, ERROR, rule.place, Text(zh, en))
