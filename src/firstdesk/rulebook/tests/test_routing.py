"""The first row that fits, and why the earlier ones did not."""

import pytest

from firstdesk.rulebook.routing import MissingFact, NoRow, decide
from firstdesk.rulebook.tests.factories import edited, good
from firstdesk.rulebook.verdicts import Miss, RouteVerdict

TABLE = good().route_table("wall.route")


def test_the_first_row_that_fits_wins() -> None:
    verdict = decide(TABLE, {"nature": "dispute", "urgency": "urgent", "hour": "night"})
    assert (verdict.row_id, verdict.then["route"], verdict.clauses) == ("urgent", "dispatch", ("W-3",))
    assert verdict.facts == {"nature": "dispute", "urgency": "urgent"}
    assert verdict.matched == {"urgency": "urgent"}


def test_the_trace_says_why_earlier_rows_did_not_fit() -> None:
    verdict = decide(TABLE, {"nature": "help", "urgency": "normal"})
    assert verdict.row_id == "rest" and verdict.clauses == TABLE.clauses
    assert verdict.trace == (Miss("urgent", "urgency", "normal"), Miss("dispute", "nature", "help"))
    assert RouteVerdict.from_json(verdict.to_json()) == verdict


def test_a_fact_not_given_is_asked_for() -> None:
    with pytest.raises(MissingFact, match="urgency"):
        decide(TABLE, {"nature": "help"})


def test_a_value_never_declared_finds_no_row() -> None:
    old, new = "    - {id: rest, then:", "    - {id: rest, when: {nature: [other, help]}, then:"
    table = edited(wall__routing=(old, new)).route_table("wall.route")
    with pytest.raises(NoRow, match="nature=magic"):
        decide(table, {"nature": "magic", "urgency": "normal"})
