"""Levels above a broken promise, and more time granted: whatever the moment, they rise, and nobody is woken for a routine."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.rulebook.deadlines import due
from firstdesk.rulebook.escalation import ladder_of, rises, roles_between, with_levels
from firstdesk.rulebook.extension import extended
from firstdesk.rulebook.lint import lint
from firstdesk.rulebook.load import compile_texts, load_rulebook
from firstdesk.rulebook.model import Ladder, Level, Place
from firstdesk.rulebook.nodes import RulebookError
from firstdesk.rulebook.verdicts import DeadlineVerdict, Granted, Rise
from firstdesk.rulebook.workdays import Calendar

REAL = load_rulebook(Path(__file__).parents[4] / "rules")
CALENDAR = Calendar()
PLACE = Place("x", 1)
at = datetime.fromisoformat
OFFICE = Ladder(
    {}, "office", (Level(2, "hours", ("leader",)), Level(1, "working_days", ("director",)), Level(3, "working_days", ("supervisor",))), PLACE
)  # fmt: skip
ALWAYS = Ladder({}, "always", (Level(10, "minutes", ("leader",)), Level(2, "hours", ("director",)), Level(2, "calendar_days", ("supervisor",))), PLACE)  # fmt: skip
moments = st.datetimes(at("2024-01-01T00:00"), at("2026-06-01T00:00")).map(lambda m: m.replace(microsecond=0))


@given(moments)
def test_office_levels_come_while_the_office_is_open_and_rise(due_at: datetime) -> None:
    found = [rise.at for rise in rises(OFFICE, due_at, CALENDAR)]
    assert found == sorted(set(found)) and found[0] > due_at
    for moment in found:
        assert CALENDAR.is_workday(moment.date(), provisional=True)
        assert any(opens <= moment.time() <= closes for opens, closes in CALENDAR.office_hours)


@given(moments)
def test_urgent_levels_do_not_wait(due_at: datetime) -> None:
    found = [rise.at - due_at for rise in rises(ALWAYS, due_at, CALENDAR)]
    assert found == [timedelta(minutes=10), timedelta(hours=2), timedelta(days=2)]


def test_roles_of_the_levels_passed_each_once() -> None:
    levels = [
        Rise(at(f"2025-01-0{day}T00:00"), roles) for day, roles in ((1, ("leader",)), (2, ("leader", "director")))
    ]
    assert roles_between(levels, 0, 2) == ("leader", "director")
    assert roles_between(levels, 1, 2) == ("leader", "director")
    assert roles_between(levels, 2, 2) == ()


grants = st.lists(
    st.builds(
        lambda amount, unit: Granted(amount, unit, "主任", at("2025-01-01T00:00")),
        st.integers(1, 30),
        st.sampled_from(("hours", "working_days", "calendar_days")),
    ),
    max_size=3,
)
rules = st.sampled_from(
    [
        rule
        for rule in REAL.rules.values()
        if hasattr(rule, "limits") and rule.limits[0].unit not in {"before_day", "agreed_date"}
    ]
)


@given(rules, moments, grants, st.lists(st.tuples(moments, st.integers(1, 20 * 86400)), max_size=2))
def test_an_extension_only_ever_gives_time_and_survives_storage(rule, start, given_more, rests) -> None:  # type: ignore[no-untyped-def]
    pauses = [(begin, begin + timedelta(seconds=length)) for begin, length in rests]
    base = due(rule, start, CALENDAR, pauses)
    verdict = extended(base, rule, CALENDAR, given_more, pauses)
    assert verdict.due >= base.due
    assert (verdict == base) == (not given_more)
    assert all(start < warned < verdict.due for warned in verdict.warn_at)
    assert DeadlineVerdict.from_json(verdict.to_json()) == verdict
    more = extended(base, rule, CALENDAR, [*given_more, Granted(1, "hours", "主任", start)], pauses)
    if rests:  # a rest of days moves it by days, whatever its hour: an hour more takes no day away
        assert more.due.date() >= verdict.due.date() or given_more == []
    else:
        assert more.due > verdict.due or given_more == []


@given(moments, st.integers(1, 5), moments, st.integers(1, 10 * 86400))
def test_no_promise_runs_out_while_it_rests_in_the_time_it_won(start, days, begin, length) -> None:  # type: ignore[no-untyped-def]
    rule = REAL.deadline("gc.handling.civil_ordinary")
    pause = (begin, begin + timedelta(seconds=length))
    grant = [Granted(days, "working_days", "主任", start)]
    without = extended(due(rule, start, CALENDAR), rule, CALENDAR, grant)
    verdict = extended(due(rule, start, CALENDAR, [pause]), rule, CALENDAR, grant, [pause])
    if start < pause[0] <= without.due:
        assert verdict.due >= pause[1]
    else:
        assert verdict.due >= without.due


def test_its_own_ladder_comes_first_and_what_is_advisory_has_none() -> None:
    rule = REAL.deadline("gc.triage.urgent")
    verdict = due(rule, at("2025-03-04T10:00"), CALENDAR)
    assert len(with_levels(verdict, REAL, rule, {"urgency": "urgent"}).levels) == 3
    advisory = next(each for each in REAL.rules.values() if getattr(each, "advisory", False))
    assert with_levels(verdict, REAL, advisory, {}).levels == ()  # type: ignore[arg-type]
    assert ladder_of(REAL, rule, {"urgency": "urgent"}).hours == "always"  # type: ignore[union-attr]
    assert ladder_of(REAL, rule, {"urgency": "normal"}).hours == "office"  # type: ignore[union-attr]


HEAD = "escalation:\n"
ONE = "  - {levels: [{after: {amount: 2, unit: hours}, tell: [leader]}]}\n"
WHEN = "  - {when: {urgency: [urgent]}, levels: [{after: {amount: 2, unit: hours}, tell: [leader]}]}\n"
FALLING = "  - {levels: [{after: {amount: 2, unit: hours}, tell: [leader]}, {after: {amount: 1, unit: hours}, tell: [leader]}]}\n"


@pytest.mark.parametrize(
    ("ladders", "kind"),
    [
        (ONE + ONE, "escalation_unreachable"),
        (WHEN, "escalation_gap"),
        (FALLING, "escalation_not_rising"),
        (WHEN + ONE, None),
    ],
)
def test_lint(ladders: str, kind: str | None) -> None:
    head = REAL.texts["rulebook.yaml"].split(HEAD)[0]
    book = compile_texts({**REAL.texts, "rulebook.yaml": head + HEAD + ladders})
    found = {finding.kind for finding in lint(book) if finding.kind.startswith("escalation")}
    assert found == ({kind} if kind else set())


@pytest.mark.parametrize(
    "broken", ["  - {levels: []}\n", "  - {levels: [{after: {amount: 0, unit: hours}, tell: [leader]}]}\n"]
)
def test_a_ladder_that_cannot_be_read_is_told(broken: str) -> None:
    head = REAL.texts["rulebook.yaml"].split(HEAD)[0]
    with pytest.raises(RulebookError):
        compile_texts({**REAL.texts, "rulebook.yaml": head + HEAD + broken})
