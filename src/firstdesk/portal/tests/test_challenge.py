"""A small sum, and only where an address sends more than people do."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.portal import challenge, throttle

pytestmark = pytest.mark.django_db
STORY = "楼下饭店油烟直排，家里老人咳嗽一个月了。"


@pytest.fixture
def desk() -> Iterator[Desk]:
    cache.clear()
    yield make_desk()
    cache.clear()


def given(desk: Desk, **changes: str) -> dict[str, str]:
    asked = {"centre": desk.centre.unit.code, "narrative": STORY, "place": "文献路18号"}
    return asked | {"occurred_at": "", "name": "", "phone": ""} | changes


def solved(question: str) -> str:
    first, second = (
        challenge.HANZI.index(found) for found in re.findall(f"[{challenge.HANZI}]", question.split("等于")[0])
    )
    return str(first + second if "加" in question else first - second)


def question_of(html: str) -> str:
    found = re.search(r'for="id_answer">([^<]*)<', html)
    assert found
    return found[1]


def seal_of(html: str) -> str:
    found = re.search(r'name="seal" value="([^"]*)"', html)
    assert found
    return found[1]


def test_nobody_is_asked_before_there_is_abuse(desk: Desk) -> None:
    client = Client()
    for number in range(throttle.SOFT):
        assert client.post("/portal/ask/", given(desk, narrative=f"{STORY}{number}")).status_code == 303
    assert "id_answer" not in client.get("/portal/ask/").content.decode()


def test_then_a_sum_is_asked_once_for_each_request(desk: Desk) -> None:
    client = Client()
    for number in range(throttle.SOFT):
        client.post("/portal/ask/", given(desk, narrative=f"{STORY}{number}"))
    asked = client.post("/portal/ask/", given(desk))
    html = asked.content.decode()
    assert asked.status_code == 429
    assert STORY in html  # nothing typed is lost
    assert Matter.objects.count() == throttle.SOFT
    wrong = client.post("/portal/ask/", given(desk, seal=seal_of(html), answer="99"))
    assert wrong.status_code == 429
    assert "答案不对" in wrong.content.decode()
    html = wrong.content.decode()
    right = given(desk, seal=seal_of(html), answer=solved(question_of(html)))
    assert client.post("/portal/ask/", right | {"place": ""}).status_code == 422  # solved, and something is missing
    assert client.post("/portal/ask/", right).status_code == 429  # a sum counts once
    html = client.post("/portal/ask/", right).content.decode()
    right = given(desk, seal=seal_of(html), answer=solved(question_of(html)))
    assert client.post("/portal/ask/", right).status_code == 303
    assert Client(REMOTE_ADDR="10.9.9.9").post("/portal/ask/", given(desk)).status_code == 303  # others are not asked


def test_a_flood_from_everywhere_asks_everybody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "SOFT_ALL", 3)
    for number in range(3):
        one = Client(REMOTE_ADDR=f"10.0.0.{number}")
        assert one.post("/portal/ask/", given(desk, narrative=f"{STORY}{number}")).status_code == 303
    assert Client(REMOTE_ADDR="10.0.1.1").post("/portal/ask/", given(desk)).status_code == 429


def test_beyond_the_hard_limit_one_waits_and_keeps_the_text(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstdesk.portal.asking.HARD", 2)
    client = Client()
    for _time in range(2):
        client.post("/portal/ask/", given(desk, place=""))
    refused = client.post("/portal/ask/", given(desk))
    assert refused.status_code == 429
    assert STORY in refused.content.decode()
    assert not Matter.objects.exists()


def test_answers_in_figures_and_in_words() -> None:
    cache.clear()
    for _time in range(40):
        asked = challenge.ask()
        result = int(solved(asked.question))
        assert 0 <= result <= 18
        words = challenge.HANZI[result] if result <= 10 else "十" + challenge.HANZI[result - 10]
        assert not challenge.is_solved(asked.seal, str(result + 1))
        assert not challenge.is_solved(asked.seal, "一十八")
        assert challenge.is_solved(asked.seal, words)
        assert not challenge.is_solved(asked.seal, str(result))  # once
    assert challenge.is_solved(
        (asked := challenge.ask()).seal,
        f" {solved(asked.question)} ".translate({48 + n: 0xFF10 + n for n in range(10)}),
    )
    for forged in ("", "x", "a:b:c", "[]:1:2"):
        assert not challenge.is_solved(forged, "3")
