"""What a verb still misses."""

import pytest

from firstdesk.rulebook.book import UnknownRule
from firstdesk.rulebook.gates import check
from firstdesk.rulebook.tests.factories import good
from firstdesk.rulebook.verdicts import GateVerdict


def test_everything_missing_is_named_with_its_clauses() -> None:
    verdict = check(good(), "governance", "register", {"place"}, {"nature": "help"})
    assert not verdict.open
    (miss,) = verdict.missing
    assert (miss.rule_id, miss.item, miss.clauses, miss.message.en) == (
        "wall.register",
        "story",
        ("W-2",),
        "Say where and what",
    )
    assert GateVerdict.from_json(verdict.to_json()) == verdict


@pytest.mark.parametrize(
    ("present", "facts"),
    [
        ({"place", "story"}, {"nature": "help"}),
        (set(), {"nature": "other"}),  # the gate is for disputes and help
        (set(), {"nature": "help", "urgency": "urgent"}),  # unless it is urgent
        (set(), {}),
    ],
)
def test_the_gate_is_open(present: set[str], facts: dict[str, str]) -> None:
    assert check(good(), "governance", "register", present, facts).open


def test_a_verb_without_a_gate_is_open_but_the_centre_must_exist() -> None:
    assert check(good(), "governance", "close", ()).open
    with pytest.raises(UnknownRule):
        check(good(), "window", "register", ())
