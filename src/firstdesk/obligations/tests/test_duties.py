from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import SHANGHAI, Desk, make_desk
from firstdesk.notices.models import Notice
from firstdesk.obligations import selectors, services
from firstdesk.obligations.models import Occurrence

pytestmark = pytest.mark.django_db
JANUARY = datetime(2026, 1, 6, 9, 0, tzinfo=SHANGHAI)
NEW_YEAR = date(2026, 1, 6)
DECEMBER = datetime(2025, 12, 15, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def desk() -> Desk:
    return make_desk(CentreKind.POLICE_MEDIATION, at=DECEMBER)


@pytest.fixture
def plan(desk: Desk) -> Occurrence:
    """The annual plan, due by 31 January: a Saturday, so by the Friday before."""
    services.keep_duties(at=desk.at)
    return Occurrence.objects.get(rule_id="pm.annual_plan")


def handed_in(words: str, on: date = NEW_YEAR) -> services.ByHand:
    return services.ByHand("work_plan", words, on)


def test_a_duty_is_written_down_once_before_its_day(desk: Desk, plan: Occurrence) -> None:
    assert (plan.unit, plan.period_start, plan.period_end) == (desk.centre.unit, date(2026, 1, 1), date(2026, 12, 31))
    assert plan.due_at.astimezone(SHANGHAI).date() == date(2026, 1, 30)
    services.keep_duties(at=desk.later(days=1))
    assert Occurrence.objects.filter(rule_id="pm.annual_plan").count() == 1


def test_it_waits_for_the_post_the_rule_names(desk: Desk, plan: Occurrence) -> None:
    director, officer = desk.centre.people["director"], desk.officer
    assert [duty.occurrence for duty in selectors.my_duties(acting(director, desk.at))] == [plan]
    assert selectors.my_duties(acting(officer, desk.at)) == []
    assert [duty.occurrence for duty in selectors.duties_for(acting(officer, desk.at))] == [plan]


def test_it_is_done_with_its_evidence(desk: Desk, plan: Occurrence) -> None:
    services.discharge(plan, evidence="警调〔2026〕1号", by=desk.by, at=desk.later(days=1))
    entry = Entry.objects.get(verb="duty.discharged")
    assert (entry.chain, entry.after["late"]) == (f"unit:{desk.centre.unit.pk}", False)
    assert [line.occurrence for line in selectors.done_duties(acting(desk.officer, desk.at))] == [plan]


def test_without_evidence_it_is_not_done(desk: Desk, plan: Occurrence) -> None:
    with pytest.raises(Refusal):
        services.prove_by_hand(plan, handed_in(" "), by=desk.by, at=JANUARY)


def test_twice_is_refused(desk: Desk, plan: Occurrence) -> None:
    services.prove_by_hand(plan, handed_in("1号"), by=desk.by, at=JANUARY)
    with pytest.raises(NotAllowed):
        services.prove_by_hand(plan, handed_in("2号"), by=desk.by, at=JANUARY)


def test_a_day_passed_without_evidence_is_said_once_and_can_still_be_made_good(desk: Desk, plan: Occurrence) -> None:
    late = plan.due_at + timedelta(seconds=1)
    assert services.miss(at=late) == 1
    assert services.miss(at=late) == 0
    assert Notice.objects.get(kind="duty.missed").recipient == desk.centre.people["director"]
    plan.refresh_from_db()
    services.prove_by_hand(plan, handed_in("补交", late.date()), by=desk.by, at=late)
    assert Entry.objects.get(verb="duty.discharged").after["late"] is True


def test_where_the_post_is_missing_those_who_lead_owe_it(desk: Desk) -> None:
    post = desk.centre.posts["director"]
    post.code, post.is_leader = "chief", True
    post.save()
    services.keep_duties(at=desk.at)
    assert Occurrence.objects.get(rule_id="pm.annual_plan").owing_post == post


def test_the_page_lists_duties_and_takes_the_evidence(client: Client, desk: Desk, plan: Occurrence) -> None:
    client.force_login(desk.centre.people["director"])
    assert 'name="evidence"' in client.get("/due/duties/").content.decode()
    assert (
        client.post(
            f"/due/duties/{plan.pk}/done/", {"kind": "work_plan", "evidence": "1号", "happened_on": "2026-01-02"}
        ).status_code
        == 303
    )
    page = client.get("/due/duties/").content.decode()
    assert "1号" in page and 'name="evidence"' not in page


def test_with_htmx_the_list_comes_back(client: Client, desk: Desk, plan: Occurrence) -> None:
    client.force_login(desk.centre.people["director"])
    sent = client.post(
        f"/due/duties/{plan.pk}/done/",
        {"kind": "work_plan", "evidence": "1号", "happened_on": "2026-01-02"},
        headers={"HX-Request": "true"},
    )
    assert sent.content.decode().strip().startswith('<div id="duties">')


def test_another_post_may_not(client: Client, desk: Desk, plan: Occurrence) -> None:
    client.force_login(desk.officer)
    assert (
        client.post(
            f"/due/duties/{plan.pk}/done/", {"kind": "work_plan", "evidence": "1号", "happened_on": "2026-01-02"}
        ).status_code
        == 403
    )
    client.force_login(desk.centre.linkage_people["liaison"])
    assert (
        client.post(
            f"/due/duties/{plan.pk}/done/", {"kind": "work_plan", "evidence": "1号", "happened_on": "2026-01-02"}
        ).status_code
        == 404
    )
