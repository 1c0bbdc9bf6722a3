"""The record while it is typed: once, in order, corrected without loss, only by who works there."""

from uuid import uuid4

import pytest
from django.test import Client

from firstdesk.common import clock
from firstdesk.common.refusals import NotAllowed
from firstdesk.mediation.models import Line, Presence, Session
from firstdesk.mediation.selectors import table as page
from firstdesk.mediation.services import room
from firstdesk.mediation.services.room import NewProposal, Said
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, make_accepted

pytestmark = pytest.mark.django_db
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    made = walks.planned(make_accepted())
    walks.opened(made)
    monkeypatch.setattr(clock, "now", lambda: made.at)
    return made


def window(table: Table) -> Client:
    client = Client()
    client.force_login(table.mediator.user)
    return client


def address(table: Table, rest: str = "lines/") -> str:
    return f"/mediation/{table.case.number}/sessions/1/{rest}"


def speaker(table: Table, at: int = 0) -> int:
    return Presence.objects.get(party=table.parties[at]).pk


def test_a_line_sent_twice_is_one(table: Table) -> None:
    client, key = window(table), str(uuid4())
    for _time in range(3):
        answer = client.post(address(table), {"speaker": speaker(table), "text": "漏水", "key": key}, headers=FETCH)
        assert answer.status_code == 200 and f'data-key="{key}"' in answer.content.decode()
    assert Line.objects.count() == 1


def test_a_correction_keeps_the_old_line_struck(table: Table) -> None:
    client = window(table)
    client.post(address(table), {"speaker": speaker(table), "text": "去年七月", "key": str(uuid4())})
    answer = client.post(address(table), {"text": "去年八月", "corrects": "1", "key": str(uuid4())}, headers=FETCH)
    body = answer.content.decode()
    assert "<s " in body and "去年七月" in body and "去年八月" in body
    first, second = Line.objects.order_by("no")
    assert second.corrects == first and second.party == first.party
    everything = client.get(f"/mediation/{table.case.number}/record/").content.decode()
    assert "去年七月" in everything and "去年八月" in everything


def test_what_others_wrote_is_heard(table: Table) -> None:
    client = window(table)
    for words in ("一", "二", "三"):
        client.post(address(table), {"speaker": speaker(table), "text": f"第{words}句", "key": str(uuid4())})
    later = client.get(address(table) + "?since=2").content.decode()
    assert "第三句" in later and "第二句" not in later
    assert client.get(address(table) + "?since=x").status_code == 200


def test_only_who_sits_there_speaks(table: Table) -> None:
    client = window(table)
    assert client.post(address(table), {"speaker": "0", "text": "x"}).status_code == 422
    assert client.post(address(table), {"speaker": speaker(table), "text": " "}).status_code == 422
    stranger = Client()
    stranger.force_login(table.user("intake"))
    assert stranger.post(address(table), {"speaker": speaker(table), "text": "x"}).status_code in {403, 404}
    assert not Line.objects.exists()


def test_the_screen_shows_nothing_private(table: Table) -> None:
    session = Session.objects.get()
    room.say(walks.fresh(session), Said(speaker=table.parties[0], text="我最多让两百"), by=table.by, at=table.at)
    room.confide(walks.fresh(session), table.parties[0], "底线一千", by=table.by, at=table.at)
    proposal = room.propose(walks.fresh(session), table.case, NewProposal(text="各让一步"), by=table.by, at=table.at)
    client = window(table)
    shown = client.get(address(table, "screen/")).content.decode()
    for secret in (
        "我最多让两百",
        "底线一千",
        "各让一步",
        "林阿珍",
        "陈国强",
        "13800000001",
        "天花板",
        "文献路18号202室",
    ):
        assert secret not in shown
    assert "林＊＊" in shown and "甲方" in shown and str(table.mediator.user) in shown
    room.share(walks.fresh(session), proposal, by=table.by, at=table.at)
    assert "各让一步" in client.get(address(table, "screen/"), headers={"HX-Request": "true"}).content.decode()
    room.share(walks.fresh(session), None, by=table.by, at=table.at)
    assert "各让一步" not in client.get(address(table, "screen/")).content.decode()


def test_a_note_is_kept_by_a_mediator_at_the_table_alone(table: Table) -> None:
    with pytest.raises(NotAllowed):
        room.confide(walks.fresh(Session.objects.get()), table.parties[0], "x", by=table.as_("director"), at=table.at)


def test_the_page_asks_the_database_no_more_for_a_longer_record(
    table: Table, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    session = walks.fresh(Session.objects.get())
    for number in range(40):
        room.say(session, Said(speaker=table.parties[number % 2], text=f"第{number}句"), by=table.by, at=table.at)
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        assert len(page.record(session)) == 40
