"""My day, for every role."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstdesk.directory.models import User
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.workbench.selectors import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


PLAIN: dict[str, str] = {}
POLL = {"HX-Request": "true", "HX-Target": "todo"}


def page(person: User, address: str = "/", status: int = 200) -> str:
    client = Client()
    client.force_login(person)
    response = client.get(address, headers={"accept-language": "zh-hans"})
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_what_waits_for_the_queue_is_on_the_list(desk: Desk) -> None:
    matter = make_matter(desk)
    html = page(desk.officer)
    assert matter.number in html
    assert matter.title in html


def test_an_offer_is_on_the_list_of_the_unit_asked_and_off_the_senders(desk: Desk) -> None:
    matter = make_matter(desk, state=State.OFFERED)
    assert matter.number in page(desk.centre.linkage_people["liaison"])
    assert matter.number not in page(desk.officer)


@pytest.mark.parametrize("code", ["intake", "director", "group_leader", "supervisor", "archive", "admin", "auditor"])
def test_every_role_has_a_day(desk: Desk, code: str) -> None:
    make_matter(desk)
    make_matter(desk, state=State.CLOSED)
    page(desk.centre.people[code])


@pytest.mark.parametrize("code", ["admin", "auditor"])
def test_no_case_content_for_those_who_see_none(desk: Desk, code: str) -> None:
    matter = make_matter(desk)
    html = page(desk.centre.people[code])
    assert matter.number not in html
    assert matter.title not in html


def test_supervisor_sees_what_is_late(desk: Desk) -> None:
    matter = make_matter(desk)  # registered in 2025: long overdue by now
    html = page(desk.centre.people["supervisor"])
    assert matter.number in html
    assert "fd-due-late" in html


def test_sections_narrow_the_list(desk: Desk) -> None:
    waiting, answered = make_matter(desk), make_matter(desk, state=State.TO_REPLY)
    html = page(desk.officer, "/?section=reply")
    assert answered.number in html
    assert waiting.number not in html


def test_queries_do_not_grow_with_the_list(desk: Desk, django_assert_max_num_queries: object) -> None:
    for _ in range(5):
        make_matter(desk)
    client = Client()
    client.force_login(desk.officer)
    with django_assert_max_num_queries(23):  # type: ignore[operator]
        client.get("/")


def test_the_list_alone_is_asked_again_and_is_the_same(desk: Desk) -> None:
    """What stands around it is not asked again with it, every half minute on every page."""
    make_matter(desk)
    client, asked = Client(), []
    client.force_login(desk.officer)
    for headers in (PLAIN, POLL):
        client.get("/", headers=headers)
        with CaptureQueriesContext(connection) as found:
            asked.append((client.get("/", headers=headers).content.decode(), len(found)))
    (whole, many), (alone, few) = asked
    assert alone.strip().startswith('<section class="fd-panel" id="todo"')
    assert alone.strip() in whole
    assert few < many


def test_a_long_list_has_pages_and_every_way_of_reading_it_answers_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day, "SHOWN", 2)
    made = {make_matter(desk, state=state).number for state in (State.HANDLING, State.TO_TRIAGE, State.TO_REPLY) * 2}
    shown: list[list[str]] = []
    for counted in (200, 1):  # sorted whole, or read from the clocks' side
        monkeypatch.setattr(day, "COUNTED", counted)
        shown.append([])
        for number in (1, 2, 3):
            html = page(desk.officer, f"/?page={number}")
            shown[-1] += [line for line in made if line in html]
        assert sorted(shown[-1]) == sorted(made), "each stands on one page"
    pages = [[set(each[at : at + 2]) for at in (0, 2, 4)] for each in shown]
    assert pages[0] == pages[1]


def test_more_than_counted_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day, "COUNTED", 1)
    for _ in range(3):
        make_matter(desk)
    assert "<b>1+</b>" in page(desk.centre.people["supervisor"])
