"""Every worked example under rules/ holds; a jurist can write them, no test code is needed."""

from pathlib import Path

import pytest

from firstdesk.rulebook.cases import run_case
from firstdesk.rulebook.load import load_rulebook
from firstdesk.rulebook.model import Case
from firstdesk.rulebook.tests.factories import edited, good

RULES = Path(__file__).resolve().parents[4] / "rules"
BOOK = load_rulebook(RULES) if RULES.is_dir() else good()


@pytest.mark.parametrize("case", BOOK.cases, ids=lambda case: case.id)
def test_the_rules_keep_their_examples(case: Case) -> None:
    result = run_case(BOOK, case)
    assert dict(result.actual) == dict(result.expected), f"{case.place}: {case.id}"


@pytest.mark.parametrize("case", good().cases, ids=lambda case: case.id)
def test_the_sample_rulebook_keeps_its_examples(case: Case) -> None:
    assert run_case(good(), case).ok


def test_an_example_that_does_not_hold_says_what_came_instead() -> None:
    book = edited(wall__cases=("expect: {due: '2025-10-11T23:59:59'}", "expect: {due: '2025-10-10T23:59:59'}"))
    result = run_case(book, book.cases[1])
    assert not result.ok
    assert result.actual == {"due": "2025-10-11T23:59:59"}


def test_an_example_for_facts_the_rule_is_not_for() -> None:
    book = edited(borrowed__cases=("nature: help", "nature: other"))
    assert run_case(book, book.cases[0]).actual == {"due": None}
