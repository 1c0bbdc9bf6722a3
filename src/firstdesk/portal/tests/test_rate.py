"""A resident rates and contests on the follow page, without an account and without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from firstdesk.followup.models import Rating, Reply
from firstdesk.followup.tests.factories import Case, make_case
from firstdesk.matters.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(settings: object) -> Iterator[Case]:
    cache.clear()
    yield make_case()
    cache.clear()


@pytest.fixture(autouse=True)
def a_day_later(monkeypatch: pytest.MonkeyPatch, case: Case) -> None:
    monkeypatch.setattr("firstdesk.common.clock.now", lambda: case.at)


def url(case: Case) -> str:
    return f"/portal/f/{case.matter.token}/rate/"


def test_the_short_link_leads_to_the_answer(case: Case) -> None:
    reply = Reply.objects.get()
    assert reply.code is not None and re.fullmatch(r"[2-9a-z]{4}(-[2-9a-z]{4}){2}", reply.code)
    response = Client().get(f"/r/{reply.code.upper()}/")
    assert response.status_code == 303
    assert response["Location"] == f"/portal/f/{case.matter.token}/#rate"
    assert Client().get("/r/abcd-abcd-abcd/").status_code == 404


def test_rated_and_changed(case: Case) -> None:
    client = Client()
    assert client.get(f"/portal/f/{case.matter.token}/").content.decode().count('type="radio"') == 5
    answer = client.post(url(case), {"level": "5", "words": ""})
    assert answer.status_code == 303
    assert "修改评价" in client.get(f"/portal/f/{case.matter.token}/").content.decode()
    client.post(url(case), {"level": "4", "words": "还可以"})
    assert list(Rating.objects.order_by("number").values_list("level", flat=True)) == [5, 4]


def test_not_settled_needs_words_and_keeps_what_was_chosen(case: Case) -> None:
    client = Client()
    refused = client.post(url(case), {"level": "4", "words": "", "contest": "1"})
    assert refused.status_code == 422 and "请写明哪里没有解决" in refused.content.decode()
    assert client.post(url(case), {"level": "4", "words": "还在漏", "contest": "1"}).status_code == 303
    assert case.matter.state == State.TO_TRIAGE
    page = client.get(f"/portal/f/{case.matter.token}/").content.decode()
    assert "由他人核实" in page and "还在漏" not in page
    assert str(case.desk.officer) not in page


@pytest.mark.parametrize("level", ["", "0", "6", "满意"])
def test_nothing_chosen_is_said(case: Case, level: str) -> None:
    response = Client().post(url(case), {"level": level, "words": "有话"})
    assert response.status_code == 422
    assert "有话" in response.content.decode()
    assert not Rating.objects.exists()


def test_staff_do_not_rate_by_it(case: Case) -> None:
    for person in (case.desk.officer, case.desk.centre.people["director"]):
        client = Client()
        client.force_login(person)
        assert client.post(url(case), {"level": "5"}).status_code == 403
    assert not Rating.objects.exists()


def test_a_get_rates_nothing(case: Case) -> None:
    assert Client().get(url(case)).status_code == 405
