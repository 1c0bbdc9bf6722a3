"""The board counts what the list shows."""

from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstdesk.directory.tests.factories import acting
from firstdesk.insight.selectors import board as boards
from firstdesk.insight.selectors.board import Board, Figure
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.workbench.forms import WishForm
from firstdesk.workbench.selectors import filters
from firstdesk.workbench.selectors import matters as lists

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    """Open and ended matters, some late, some come back."""
    desk = make_desk()
    for state in (State.TO_TRIAGE, State.TO_TRIAGE, State.HANDLING, State.OFFERED, State.CLOSED, State.FOLLOW_UP):
        make_matter(desk, state=state)
    back = Matter.objects.filter(state=State.HANDLING)
    back.update(reopenings=1, objections=2)
    Matter.objects.filter(state=State.OFFERED).update(registered_at=desk.at - timedelta(days=20))
    return desk


def figures(board: Board) -> list[Figure]:
    lines = [*board.late.lines, *board.soon.lines, *board.ages, *board.units]
    return [
        board.open, board.reopened, board.returned, board.late.total, board.soon.total,
        *(figure for line in lines for figure in line.figures),
    ]  # fmt: skip


@pytest.mark.parametrize("days", [0, 1, 3, 40])
@pytest.mark.parametrize("who", ["director", "group_leader"])
def test_each_figure_is_as_many_as_its_list(desk: Desk, who: str, days: int) -> None:
    at = desk.later(days=days)
    person = acting(desk.centre.people[who], at)
    found = figures(boards.board(person, at))
    assert len(found) > 10
    for figure in found:
        query = {name: values[0] for name, values in parse_qs(figure.query).items()}
        form = WishForm(query, choices=filters.choices(at))
        wish = form.wish()
        assert not form.errors, figure.query
        assert lists.search(person, wish, at).count == figure.count, figure.query


def test_late_and_nearly_late_are_counted_once_per_matter(desk: Desk) -> None:
    at = desk.later(days=40)
    board = boards.board(acting(desk.centre.people["director"], at), at)
    assert board.late.total.count == 5
    assert sum(line.figures[0].count for line in board.late.lines) >= 5
    assert board.open.count == 5
    assert board.reopened.count == board.returned.count == 1
    assert sum(line.figures[0].count for line in board.ages) == 5


def test_others_are_not_counted(desk: Desk) -> None:
    other = make_desk("governance")
    board = boards.board(acting(other.centre.people["director"], other.at), other.at)
    assert not any(figures(board))
    assert board.units == ()


def test_who_opens_it(desk: Desk) -> None:
    for post, status in (
        ("director", 200),
        ("group_leader", 200),
        ("supervisor", 200),
        ("auditor", 403),
        ("intake", 403),
    ):
        client = Client()
        client.force_login(desk.centre.people[post])
        assert client.get("/board/").status_code == status, post


def test_the_page_asks_the_same_however_much_there_is(desk: Desk) -> None:
    at, person = desk.later(days=40), acting(desk.centre.people["director"], desk.at)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            boards.board(person, at)
        return len(captured)

    few = queries()
    for _ in range(4):
        make_matter(desk)
    assert queries() == few <= 5
