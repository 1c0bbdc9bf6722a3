"""By their link a party reads their own papers, and whoever asked for mediation takes the application back; nobody else."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from firstdesk.common import clock
from firstdesk.mediation.models import Failure, Invitation, PartyLink, Session
from firstdesk.mediation.selectors.papers.own import own_papers
from firstdesk.mediation.services import link as verbs
from firstdesk.mediation.states import CaseState, SessionState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, fresh_party, make_accepted
from firstdesk.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    cache.clear()
    made = make_accepted()
    monkeypatch.setattr(clock, "now", lambda: made.at)
    yield made
    cache.clear()


def given(table: Table, no: int = 1) -> PartyLink:
    return verbs.give_link(fresh_party(table.parties[no - 1]), by=table.by, at=table.at)


def get(link: PartyLink, rest: str = "") -> int:
    return Client().get(f"/portal/m/{link.token}/{rest}").status_code


def paper(kind: str, subject: int) -> str:
    return f"papers/{kind}/{subject}/"


def test_each_reads_their_own_papers_and_not_the_other_sides(table: Table) -> None:
    walks.arranged(walks.planned(table))
    first, second = given(table), given(table, 2)
    mine, theirs = (Invitation.objects.get(party=link.party) for link in (first, second))
    page = Client().get(f"/portal/m/{first.token}/").content.decode()
    assert paper("invitation", mine.pk) in page and paper("invitation", theirs.pk) not in page
    answer = Client().get(f"/portal/m/{first.token}/{paper('invitation', mine.pk)}")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert get(first, paper("rights", first.party_id)) == 200
    for rest in (
        paper("invitation", theirs.pk),
        paper("rights", second.party_id),
        paper("plan", 0),
        paper("nothing", 1),
    ):
        assert get(first, rest) == 404, rest
    assert get(second, paper("invitation", mine.pk)) == 404


def test_what_was_agreed_is_there_for_each_once_it_is_in_effect(table: Table) -> None:
    before = {each.kind for each in own_papers(fresh_party(table.parties[0]))}
    walks.effective(walks.planned(table))
    after = {each.kind for each in own_papers(fresh_party(table.parties[0]))}
    assert "performance" not in before and {"rights", "invitation", "record", "performance"} <= after


def test_a_link_that_ended_reads_nothing_and_takes_nothing_back(table: Table) -> None:
    old = given(table)
    rest = paper("rights", old.party_id)
    assert get(old, rest) == 200
    renewed = given(table)
    assert get(old, rest) == 404 and get(old) == 410
    said = Client().post(f"/portal/m/{old.token}/withdraw/", {"sure": "yes"})
    assert said.status_code == 410 and not Failure.objects.exists()
    for secret in ("林阿珍", "陈国强", table.case.number):
        assert secret not in said.content.decode()
    assert get(renewed, rest) == 200
    assert get(PartyLink(token="x" * 43), rest) == 404


def withdraw(link: PartyLink, **more: str) -> int:
    return Client().post(f"/portal/m/{link.token}/withdraw/", {"sure": "yes", **more}).status_code


def test_whoever_asked_takes_the_application_back_once(table: Table) -> None:
    session = walks.arranged(walks.planned(table))
    link = given(table)
    assert withdraw(link, sure="") == 422 and not Failure.objects.exists()
    assert withdraw(link) == 303
    assert table.case.state == CaseState.WITHDRAWN
    assert Session.objects.get(pk=session.pk).state == SessionState.CANCELLED
    failure = Failure.objects.get()
    assert failure.reason == Failure.Reason.WITHDRAWN and set(failure.ways_told) == set(Failure.Way.values)
    assert Notice.objects.filter(kind="mediation.by_link", level="warning").exists()
    assert withdraw(link) == 403 and Failure.objects.count() == 1  # over is over
    assert 'id="ways"' in Client().get(f"/portal/m/{link.token}/").content.decode()  # the other ways of the law


def test_the_other_side_refuses_but_takes_nothing_back(table: Table) -> None:
    link = given(table, 2)
    assert "withdraw/" not in Client().get(f"/portal/m/{link.token}/").content.decode()
    assert withdraw(link) == 403
    assert table.case.state == CaseState.ACCEPTED and not Failure.objects.exists()


def test_what_is_in_effect_is_not_taken_back(table: Table) -> None:
    walks.effective(walks.planned(table))
    link = given(table)
    assert "withdraw/" not in Client().get(f"/portal/m/{link.token}/").content.decode()
    assert withdraw(link) == 403
    assert table.case.state == CaseState.EFFECTIVE and not Failure.objects.exists()
