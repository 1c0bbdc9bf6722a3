"""A simple dispute settled on one page, with every step of the law demanded."""

from datetime import timedelta

import pytest
from django.test import Client

from firstdesk.common import clock
from firstdesk.mediation.models import Agreement, Line, Passage, Session
from firstdesk.mediation.selectors import room as table_of
from firstdesk.mediation.states import AgreementState, CaseState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, make_accepted

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
