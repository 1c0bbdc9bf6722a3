"""The status of a clause is derived from the rules that cite it."""

from firstdesk.rulebook.coverage import carriers, coverage, status
from firstdesk.rulebook.tests.factories import good


def test_counts_in_all_and_by_capability() -> None:
    found = coverage(good()).to_json()
    assert {name: found[name] for name in ("clauses", "carried", "planned", "checklist", "excluded")} == {
        "clauses": 8,
        "carried": 5,
        "planned": 1,
        "checklist": 1,
        "excluded": 1,
    }
    assert found["by_capability"]["intake"] == {  # type: ignore[index]
        "clauses": 4,
        "carried": 4,
        "planned": 0,
        "checklist": 0,
        "excluded": 0,
    }


def test_a_clause_is_carried_by_rules_and_their_rows() -> None:
    book = good()
    carried_by = carriers(book)
    assert carried_by["W-1"] == ("wall.accept", "wall.shown")
    assert carried_by["W-3"] == ("wall.answer", "wall.route")
    assert [status(book.clauses[name], carried_by) for name in ("W-1", "W-5", "W-6", "W-7")] == [
        "carried",
        "checklist",
        "excluded",
        "planned",
    ]
    assert coverage(book).carriers == carried_by
