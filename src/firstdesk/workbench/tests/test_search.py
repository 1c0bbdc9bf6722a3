"""Finding by words, as each person may."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstdesk.common import clock
from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.tests.factories import handover
from firstdesk.followup import services as followup
from firstdesk.intake import services as intake
from firstdesk.intake.models import Report
from firstdesk.intake.tests.factories import registration
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.workbench.selectors import matters as lists
from firstdesk.workbench.selectors import search
from firstdesk.workbench.selectors.matters import Wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def told(desk: Desk, **values: object) -> Matter:
    return intake.register(registration(desk, **values), by=desk.by, at=desk.at)


def found(desk: Desk, typed: str, who: User | None = None) -> set[str]:
    page = lists.search(acting(who or desk.officer, desk.at), Wish(text=typed), desk.at)
    return {row.matter.number for row in page.rows}


@pytest.fixture(params=["few", "rare", "common"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the three ways of asking the database must answer the same."""
    if request.param != "few":
        monkeypatch.setattr(search, "FEW", -1)
    if request.param == "common":
        monkeypatch.setattr(search, "RARE", -1)
        monkeypatch.setattr(search, "RARE_NEAR", -1)
    return str(request.param)


def test_words_of_story_place_and_title(desk: Desk, way: str) -> None:
    leak = told(desk, narrative="楼上卫生间漏水，已经三天。", place="荷香苑3栋502")
    noise = told(desk, narrative="夜里广场舞音响很大。", place="荷香苑广场", title="噪音扰民")
    assert found(desk, "漏水") == {leak.number}
    assert found(desk, "荷香苑") == {leak.number, noise.number}
    assert found(desk, "噪音") == {noise.number}
    assert found(desk, "卫生间漏水") == {leak.number}
    assert found(desk, "荷香苑 音响") == {noise.number}
    assert found(desk, "漏水 音响") == set()
    assert found(desk, "水漏") == set()


def test_answers_are_found(desk: Desk, way: str) -> None:
    matter = make_matter(desk, state=State.TO_REPLY)
    followup.reply(matter, way="phone", text="已更换防水层并复测", by=desk.by, at=desk.later(hours=1))
    assert found(desk, "防水层") == {matter.number}


def test_what_a_unit_answered_is_found(desk: Desk, way: str) -> None:
    matter = told(desk)
    dispatch.offer(matter, handover(desk), by=desk.by, at=desk.at)
    Matter.objects.get(pk=matter.pk).referrals.update(result_text="管道已疏通")
    assert found(desk, "疏通") == {matter.number}


def test_what_is_erased_is_not_found(desk: Desk, way: str) -> None:
    matter = told(desk, narrative="楼上漏水", place="荷香苑", title="渗水")
    Report.objects.filter(matter=matter).update(narrative="")
    assert found(desk, "漏水") == set()
    assert found(desk, "荷香苑") == {matter.number}


def test_forms_of_a_character_do_not_matter(desk: Desk, way: str) -> None:
    matter = told(desk, narrative="ＡＢＣ店 100%折扣_不退")
    for typed in ("abc店", "ＡＢＣ", "100%", "扣_不"):
        assert found(desk, typed) == {matter.number}, typed
    assert found(desk, "100_") == set()
    assert found(desk, "a%店") == set()


def test_numbers_whole_begun_and_last(desk: Desk, way: str) -> None:
    matter, other = told(desk), told(desk)
    assert found(desk, matter.number) == {matter.number}
    assert found(desk, matter.number.lower()) == {matter.number}
    assert found(desk, str(matter.seq)) == {matter.number}
    assert found(desk, f"{matter.seq:07d}") == {matter.number}
    assert found(desk, matter.number[:14]) == {matter.number, other.number}


def test_a_single_character_is_refused_with_words(desk: Desk) -> None:
    told(desk)
    assert found(desk, "水") == set()
    client = Client()
    client.force_login(desk.officer)
    assert "请至少输入两个字" in client.get("/matters/", {"text": "水"}).content.decode()


def test_a_persons_number_is_not_looked_for_in_an_address(desk: Desk) -> None:
    told(desk, narrative="请回电13800138000")
    assert found(desk, "13800138000") == set()
    client = Client()
    client.force_login(desk.officer)
    assert "查询当事人" in client.get("/matters/", {"text": "13800138000"}).content.decode()


def test_only_what_may_be_seen(desk: Desk, way: str) -> None:
    matter = told(desk, narrative="楼上漏水")
    stranger = make_desk("governance").officer
    linkage = desk.centre.linkage_people["liaison"]
    assert found(desk, "漏水", stranger) == set()
    assert found(desk, matter.number, stranger) == set()
    assert found(desk, "漏水", linkage) == set()
    dispatch.offer(matter, handover(desk), by=desk.by, at=desk.at)
    assert found(desk, "漏水", linkage) == {matter.number}


def test_pages_of_hits_follow_each_other(desk: Desk, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    every = {told(desk, narrative="楼上漏水").number for _ in range(5)}
    who, seen, older, pages = acting(desk.officer, desk.at), [], "", []
    while True:
        page = lists.search(who, Wish(text="漏水"), desk.at, before=older)
        pages.append([row.matter.number for row in page.rows])
        seen += pages[-1]
        if not (older := page.older):
            break
    assert sorted(seen) == sorted(every)
    assert len(pages) == 3
    back = lists.search(who, Wish(text="漏水"), desk.at, after=page.newer)
    assert [row.matter.number for row in back.rows] == pages[1]


@pytest.mark.parametrize("query", [{}, {"text": "漏水"}, {"state": "late"}, {"again": "reopened", "mine": "on"}])
def test_the_number_of_queries_does_not_grow(desk: Desk, query: dict[str, str]) -> None:
    client = Client()
    client.force_login(desk.officer)

    def queries() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/matters/", query).status_code == 200
        asked = [each["sql"] for each in captured]
        return [sql for sql in asked if "matters_" in sql or "obligations_" in sql or "workbench_" in sql]

    told(desk, narrative="楼上漏水")
    queries()
    few = queries()
    for _ in range(6):
        told(desk, narrative="楼上漏水")
    many = queries()
    assert len(many) == len(few) <= 24, [each for each in many if each not in few]


def test_both_ways_of_saying_what_may_be_seen_agree(desk: Desk) -> None:
    mine = told(desk)
    other = make_desk("governance")
    told(other)
    dispatch.offer(mine, handover(desk), by=desk.by, at=desk.at)
    confidential = told(desk, confidentiality="confidential")
    people = [*desk.centre.people.values(), *desk.centre.linkage_people.values(), other.officer]
    for person in people:
        who = acting(person, clock.now())
        tried = set(Matter.objects.visible_to(who).values_list("pk", flat=True))
        looked_up = set(Matter.objects.visible_to(who, little=True).values_list("pk", flat=True))
        assert tried == looked_up, person
    assert confidential.pk in set(Matter.objects.visible_to(acting(desk.officer, desk.at)).values_list("pk", flat=True))
