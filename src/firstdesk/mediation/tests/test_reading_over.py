"""The record is read over to the party, or to whoever acts for them today; only sat time counts."""

from datetime import timedelta

import pytest
from django.test import Client

from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.mediation.models import Agent, ReadOver
from firstdesk.mediation.selectors.room import sat_for
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.services import room
from firstdesk.mediation.services.case import NewAgent
from firstdesk.mediation.services.room import Reading
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, fresh_party, make_accepted

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    made = walks.planned(make_accepted())
    monkeypatch.setattr(clock, "now", lambda: made.at)
    return made


def agent(table: Table, party: int = 0, *, days: int = 30, role: str = Agent.Role.REPRESENTATIVE) -> Agent:
    new = NewAgent(role=role, name="林志远", relation="儿子", valid_until=table.at.date() + timedelta(days=days),
                   paper=walks.a_file(table, f"委托书{party}{days}{role}"))  # fmt: skip
    return verbs.add_agent(fresh_party(table.parties[party]), new, by=table.by, at=table.at)


def test_by_whoever_acts_for_the_party_today(table: Table) -> None:
    mine, theirs = agent(table), agent(table, 1)
    session = walks.opened(table)
    page = f"/mediation/{table.case.number}/sessions/1/"
    client = Client()
    client.force_login(table.mediator.user)
    assert "林志远" in client.get(f"{page}?tab=outcome").content.decode()
    body = {"reader": f"party-{table.parties[0].pk}", "way": "paper", "agent": mine.pk, "seen": table.case.edition}
    assert client.post(f"{page}readings/", body).status_code == 303
    assert ReadOver.objects.get().by_agent == mine
    with pytest.raises(Refusal) as refused:  # of the other side
        room.read_over(
            walks.fresh(session), table.parties[0], Reading(way="paper", agent=theirs), by=table.by, at=table.at
        )
    assert refused.value.details[0].field == "mandates_valid"


def test_not_by_one_whose_mandate_is_over_nor_by_an_interpreter(table: Table) -> None:
    over, interpreter = agent(table, days=1), agent(table, role=Agent.Role.INTERPRETER)
    session = walks.opened(table)
    late = table.desk.later(days=3)
    for wrong in (over, interpreter):
        with pytest.raises(Refusal):
            room.read_over(
                walks.fresh(session), table.parties[0], Reading(way="paper", agent=wrong), by=table.by, at=late
            )


def test_only_the_time_sat_counts_also_where_it_ends_in_a_pause(table: Table) -> None:
    session = walks.opened(table)
    room.pause(session, by=table.by, at=table.desk.later(minutes=40))
    room.end(walks.fresh(session), "again", by=table.by, at=table.desk.later(minutes=100))
    assert sat_for(walks.fresh(session), table.desk.later(hours=9)) == timedelta(minutes=40)
