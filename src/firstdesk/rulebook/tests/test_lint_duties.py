"""A duty whose day never comes is refused with a sentence that says so."""

from datetime import date

import pytest

from firstdesk.rulebook.lint import lint
from firstdesk.rulebook.tests.factories import edited

EVERY = "every: {period: monthly, due: {before_day: 25}}"


def findings(old: str, new: str) -> list[tuple[str, str, str]]:
    book = edited(wall__duties=(old, new))
    return [(each.kind, each.message_zh, each.message_en) for each in lint(book) if each.kind.startswith("duty_")]


@pytest.mark.parametrize(
    ("every", "said"),
    [
        ("every: {period: yearly, due: {month: 2, day: 30}}", "day 30 of month 2"),
        ("every: {period: yearly, due: {month: 4, day: 31}}", "day 31 of month 4"),
        (EVERY + "\n  in_force: {from: 2025-03-01, to: 2025-03-20}", "from 2025-03-01 to 2025-03-20"),
        ("every: {period: weekly, weekdays: [7]}\n  workdays_only: true\n  in_force: {from: 2025-03-01, to: 2025-03-20}",
         "never falls due"),
    ],
)  # fmt: skip
def test_a_day_that_never_comes(every: str, said: str) -> None:
    [(kind, zh, en)] = findings(EVERY, every)
    assert kind == "duty_never" and said in en and "wall.meeting" in zh


def test_a_duty_without_evidence_cannot_be_done() -> None:
    assert [kind for kind, _zh, _en in findings("evidence: [story]", "evidence: []")] == ["duty_without_evidence"]


@pytest.mark.parametrize(
    "every",
    ["every: {period: yearly, due: {month: 2, day: 29}}", "every: {period: weekly, market_days: true}",
     "every: {after: {event: matter.received, within: {amount: 3, unit: working_days}}}",
     "every: {period: weekly, weekdays: [6, 7]}\n  workdays_only: true"],
)  # fmt: skip
def test_what_comes_seldom_is_no_mistake(every: str) -> None:
    """29 February comes every fourth year; a working Sunday comes with a holiday."""
    assert findings(EVERY, every) == []
    assert date(2024, 2, 29)
