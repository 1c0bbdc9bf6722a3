"""A resident asks, gets number and key, and follows; nothing names a person."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter

pytestmark = pytest.mark.django_db
STORY = "楼下饭店油烟直排，家里老人咳嗽一个月了。"


@pytest.fixture
def desk() -> Iterator[Desk]:
    cache.clear()  # the knocks of other tests
    yield make_desk()
    cache.clear()


def given(desk: Desk, **changes: str) -> dict[str, str]:
    asked = {"centre": desk.centre.unit.code, "narrative": STORY, "place": "文献路18号"}
    return asked | {"occurred_at": "", "name": "", "phone": ""} | changes


def test_ask_without_a_name_and_follow(desk: Desk) -> None:
    client = Client()
    assert "GC-" in client.get("/portal/ask/").content.decode()  # the limits, with their clauses
    response = client.post("/portal/ask/", given(desk))
    assert response.status_code == 303, response.content.decode()
    matter = Matter.objects.get()
    receipt = client.get(response["Location"]).content.decode()
    assert matter.number in receipt
    assert matter.token in receipt
    followed = client.get(f"/portal/f/{matter.token}/").content.decode()
    assert matter.number in followed
    assert "GC-" in followed  # why it was promised
    assert STORY not in followed
    assert matter.title not in followed


def test_what_is_missing_comes_back_with_what_was_typed(desk: Desk) -> None:
    response = Client().post("/portal/ask/", given(desk, place=""))
    assert response.status_code == 422
    html = response.content.decode()
    assert STORY in html
    assert re.search(r'id="id_place"[^>]*aria-invalid|aria-invalid[^>]*id="id_place"', html)
    assert not Matter.objects.exists()


def test_number_and_key_lead_to_the_page(desk: Desk) -> None:
    matter = make_matter(desk)
    client = Client()
    found = client.post("/portal/", {"number": matter.number.lower(), "token": f" {matter.token} "})
    assert found.status_code == 303
    assert found["Location"] == f"/portal/f/{matter.token}/"
    wrong = client.post("/portal/", {"number": matter.number, "token": "x" * 43})
    assert wrong.status_code == 422


def test_a_wrong_key_is_not_found(desk: Desk) -> None:
    make_matter(desk)
    assert Client().get(f"/portal/f/{'x' * 43}/").status_code == 404
    assert Client().get(f"/portal/asked/{'x' * 43}/").status_code == 404


@pytest.mark.parametrize("state", [state for state in State if state != State.DUPLICATE])
def test_every_state_is_said_in_plain_words(desk: Desk, state: str) -> None:
    matter = make_matter(desk, state=state)
    response = Client().get(f"/portal/f/{matter.token}/")
    assert response.status_code == 200
    html = response.content.decode()
    for person in (*desk.centre.people.values(), *desk.centre.linkage_people.values()):
        assert str(person) not in html
    assert "noindex" in html
    assert "no-store" in response["Cache-Control"]


def test_one_address_cannot_knock_for_ever(desk: Desk) -> None:
    client = Client()
    codes = [client.post("/portal/", {"number": "x", "token": "y"}).status_code for _ in range(22)]
    assert codes[:20] == [422] * 20
    assert codes[-1] == 429
