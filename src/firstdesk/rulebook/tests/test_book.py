"""Asking a rulebook for what it does not have is refused with the nearest names."""

import pytest

from firstdesk.rulebook.book import UnknownRule
from firstdesk.rulebook.tests.factories import edited, good


def test_rules_by_id_and_kind() -> None:
    book = good()
    assert book.deadline("wall.accept").clock == "accept"
    assert book.route_table("wall.route").table == "triage.route"
    assert book.gate("wall.register").verb == "register"
    assert book.duty("wall.meeting").actor == "director"
    assert book.in_force_from.isoformat() == "2025-01-01"
    assert book.facts["nature"].title.get("zh") == "性质"


def test_unknown_rules_name_the_nearest() -> None:
    with pytest.raises(UnknownRule, match="no rule wall.acept; near it: wall.accept"):
        good().rule("wall.acept")
    with pytest.raises(UnknownRule, match="DeadlineRule"):
        good().deadline("wall.route")
    with pytest.raises(UnknownRule, match="near it: governance"):
        good().centre("window")


def test_what_a_centre_adopts() -> None:
    book = good()
    assert [rule.id for rule in book.deadlines_for("governance", "accept")] == ["borrowed.accept", "wall.accept"]
    assert book.deadlines_for("governance", "reply") == ()
    assert {rule.regulation for rule in book.adopted_rules("governance")} == {"wall", "borrowed"}


def test_the_one_table_of_a_centre() -> None:
    assert good().route_for("governance", "triage.route").id == "wall.route"
    with pytest.raises(UnknownRule):
        good().route_for("governance", "other")
    with pytest.raises(UnknownRule):
        edited(centres__governance=("[wall, borrowed]", "[borrowed]")).route_for("governance", "triage.route")
