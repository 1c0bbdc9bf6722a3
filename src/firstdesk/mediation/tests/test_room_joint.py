"""Several disputes at one table: each case keeps only what its own people said, and the mediators."""

from datetime import timedelta

import pytest
from django.test import Client

from firstdesk.common import clock
from firstdesk.common.refusals import NotAllowed
from firstdesk.mediation.models import Line, Party, Proposal
from firstdesk.mediation.selectors import room as table_of
from firstdesk.mediation.selectors.table import record
from firstdesk.mediation.services import case as case_verbs
from firstdesk.mediation.services import room
from firstdesk.mediation.services.case import Ending, NewParty
from firstdesk.mediation.services.room import Arrangement, NewProposal, Notification, Present, Said
from firstdesk.mediation.states import CaseState, SessionState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, fresh_party, make_accepted

pytestmark = pytest.mark.django_db
OTHERS = (NewParty(side=1, name="郑小梅"), NewParty(side=2, name="黄建平"))


@pytest.fixture
def tables() -> tuple[Table, Table]:
    """Two cases joined, in one running session led by the first."""
    first = walks.planned(make_accepted())
    second = walks.planned(make_accepted(first.desk, parties=OTHERS))
    case_verbs.join([first.case, second.case], "同楼漏水", by=first.as_("director"), at=first.at)
    meeting = Arrangement(
        begins=first.desk.later(days=1), ends=first.desk.later(days=1, hours=2), place="居委会", joined=[second.case]
    )
    session = room.arrange(first.case, meeting, by=first.by, at=first.at)
    for party in [*first.parties, *second.parties]:
        room.invite(walks.fresh(session), party, Notification(way="phone", text="明天来"), by=first.by, at=first.at)
    present = Present(parties=[*first.parties, *second.parties], seats=[first.seat, second.seat])
    room.open_(walks.fresh(session), present, by=first.by, at=first.at)
    for party, words in zip([*first.parties, *second.parties], "甲乙丙丁", strict=True):
        room.say(walks.fresh(session), Said(speaker=party, text=f"{words}说的话"), by=first.by, at=first.at)
    room.say(walks.fresh(session), Said(speaker=first.seat, text="调解员说的话"), by=first.by, at=first.at)
    return first, second


def test_the_record_of_a_case_has_its_own_lines_alone(
    tables: tuple[Table, Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tables
    monkeypatch.setattr(clock, "now", lambda: first.at)
    client = Client()
    client.force_login(first.mediator.user)
    one = client.get(f"/mediation/{first.case.number}/record/").content.decode()
    two = client.get(f"/mediation/{second.case.number}/record/").content.decode()
    assert "甲说的话" in one and "乙说的话" in one and "丙说的话" not in one and "丁说的话" not in one
    assert "丙说的话" in two and "甲说的话" not in two
    assert "调解员说的话" in one and "调解员说的话" in two
    session = first.case.sessions.get()
    assert len(record(walks.fresh(session))) == 5


def test_a_proposal_of_one_case_is_not_shown_to_all(tables: tuple[Table, Table]) -> None:
    first, _second = tables
    session = walks.fresh(first.case.sessions.get())
    proposal = room.propose(session, first.case, NewProposal(text="赔三千"), by=first.by, at=first.at)
    with pytest.raises(NotAllowed):
        room.share(walks.fresh(session), proposal, by=first.by, at=first.at)


def test_each_case_has_its_own_proposals(tables: tuple[Table, Table], monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tables
    monkeypatch.setattr(clock, "now", lambda: first.at)
    client = Client()
    client.force_login(first.user("director"))
    session = walks.fresh(first.case.sessions.get())
    page = f"/mediation/{first.case.number}/sessions/1/"
    html = client.get(f"{page}?tab=proposals&case={second.case.number}").content.decode()
    assert f'name="case" value="{second.case.number}"' in html and "郑小梅" in html
    body = {
        "seen": session.lead.edition, "case": second.case.number, "party": second.parties[0].pk, "text": "赔一千",
        "terms": 1, "t1-parts": 1, "t1-kind": "do", "t1-debtor": 2, "t1-creditor": 1, "t1-what": "修水管",
        "t1-p1-on": (first.at.date() + timedelta(days=20)).isoformat(),
    }  # fmt: skip
    wrong = body | {"party": first.parties[0].pk}  # somebody of the other case
    assert client.post(f"{page}proposals/", wrong).status_code == 404
    assert client.post(f"{page}proposals/", body).status_code == 303
    made = Proposal.objects.get()
    assert (made.case_id, made.party_id, made.session_id) == (second.pk, second.parties[0].pk, session.pk)


def test_who_refuses_leaves_the_table_and_the_others_go_on(tables: tuple[Table, Table]) -> None:
    first, second = tables
    ending = Ending(reason="refused", words="不谈了", ways_told=["court"])
    case_verbs.refuse(fresh_party(second.parties[0]), ending, by=first.by, at=first.at)
    session = walks.fresh(first.case.sessions.get())
    assert second.case.state == CaseState.FAILED and session.state == SessionState.RUNNING
    assert table_of.cases_of(session) == [first.case]
    assert {party.case_id for party in table_of.parties_at(session)} == {first.pk}
    assert Line.objects.count() == 5 and Party.objects.count() == 4
