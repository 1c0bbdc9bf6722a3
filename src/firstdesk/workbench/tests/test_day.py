"""My day, for every role."""

import pytest
from django.test import Client

from firstdesk.directory.models import User
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


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
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get("/")
