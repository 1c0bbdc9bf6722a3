"""Levels above a broken promise: each later than the one before, and every promise has some."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import pairwise

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.clocktime import END_OF_DAY
from firstdesk.rulebook.escalation import rises
from firstdesk.rulebook.findings import ERROR, Finding, finding
from firstdesk.rulebook.model import DeadlineRule, Ladder, Text

# A Tuesday in office hours, the same one late at night, the eve of a long holiday: whatever rises here rises anywhere.
DAY, EVE = date(2025, 3, 4), date(2025, 9, 30)
PROBES = tuple(datetime.combine(*each) for each in ((DAY, time(10)), (DAY, END_OF_DAY), (EVE, END_OF_DAY)))


def check_escalation(rulebook: Rulebook) -> Iterator[Finding]:
    ladders = rulebook.head.escalation
    for ladder in ladders:
        yield from _rising(rulebook, ladder)
    for rule in rulebook.rules.values():
        if isinstance(rule, DeadlineRule) and rule.escalate is not None:
            yield from _rising(rulebook, rule.escalate)
    for before, after in pairwise(ladders):
        if not before.when:
            yield finding(
                "escalation_unreachable",
                ERROR,
                after.place,
                Text(
                    "前一组 escalation 没有条件,这一组永远用不到;请把有 when 的放在前面",
                    "the ladder before has no condition, so this one is never used; put those with `when` first",
                ),
            )
    if ladders and ladders[-1].when:
        yield finding(
            "escalation_gap",
            ERROR,
            ladders[-1].place,
            Text(
                "最后一组 escalation 不应有 when,否则有的逾期没有人接着督促",
                "the last ladder should have no `when`, or some broken promises rise to nobody",
            ),
        )


def _rising(rulebook: Rulebook, ladder: Ladder) -> Iterator[Finding]:
    for probe in PROBES:
        moments = [rise.at for rise in rises(ladder, probe, rulebook.calendar)]
        if any(later <= earlier for earlier, later in pairwise(moments)):
            yield finding(
                "escalation_not_rising",
                ERROR,
                ladder.place,
                Text("各级时间必须一级比一级晚", "each level must come later than the one before"),
            )
            return
