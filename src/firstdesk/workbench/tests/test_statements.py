"""Each main page costs as many statements for many matters as for few."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstdesk.directory.models import User
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter

pytestmark = pytest.mark.django_db
PAGES = {
    "day": ("/", 32),  # of whoever leads: one for each context where something may wait
    "list": ("/matters/", 15),
    "search": ("/matters/?text=漏水", 17),
    "absent": ("/matters/?text=鳄鱼", 15),
    "due": ("/due/", 20),
    "board": ("/board/", 26),
}
STATES = (State.HANDLING, State.ESCALATED, State.OFFERED, State.TO_TRIAGE, State.TO_REPLY)
MANY = 50
# The page of a matter: whatever stands on it, no panel asks twice, and what is nowhere is not asked for.
OF_ONE = {State.TO_TRIAGE: 20, State.OFFERED: 26, State.HANDLING: 26, State.TO_REPLY: 26, State.CLOSED: 30}


def statements(person: User, address: str) -> int:
    """How many the second look costs: the first one also reads what a process keeps, such as the rules."""
    client = Client()
    client.force_login(person)
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_lists_cost_the_same_however_long(desk: Desk) -> None:
    """Of five matters as of fifty, for whoever leads and for whoever works."""
    people = {"director": desk.centre.people["director"], "officer": desk.officer}
    asked = [(who, page) for who in people for page in PAGES if page != "board" or who == "director"]
    for state in STATES:
        make_matter(desk, state=state, title="楼上漏水")
    few = {each: statements(people[each[0]], PAGES[each[1]][0]) for each in asked}
    for number in range(MANY - len(STATES)):
        make_matter(desk, state=STATES[number % len(STATES)], title="楼上漏水")
    many = {each: statements(people[each[0]], PAGES[each[1]][0]) for each in asked}
    assert many == few
    assert {each: number for each, number in many.items() if number > PAGES[each[1]][1]} == {}


@pytest.mark.parametrize("state", OF_ONE)
def test_the_page_of_a_matter(desk: Desk, state: State) -> None:
    matter = make_matter(desk, state=state)
    for person in (desk.centre.people["director"], desk.officer):
        assert statements(person, f"/matters/{matter.number}/") <= OF_ONE[state]
