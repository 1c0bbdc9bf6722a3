"""A simple dispute settled on one page, with every step of the law demanded."""

from datetime import timedelta

import pytest
from django.test import Client

from firstdesk.common import clock
from firstdesk.mediation.models import Agreement, Line, Passage, ReadOver, Session
from firstdesk.mediation.selectors import room as table_of
from firstdesk.mediation.services import case as case_verbs
from firstdesk.mediation.services import room
from firstdesk.mediation.services.case import NewAgent
from firstdesk.mediation.services.room import NewExhibit
from firstdesk.mediation.states import AgreementState, CaseState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, fresh_party, make_accepted

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    made = make_accepted(is_on_the_spot=True)
    monkeypatch.setattr(clock, "now", lambda: made.at)
    return made


def filled(table: Table) -> dict[str, object]:
    """Everything the page asks for."""
    keys = [party.pk for party in table.parties]
    day = (table.at + timedelta(days=10)).date().isoformat()
    data: dict[str, object] = {
        "seen": table.case.edition, "place": "文献路18号楼下", "party": keys, "seat": [table.seat.pk], "told": keys,
        "tick": sorted(table_of.BY_WORD - {"exhibits_checked"}), "chosen": "mfd-296", "facts": "漏水", "issues": "赔偿",
        "terms": 1, "t1-parts": 1, "t1-kind": "pay", "t1-debtor": 2, "t1-creditor": 1, "t1-what": "赔偿",
        "t1-amount": "800", "t1-p1-on": day, "is_lawful": "on", "oral": keys, "confirmed": keys,
    }  # fmt: skip
    for key in keys:
        data |= {f"said-{key}": "我说完了", f"way-{key}": "touch", f"strokes-{key}": walks.STROKES}
    return data


def window(table: Table) -> Client:
    client = Client()
    client.force_login(table.mediator.user)
    return client


def address(table: Table) -> str:
    return f"/mediation/{table.case.number}/on-the-spot/"


def test_evidence_responsibility_and_what_follows(table: Table) -> None:
    exhibit = room.hand_in(table.case, NewExhibit(kind="photo", title="天花板"), by=table.by, at=table.at)
    more = {"shown": [exhibit.no], "remark-1-1": "accepted", "remark-1-2": "disputed", "responsibility": "水管老化",
            "breach": "未付部分一并到期"}  # fmt: skip
    client = window(table)
    assert "天花板" in client.get(address(table)).content.decode()
    ticks = sorted(table_of.BY_WORD)
    assert client.post(address(table), filled(table) | more | {"tick": ticks}).status_code == 303
    agreement = Agreement.objects.get(case=table.pk)
    assert (agreement.responsibility, agreement.breach) == ("水管老化", "未付部分一并到期")
    exhibit.refresh_from_db()
    assert exhibit.remarks == {"1": "accepted", "2": "disputed"} and exhibit.shown_in_id
    assert Passage.objects.filter(step="evidence").exists()


def test_read_over_to_whoever_speaks_for_a_party(table: Table) -> None:
    until = table.at.date() + timedelta(days=30)
    mandate = NewAgent(role="representative", name="林志远", scope="special", powers="代为和解", valid_until=until,
                       paper=walks.a_file(table, "委托书"))  # fmt: skip
    agent = case_verbs.add_agent(fresh_party(table.parties[0]), mandate, by=table.by, at=table.at)
    body = filled(table) | {f"reader-{table.parties[0].pk}": agent.pk, "agent": [agent.pk]}
    assert window(table).post(address(table), body).status_code == 303
    assert ReadOver.objects.get(party=table.parties[0]).by_agent_id == agent.pk


def test_all_on_one_page(table: Table) -> None:
    client = window(table)
    assert client.get(address(table)).status_code == 200
    answer = client.post(address(table), filled(table))
    assert answer.status_code == 303, answer.content.decode()
    agreement = Agreement.objects.get(case=table.pk)
    assert agreement.kind == "oral" and agreement.state == AgreementState.EFFECTIVE
    session = Session.objects.get()
    assert table.case.state == CaseState.EFFECTIVE and session.outcome == "agreed_orally"
    steps = set(Passage.objects.values_list("step", flat=True))
    assert steps == {"opening", "rights", "statements", "law", "negotiation", "outcome"}


@pytest.mark.parametrize(
    ("without", "says"),
    [
        ("told", "人民调解法第四、二十三、二十四条"),
        ("chosen", "第二十二条"),
        ("said", "第二十二条"),
        ("oral", ""),
        ("confirmed", ""),
        ("is_lawful", ""),
        ("way", ""),
        ("t1-what", ""),
        ("place", ""),
    ],
)
def test_nothing_the_law_asks_for_is_left_out(table: Table, without: str, says: str) -> None:
    data = {
        name: value for name, value in filled(table).items() if name != without and not name.startswith(f"{without}-")
    }
    answer = window(table).post(address(table), data)
    body = answer.content.decode()
    assert answer.status_code in {403, 422} and says in body and 'value="800"' in body
    assert not Session.objects.exists() and not Line.objects.exists() and not Agreement.objects.exists()
    assert table.case.state == CaseState.ACCEPTED


def test_a_complex_dispute_does_not_go_this_way(monkeypatch: pytest.MonkeyPatch) -> None:
    table = make_accepted(grade="complex", is_on_the_spot=True)
    monkeypatch.setattr(clock, "now", lambda: table.at)
    assert window(table).post(address(table), filled(table)).status_code == 403
    assert not Session.objects.exists()


def test_one_more_term_without_a_script(table: Table) -> None:
    answer = window(table).post(address(table), filled(table) | {"do": "add_term"})
    assert answer.status_code == 200 and 'name="t2-kind"' in answer.content.decode()
