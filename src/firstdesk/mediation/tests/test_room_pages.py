"""The pages of the room, step by step, without JavaScript."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from firstdesk.common import clock
from firstdesk.mediation.models import (
    Caucus,
    Citation,
    Exhibit,
    Invitation,
    Line,
    Plan,
    Presence,
    Proposal,
    ProposalAnswer,
    ReadOver,
    Room,
    Session,
)
from firstdesk.mediation.selectors import room as table_of
from firstdesk.mediation.services import case as case_verbs
from firstdesk.mediation.states import CaseState, SessionState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, make_accepted

pytestmark = pytest.mark.django_db


def window(table: Table) -> Client:
    client = Client()
    client.force_login(table.mediator.user)
    return client


def at(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: table.at)


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    made = make_accepted()
    at(made, monkeypatch)
    return made


def page(table: Table, rest: str = "") -> str:
    return f"/mediation/{table.case.number}/{rest}"


def sheet(table: Table, rest: str, session: Session | None = None) -> str:
    return page(table, f"sessions/{session.no if session else 1}/{rest}")


def send(client: Client, table: Table, address: str, **data: object):  # type: ignore[no-untyped-def]
    return client.post(address, {"seen": table.case.edition, **data})


def test_a_plan_is_kept_and_replaced(table: Table) -> None:
    client = window(table)
    assert client.get(page(table, "plan/")).status_code == 200
    missing = send(client, table, page(table, "plan/"), issues="责任")
    assert missing.status_code == 422 and "责任" in missing.content.decode()
    assert send(client, table, page(table, "plan/"), issues="责任", measures="先看现场").status_code == 303
    assert send(client, table, page(table, "plan/"), issues="责任和赔偿", measures="分别谈").status_code == 303
    assert Plan.objects.filter(case=table.pk).count() == 2 and table.case.state == CaseState.PLANNED
    assert "责任" in client.get(page(table, "plan/")).content.decode()


def test_a_session_is_arranged_in_a_free_room(table: Table) -> None:
    walks.planned(table)
    client = window(table)
    room = Room.objects.create(centre=table.desk.centre.unit, name="调解一室")
    day = timezone.localtime(table.desk.later(days=2)).date().isoformat()
    shown = client.get(page(table, f"sessions/?day={day}")).content.decode()
    assert "08:00–18:00" in shown
    meeting = {"day": day, "begins": "09:00", "ends": "11:00", "room": room.pk}
    assert send(client, table, page(table, "sessions/"), **meeting).status_code == 303
    again = send(client, table, page(table, "sessions/"), **(meeting | {"begins": "10:30", "ends": "12:00"}))
    assert again.status_code == 422 and "11:00–18:00" in again.content.decode()
    assert Session.objects.count() == 1
    assert client.get("/mediation/rooms/").status_code == 200
    calendar = client.get(sheet(table, "appointment.ics")).content.decode()
    assert "BEGIN:VEVENT" in calendar and "林阿珍" not in calendar and "漏" not in calendar


def test_invitations_by_every_way(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    walks.planned(table)
    client = window(table)
    send(client, table, page(table, "sessions/"), day=_day(table), begins="09:00", ends="11:00", place="村委会")
    first, second = table.parties
    shown = client.get(sheet(table, "invitations/")).content.decode()
    assert "村委会" in shown
    text = "明天九点在村委会，先陈述后协商，请带房产证。"
    wrong = send(client, table, sheet(table, "invitations/"), party=first.pk, way="mail", to_address="x", text=text)
    assert wrong.status_code == 422 and text in wrong.content.decode()
    sent = send(client, table, sheet(table, "invitations/"), party=first.pk, way="sms", to_address="", text=text)
    assert sent.status_code == 303
    told = send(
        client, table, sheet(table, "invitations/"), party=second.pk, way="phone", text=text, proof_words="本人接听"
    )
    assert told.status_code == 303
    row = Invitation.objects.get(party=first)
    assert row.delivery is not None and row.delivery.address == "13800000001"
    assert table.case.state == CaseState.NOTIFIED


def test_mail_carries_the_appointment(table: Table) -> None:
    walks.planned(table)
    client = window(table)
    send(client, table, page(table, "sessions/"), day=_day(table), begins="09:00", ends="11:00", place="村委会")
    party = table.parties[0]
    send(
        client,
        table,
        sheet(table, "invitations/"),
        party=party.pk,
        way="mail",
        to_address="a@example.com",
        text="请到场",
    )
    row = Invitation.objects.get(party=party)
    assert row.delivery is not None and "BEGIN:VCALENDAR" in row.delivery.calendar


def _day(table: Table) -> str:
    return timezone.localtime(table.desk.later(days=1)).date().isoformat()


def opened(table: Table, client: Client) -> Session:
    walks.planned(table)
    session = walks.arranged(table)
    data = {"party": [party.pk for party in table.parties], "seat": [table.seat.pk]}
    assert client.get(sheet(table, "")).status_code == 200
    answer = send(client, table, sheet(table, "open/"), **data)
    assert answer.status_code == 303, answer.content.decode()
    return walks.fresh(session)


def test_a_whole_session_by_its_page(table: Table) -> None:
    client = window(table)
    session = opened(table, client)
    speaker = Presence.objects.filter(session=session, party=table.parties[0]).get()
    other = Presence.objects.filter(session=session, party=table.parties[1]).get()
    ticks = sorted(table_of.BY_WORD - {"proposal_or_none", "exhibits_checked"})

    def step(code: str) -> int:
        return int(send(client, table, sheet(table, f"steps/{code}/"), said=ticks).status_code)

    skipped = send(client, table, sheet(table, "steps/statements/"), said=ticks)
    assert skipped.status_code == 422 and "人民调解法" in skipped.content.decode()
    assert step("opening") == 303
    told = send(client, table, sheet(table, "rights/"), party=[p.pk for p in table.parties], way="spoken")
    assert told.status_code == 303 and step("rights") == 303
    for place, words in ((speaker, "天花板渗水"), (other, "水管老化")):
        said = client.post(sheet(table, "lines/"), {"speaker": place.pk, "text": words, "key": str(uuid4())})
        assert said.status_code == 303
    assert step("statements") == 303
    handed = send(client, table, sheet(table, "exhibits/"), kind="photo", title="天花板照片", party=table.parties[0].pk)
    assert handed.status_code == 303 and Exhibit.objects.get().no == 1
    shown = send(client, table, sheet(table, "exhibits/1/"), **{"remark-1": "accepted", "remark-2": "disputed"})
    assert shown.status_code == 303 and Exhibit.objects.get().remarks == {"1": "accepted", "2": "disputed"}
    assert step("evidence") == 303
    assert send(client, table, sheet(table, "law/"), chosen="mfd-296").status_code == 303
    assert Citation.objects.get().article == "第二百九十六条" and step("law") == 303
    day = (table.at + timedelta(days=30)).date().isoformat()
    term = {
        "terms": 1,
        "t1-parts": 1,
        "t1-kind": "pay",
        "t1-debtor": 2,
        "t1-creditor": 1,
        "t1-what": "赔偿",
        "t1-amount": "3000",
        "t1-p1-on": day,
    }
    wrong = send(client, table, sheet(table, "proposals/"), text="赔三千", **(term | {"t1-p1-on": "2026-02-31"}))
    assert wrong.status_code == 422 and "赔三千" in wrong.content.decode()
    more = send(client, table, sheet(table, "proposals/"), text="赔三千", do="add_term", **term)
    assert more.status_code == 200 and 'name="t2-kind"' in more.content.decode()
    assert send(client, table, sheet(table, "proposals/"), text="赔三千", **term).status_code == 303
    proposal = Proposal.objects.get()
    for party in table.parties:
        answer = send(client, table, sheet(table, f"proposals/{proposal.pk}/answers/"), party=party.pk, answer="yes")
        assert answer.status_code == 303
    assert ProposalAnswer.objects.filter(is_accepted=True).count() == 2 and step("negotiation") == 303
    for reader in [*(f"party-{party.pk}" for party in table.parties), f"seat-{table.seat.pk}"]:
        read = send(client, table, sheet(table, "readings/"), reader=reader, way="touch", strokes=walks.STROKES)
        assert read.status_code == 303
    assert step("outcome") == 303
    assert client.get(sheet(table, "")).status_code == 200
    assert send(client, table, sheet(table, "end/"), outcome="agreed").status_code == 303
    assert walks.fresh(session).state == SessionState.ENDED and ReadOver.objects.count() == 3
    last = client.get(sheet(table, "?tab=outcome"))
    assert last.status_code == 200
    assert client.get(page(table, "record/")).status_code == 200


def test_a_clear_refusal_ends_session_and_case(table: Table) -> None:
    client = window(table)
    session = opened(table, client)
    assert 'id="refuse"' in client.get(sheet(table, "")).content.decode()
    data = {"party": table.parties[1].pk, "words": "不谈了", "ways_told": ["court"]}
    answer = send(client, table, sheet(table, "refusal/"), **data)
    assert answer.status_code == 303 and answer["Location"] == page(
        table, ""
    )  # where it says how it ended, and what is next
    assert walks.fresh(session).state == SessionState.ENDED and table.case.state == CaseState.FAILED
    closed = client.post(sheet(table, "lines/"), {"speaker": Presence.objects.first().pk, "text": "再说"})  # type: ignore[union-attr]
    assert closed.status_code == 403
    over = client.get(sheet(table, "")).content.decode()
    assert 'aria-current="step"' not in over and "未进行" in over


def test_pause_adjourn_and_go_on(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    client = window(table)
    session = opened(table, client)
    for minutes, what in ((30, "pause"), (40, "resume"), (60, "adjourn"), (600, "resume")):
        later = table.at + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda later=later: later)
        assert send(client, table, sheet(table, "rest/"), what=what).status_code == 303
    assert table_of.sat_for(walks.fresh(session), table.at + timedelta(minutes=610)) == timedelta(minutes=60)


def test_an_old_page_is_refused(table: Table) -> None:
    client = window(table)
    opened(table, client)
    assert client.post(sheet(table, "rest/"), {"seen": 1, "what": "pause"}).status_code == 409


def test_a_note_of_a_private_talk_is_seen_by_its_writer_alone(table: Table) -> None:
    client = window(table)
    opened(table, client)
    answer = send(client, table, sheet(table, "private/"), party=table.parties[0].pk, text="底线两千元")
    assert answer.status_code == 303 and Caucus.objects.count() == 1
    assert "底线两千元" in client.get(sheet(table, "?tab=private")).content.decode()
    for other in (table.user("director"), table.others[0].user):
        colleague = Client()
        colleague.force_login(other)
        seen = colleague.get(sheet(table, ""))
        assert seen.status_code == 200 and "底线两千元" not in seen.content.decode()
        assert "底线两千元" not in colleague.get(page(table, "record/")).content.decode()
    assert "底线两千元" not in client.get(sheet(table, "screen/")).content.decode()


def test_others_do_not_get_in(table: Table) -> None:
    opened(table, window(table))
    for code in ("intake", "archive"):
        client = Client()
        client.force_login(table.user(code))
        for rest in ("sessions/1/", "sessions/1/screen/", "sessions/1/lines/", "record/", "sessions/1/appointment.ics"):
            assert client.get(page(table, rest)).status_code in {403, 404}
    other = Client()
    other.force_login(table.others[1].user)
    assert other.get(page(table, "sessions/1/")).status_code == 403


def test_another_person_takes_part_only_when_all_agree(table: Table) -> None:
    client = window(table)
    walks.planned(table)
    walks.arranged(table)
    assert send(client, table, sheet(table, "participants/"), name="王阿姨", capacity="楼长").status_code == 303
    person = table.case.participants.get()
    data = {"party": [p.pk for p in table.parties], "seat": [table.seat.pk], "participant": [person.pk]}
    assert send(client, table, sheet(table, "open/"), **data).status_code == 403
    for party in table.parties:
        word = {"party": party.pk, "about": "participant", "subject": person.pk, "is_given": "yes", "way": "present"}
        assert send(client, table, sheet(table, "consents/"), **word).status_code == 303
    assert send(client, table, sheet(table, "open/"), **data).status_code == 303


def test_rooms_are_added_and_taken_out_of_use(table: Table) -> None:
    client = Client()
    client.force_login(table.user("director"))
    assert client.post("/mediation/rooms/", {"name": "二楼", "seats": 6}).status_code == 303
    assert client.post("/mediation/rooms/", {"name": "二楼", "seats": 6}).status_code == 422
    room = Room.objects.get()
    assert window(table).post("/mediation/rooms/", {"name": "三楼", "seats": 6}).status_code == 403
    assert client.post(f"/mediation/rooms/{room.pk}/", {"in_use": "no"}).status_code == 303
    room.refresh_from_db()
    assert not room.is_in_use


def test_withdrawn_while_arranged(table: Table) -> None:
    walks.planned(table)
    session = walks.arranged(table)
    client = window(table)
    assert send(client, table, sheet(table, "cancel/")).status_code == 303
    assert walks.fresh(session).state == SessionState.CANCELLED
    assert case_verbs is not None and Line.objects.count() == 0
