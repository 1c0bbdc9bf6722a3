"""No small number in public, nor one that follows from sums over months, over clauses, or from what is left out."""

import re
from datetime import date
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from firstdesk.wall.selectors.small import SMALL, Cell, is_open, overall, parts_are_open, told
from firstdesk.wall.selectors.trend import bars, volumes
from firstdesk.wall.selectors.words import OFTEN, ROUND, of_duties, of_month, of_postings, of_work

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


@given(st.sampled_from(sorted(OFTEN)), st.lists(st.builds(Cell, st.integers(0, 60), counts), min_size=1, max_size=4))
def test_how_often_work_was_done_is_said_in_tens(kind: str, found: list[Cell]) -> None:
    """Rules count the same work in several ways, each a little less: a difference of tens tells of nobody."""
    said = of_work(kind, found, is_public=True)
    assert all(number % ROUND == 0 for number in numbers(said.text)), said.text
    assert said.share is None


@given(st.lists(cells, min_size=1, max_size=4))
def test_no_small_number_of_duties_and_postings(found: list[Cell]) -> None:
    for said in (of_duties(found, is_public=True), of_postings(found, is_public=True)):
        assert all(is_open(number) for number in numbers(said.text)), said.text


@given(st.lists(st.lists(cells, min_size=1, max_size=3), min_size=12, max_size=12))
def test_the_bars_of_a_year_show_no_small_month(months: list[list[Cell]]) -> None:
    """A public bar is as high as a share of open numbers, or as a number of tens; a small month has the same mark always."""
    names = [date(2025, month, 1) for month in range(1, 13)]
    hidden = [[Cell(1, 1)] if not parts_are_open(found) else found for found in months]
    assert bars(months, names, is_public=True) == bars(hidden, names, is_public=True)
    tens = [
        [Cell(sum(cell.total for cell in found) // ROUND * ROUND or min(1, sum(cell.total for cell in found)))]
        for found in months
    ]
    assert volumes(months, names, is_public=True) == volumes(tens, names, is_public=True)
