"""A party's own page: what they do by their link counts, and nothing of anybody else is to be seen."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from firstdesk.common import clock
from firstdesk.files.models import File
from firstdesk.files.tests import samples
from firstdesk.ledger.models import Entry
from firstdesk.mediation import selectors
from firstdesk.mediation.models import (
    Challenge,
    Consent,
    Copy,
    Exhibit,
    Failure,
    Mediator,
    Party,
    PartyLink,
    Promise,
    Session,
    Told,
)
from firstdesk.mediation.selectors.room import evidence
from firstdesk.mediation.services import link as verbs
from firstdesk.mediation.services import room
from firstdesk.mediation.services.case import NewParty
from firstdesk.mediation.states import CaseState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import NEIGHBOURS, Table, fresh_party, make_accepted, make_applied
from firstdesk.notices.models import Notice

pytestmark = pytest.mark.django_db
STORY = "三楼水管渗漏"


@pytest.fixture
def table() -> Iterator[Table]:
    cache.clear()
    yield make_accepted()
    cache.clear()


@pytest.fixture(autouse=True)
def that_day(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "table" in request.fixturenames:
        at = request.getfixturevalue("table").at
        monkeypatch.setattr(clock, "now", lambda: at)


def given(table: Table, no: int = 1) -> PartyLink:
    return verbs.give_link(fresh_party(table.parties[no - 1]), by=table.by, at=table.at)


def url(link: PartyLink, rest: str = "") -> str:
    return f"/portal/m/{link.token}/{rest}"


def html(link: PartyLink) -> str:
    response = Client().get(url(link))
    assert response.status_code == 200
    return response.content.decode()


def send(link: PartyLink, rest: str, **data: object) -> int:
    return Client().post(url(link, rest), data).status_code


def test_the_other_side_is_a_name_and_a_claim(table: Table) -> None:
    link = given(table)
    page = html(link)
    assert "林阿珍" in page and "陈国强" in page and "赔偿装修损失" in page
    for secret in (
        "13800000002",
        "302室",
        "13800000001",
        STORY,
        table.case.matter.number,
        table.mediator.user.username,
    ):
        assert secret not in page
    answer = Client().get(url(link))
    assert "no-store" in answer["Cache-Control"] and 'content="noindex"' in answer.content.decode()


def test_nothing_of_another_case(table: Table) -> None:
    others = (
        NewParty(side=1, name="黄秀英", phone="13800000009"),
        NewParty(side=2, name="郑志明", phone="13800000008"),
    )
    other = make_accepted(table.desk, parties=others, requests="归还押金。")
    session = walks.arranged(walks.planned(other))
    handed = room.hand_in(
        other.case, room.NewExhibit(kind="photo", title="押金收据", party=other.parties[0]), by=other.by, at=other.at
    )
    link = given(table)
    page = html(link)
    for secret in ("黄秀英", "郑志明", "押金", other.case.number):
        assert secret not in page
    assert handed.no == 1
    assert Client().get(url(link, f"days/{session.pk}.ics")).status_code == 404
    seat = other.seat.pk
    assert send(link, f"mediators/{seat}/challenge/", reason="不认识") == 403
    assert send(link, f"mediators/{seat}/accept/") == 403
    assert not Challenge.objects.exists() and not Consent.objects.filter(about="mediator").exists()


def test_of_the_other_sides_evidence_and_copy_nothing(table: Table) -> None:
    agreement = walks.effective(walks.planned(table))
    first, second = given(table, 1), given(table, 2)
    own = {copy.party_id: copy for copy in Copy.objects.filter(agreement=agreement)}
    theirs = own[table.parties[1].pk]
    assert f"/copies/{own[table.parties[0].pk].pk}/" in html(first)
    assert Client().get(url(first, f"copies/{theirs.pk}/")).status_code == 404
    assert Client().get(url(first, f"copies/{own[None].pk}/")).status_code == 404
    assert "您应履行" in html(second) and "对方应履行" in html(first) and "您应履行" not in html(first)
    promise = Promise.objects.filter(term__debtor=table.parties[1]).earliest("due_on")
    assert promise.due_on.isoformat() in html(second)


def test_a_link_nobody_was_given_and_one_that_ended(table: Table) -> None:
    link = given(table)
    renewed = given(table)
    assert Client().get("/portal/m/" + "x" * 43 + "/").status_code == 404
    ended = Client().get(url(link))
    assert ended.status_code == 410 and "已失效" in ended.content.decode()
    assert "林阿珍" not in ended.content.decode() and table.case.number not in ended.content.decode()
    assert send(link, "agree/") == 410
    assert "林阿珍" in html(renewed)
    verbs.end_link(fresh_party(table.parties[0]), by=table.by, at=table.at)
    assert Client().get(url(renewed)).status_code == 410
    assert Client().get(url(renewed, "days/1.ics")).status_code == 404


def test_links_are_not_to_be_guessed(table: Table) -> None:
    tokens = {given(table).token for _time in range(5)}
    assert len(tokens) == 5 and min(map(len, tokens)) >= 43
    shown = " ".join(str(entry.after) for entry in Entry.objects.filter(verb__startswith="mediation.link"))
    assert not any(token in shown for token in tokens)


def test_rights_read_and_understood_once(table: Table) -> None:
    link = given(table)
    assert "我已阅读并知晓" in html(link)
    assert send(link, "rights/") == 303
    told = Told.objects.get()
    assert (told.party_id, told.way, told.told_by_id) == (link.party_id, "link", None)
    assert "我已阅读并知晓" not in html(link)
    assert send(link, "rights/") == 403
    session = walks.arranged(walks.planned(table))
    assert "rights_told_each_party" not in evidence(session, table.at)
    assert send(given(table, 2), "rights/") == 303
    assert "rights_told_each_party" in evidence(session, table.at)


def test_agrees_before_it_is_taken_on(monkeypatch: pytest.MonkeyPatch) -> None:
    table = make_applied()
    monkeypatch.setattr(clock, "now", lambda: table.at)
    link = given(table)
    assert send(link, "agree/") == 303
    consent = Consent.objects.get()
    assert (consent.way, consent.is_given, consent.said_by_id) == ("link", True, None)
    assert link.party_id in selectors.willing(table.case)
    assert Notice.objects.filter(kind="mediation.by_link").count() == 1


def test_refuses_and_it_ends_with_the_other_ways_told(table: Table) -> None:
    session = walks.opened(table, walks.arranged(walks.planned(table)))
    link = given(table, 2)
    kept = Client().post(url(link, "refuse/"), {"words": "没有时间", "refusing": "1"})
    assert kept.status_code == 422 and "没有时间" in kept.content.decode()
    assert send(link, "refuse/", words="没有时间", sure="yes") == 303
    failure = Failure.objects.get()
    assert (failure.reason, failure.refusing_id, failure.ended_by_id) == ("refused", link.party_id, None)
    assert failure.ways_told == Failure.Way.values
    assert table.case.state == CaseState.FAILED
    assert Session.objects.get(pk=session.pk).state == "ended"
    page = html(link)
    assert "人民法院" in page and "没有时间" not in page
    assert "没有时间" not in html(given(table, 1))  # why is for whoever mediates
    assert not any("没有时间" in str(entry.after) for entry in Entry.objects.filter(chain=table.case.ledger_chain))
    assert send(link, "agree/") == 403


def test_refused_before_anybody_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    table = make_applied()
    monkeypatch.setattr(clock, "now", lambda: table.at)
    assert send(given(table, 2), "refuse/", sure="yes") == 303
    assert table.case.state == CaseState.FAILED


def test_open_only_when_every_party_chose_so(table: Table) -> None:
    first, second = given(table, 1), given(table, 2)
    assert send(first, "open/", open="yes") == 303
    assert not table.case.is_open
    assert send(second, "open/", open="yes") == 303
    assert table.case.is_open
    assert send(second, "open/", open="no") == 303
    assert not table.case.is_open


def test_accepts_challenges_and_chooses(table: Table) -> None:
    link, seat = given(table), table.seat
    assert send(link, f"mediators/{seat.pk}/accept/") == 303
    assert selectors.last_words(table.case, "mediator", seat.pk) == {link.party_id: True}
    assert send(link, f"mediators/{seat.pk}/challenge/", reason="") == 422
    assert send(link, f"mediators/{seat.pk}/challenge/", reason="他是对方的表弟") == 303
    assert send(link, f"mediators/{seat.pk}/challenge/", reason="再说一次") == 403
    assert Challenge.objects.get().reason == "他是对方的表弟"
    page = html(link)
    assert "正在决定" in page and "表弟" not in html(given(table, 2))
    other = table.others[0]
    assert send(link, "mediator/", mediator=other.pk) == 303
    assert Consent.objects.get(about="choice").subject == other.pk
    over = (table.at - timedelta(days=1)).date()
    Mediator.objects.filter(pk=other.pk).update(to_day=over)
    assert send(link, "mediator/", mediator=other.pk) == 403
    assert send(link, "mediator/", mediator="x") == 403


def test_of_a_mediator_only_what_stands_on_the_register(table: Table) -> None:
    Mediator.objects.filter(pk=table.mediator.pk).update(introduction="二十年经验", employer="莆田某某公司")
    page = html(given(table))
    assert "二十年经验" in page and "某某公司" not in page
    assert table.mediator.user.email == "" or table.mediator.user.email not in page


def test_hands_in_evidence(table: Table) -> None:
    link = given(table)
    photo = samples.upload(samples.picture(size=(60, 40), colour="green"), "天花板.jpg")
    assert Client().post(url(link, "evidence/"), {"kind": "photo", "title": "天花板"}).status_code == 422
    assert not Exhibit.objects.exists()
    sent = Client().post(url(link, "evidence/"), {"kind": "photo", "title": "天花板", "files": [photo]})
    assert sent.status_code == 303, sent.content.decode()
    exhibit = Exhibit.objects.get()
    assert (exhibit.party_id, exhibit.entered_by_id, exhibit.no) == (link.party_id, None, 1)
    assert exhibit.sha256 == File.objects.get(pk=exhibit.file_id).sha256
    other = given(table, 2)
    assert "天花板" in html(link) and "天花板" not in html(other)
    assert f'href="{url(link, "evidence/1/")}"' in html(link)
    opened = Client().get(url(link, "evidence/1/"))
    assert opened.status_code == 200 and b"".join(opened.streaming_content)  # type: ignore[attr-defined]
    assert Client().get(url(link, "evidence/2/")).status_code == 404
    assert Client().get(url(other, "evidence/1/")).status_code == 404
    verbs.end_link(link.party, by=table.by, at=table.at)
    assert Client().get(url(link, "evidence/1/")).status_code in {403, 404, 410}


def test_evidence_is_refused_in_words_and_nothing_is_lost(table: Table) -> None:
    link = given(table)
    bad = samples.upload(b"MZ\x90\0", "坏.jpg")
    refused = Client().post(
        url(link, "evidence/"), {"kind": "photo", "title": "楼道", "proves": "积水", "files": [bad]}
    )
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "不属于可接收的类型" in text and 'value="楼道"' in text and 'value="积水"' in text


def test_too_often_is_said(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstdesk.portal.mediating.KNOCKS", 2)
    link = given(table)
    assert [send(link, "open/", open="no") for _time in range(4)] == [303, 303, 429, 429]


def test_staff_do_not_speak_for_a_party(table: Table) -> None:
    link, client = given(table), Client()
    client.force_login(table.mediator.user)
    assert client.post(url(link, "agree/")).status_code == 403
    assert client.get(url(link)).status_code == 200


def test_the_date_for_the_calendar(table: Table) -> None:
    session = walks.arranged(walks.planned(table))
    link = given(table)
    answer = Client().get(url(link, f"days/{session.pk}.ics"))
    text = answer.content.decode()
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in text and "调解一室" in text.replace("\r\n ", "")
    for secret in ("林阿珍", "陈国强", STORY):
        assert secret not in text


def test_the_desk_shows_the_link_and_ends_it(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    client, number = Client(), table.case.number
    client.force_login(table.mediator.user)
    page = f"/mediation/{number}/parties/1/link/"
    assert client.post(f"{page}give/", {"seen": table.case.edition}).status_code == 303
    link = PartyLink.objects.get()
    assert link.token in client.get(page).content.decode()
    assert client.post(f"{page}give/", {"seen": table.case.edition - 1}).status_code == 409
    assert client.post(f"{page}end/", {"seen": table.case.edition}).status_code == 303
    assert link.token not in client.get(page).content.decode()
    stranger = Client()
    stranger.force_login(table.user("intake"))
    assert stranger.get(page).status_code == 403


def test_two_parties_two_links(table: Table) -> None:
    first, second = given(table, 1), given(table, 2)
    assert first.token != second.token
    assert Party.objects.get(links=first).name == NEIGHBOURS[0].name
    assert Party.objects.get(links=second).name == NEIGHBOURS[1].name
    assert isinstance(first.given_at, datetime)
