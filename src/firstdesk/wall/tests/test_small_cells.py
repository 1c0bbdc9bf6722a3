"""No small number in public, nor one that follows from sums over months, over clauses, or from what is left out."""

import re
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from firstdesk.wall.selectors.small import SMALL, Cell, is_open, overall, told
from firstdesk.wall.selectors.words import of_month

counts = st.integers(0, 9)
cells = st.builds(Cell, counts, counts)


def numbers(text: str) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", text.replace("不足3", "").replace("fewer than 3", ""))]


@given(st.lists(cells, min_size=1, max_size=4))
def test_no_number_below_three_is_said(found: list[Cell]) -> None:
    for said in (told(found, is_public=True), of_month(found, is_public=True), overall(found, is_public=True)):
        assert all(is_open(number) for number in numbers(said.text)), said.text


@given(st.lists(cells, min_size=2, max_size=4))
def test_no_difference_of_two_public_sums_is_small(found: list[Cell]) -> None:
    """Clauses share rules: whatever sums of them are public, what one has more than another is none, or enough."""
    public: dict[frozenset[int], int] = {}
    for size in range(1, len(found) + 1):
        for chosen in combinations(range(len(found)), size):
            said = told([found[each] for each in chosen], is_public=True)
            if said.share is not None:  # kept and missed are public
                public[frozenset(chosen)] = sum(found[each].missed for each in chosen)
    for one, other in combinations(public, 2):
        if one < other:
            assert is_open(public[other] - public[one])


@given(st.lists(cells, min_size=1, max_size=5))
def test_all_together_tells_nothing_of_what_is_hidden(found: list[Cell]) -> None:
    """The sum at the top is of what is shown below it, so that nothing is left over."""
    shown = [cell for cell in found if is_open(cell.kept) and is_open(cell.missed)]
    assert overall(found, is_public=True).text == overall(shown, is_public=True).text


@given(cells)
def test_staff_read_every_number(cell: Cell) -> None:
    said = told([cell], is_public=False)
    if cell.total:
        assert numbers(said.text) == [cell.kept, cell.missed]


def test_nothing_due_is_not_all_kept() -> None:
    assert told([Cell()], is_public=False).share is None
    assert told([], is_public=True).tone == ""
    assert SMALL == 3
