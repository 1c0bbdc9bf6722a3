"""The panel on the page of a matter, the two lists, and their buttons, with and without JavaScript."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.directory.models import User
from firstdesk.dispatch.tests.factories import Case, make_case
from firstdesk.matters.tests.factories import Page
from firstdesk.oversight import services
from firstdesk.oversight.models import Application, Supervision
from firstdesk.oversight.selectors import lists, panel
from firstdesk.oversight.tests.factories import acting, actor

pytestmark = pytest.mark.django_db


def page(person: User) -> Client:
    client = Page()
    client.force_login(person)
    return client


def url(case: Case, name: str, *more: object) -> str:
    return reverse(f"oversight:{name}", args=[case.matter.number, *more])


def shown(case: Case, person: User) -> dict[str, object]:
    found = panel.panel(case.matter, acting(case, person), case.at)
    assert found is not None
    return found


def test_urged_answered_and_lifted_through_the_buttons() -> None:
    case = make_case("working")
    director, liaison = case.desk.centre.people["director"], case.liaison
    assert page(case.desk.officer).post(url(case, "urge"), {"text": "请尽快"}).status_code == 303
    row = Supervision.objects.get()
    assert page(liaison).post(url(case, "answer", row.pk), {"text": ""}).status_code == 422
    answered = page(liaison).post(url(case, "answer", row.pk), {"text": "明天到场"}, HTTP_HX_REQUEST="true")
    assert answered["HX-Redirect"] == f"/matters/{case.matter.number}/"
    assert page(director).post(url(case, "supervise"), {"card": "yellow", "text": "仍未到场"}).status_code == 303
    card = Supervision.objects.get(card="yellow")
    assert page(director).post(url(case, "lift", card.pk), {"reason": "已到场"}).status_code == 303
    card.refresh_from_db()
    assert card.state == "lifted"


def test_a_stale_page_urges_nobody_and_a_silent_one_is_refused() -> None:
    case = make_case("working")
    stale = (case.matter.changed_at - timedelta(minutes=5)).isoformat()
    client = page(case.desk.officer)
    answer = client.post(url(case, "urge"), {"text": "快", "seen": stale})
    assert answer.status_code == 409
    assert str(case.liaison) in answer.content.decode(), "who did what meanwhile"
    for name in ("urge", "supervise", "apply"):
        person = case.desk.centre.people["director"]
        assert page(person).post(url(case, name), {"text": "快", "seen": ""}).status_code == 422
    assert not Supervision.objects.exists()


def test_cards_only_by_whoever_supervises() -> None:
    case = make_case("working")
    assert page(case.desk.officer).post(url(case, "supervise"), {"card": "red", "text": "快"}).status_code == 403
    assert page(case.liaison).post(url(case, "urge"), {"text": "快"}).status_code == 403
    supervisor = case.desk.centre.people["supervisor"]
    assert page(supervisor).post(url(case, "supervise"), {"card": "red", "text": "快"}).status_code == 303


def test_applied_and_decided_through_the_buttons() -> None:
    case = make_case("working")
    given = {"kind": "suspension", "reason": "等鉴定", "awaits": "鉴定书"}
    assert page(case.liaison).post(url(case, "apply"), given).status_code == 303
    row = Application.objects.get()
    leader = page(case.desk.centre.people["group_leader"])
    html = leader.get(reverse("oversight:applications")).content.decode()
    assert "等鉴定" in html and case.matter.number in html
    assert leader.post(url(case, "decide", row.pk), {"verdict": "refuse", "words": ""}).status_code == 422
    assert page(case.desk.officer).post(url(case, "decide", row.pk), {"verdict": "approve"}).status_code == 403
    assert leader.post(url(case, "decide", row.pk), {"verdict": "approve"}).status_code == 303
    row.refresh_from_db()
    assert (row.state, case.matter.state) == ("approved", "suspended")


def test_what_each_person_is_offered() -> None:
    case = make_case("working")
    unit = shown(case, case.liaison)
    assert unit["kinds"] == ["extension", "suspension", "voiding", "reclassification"]
    assert not unit["may_urge"] and not unit["cards"]
    officer = shown(case, case.desk.officer)
    assert officer["may_urge"] and not officer["cards"]
    supervisor = shown(case, case.desk.centre.people["supervisor"])
    assert [card for card, _name in supervisor["cards"]] == ["yellow", "red", "black"]  # type: ignore[attr-defined]
    services.supervise(case.matter, card="red", text="快", by=actor(case, "supervisor"), at=case.at)
    supervisor = shown(case, case.desk.centre.people["supervisor"])
    assert [card for card, _name in supervisor["cards"]] == ["black"]  # type: ignore[attr-defined]


def test_the_page_of_a_matter_shows_the_panel() -> None:
    case = make_case("working")
    services.supervise(case.matter, card="red", text="三日内到场", by=actor(case, "supervisor"), at=case.at)
    html = page(case.liaison).get(f"/matters/{case.matter.number}/").content.decode()
    assert "红牌" in html and "三日内到场" in html and "回复督办" in html


def test_lists_count_per_unit_in_a_fixed_number_of_queries(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    case = make_case("working")
    services.supervise(case.matter, card="yellow", text="快", by=actor(case, "director"), at=case.at)
    services.supervise(case.matter, card="black", text="快", by=actor(case, "director"), at=case.at)
    services.urge(case.matter, text="快", by=case.sender, at=case.at)
    who = acting(case, case.desk.centre.people["director"])
    found = lists.per_unit(who, case.at)
    assert [(each.unit, each.urged, each.yellow, each.black, each.waiting) for each in found] == [
        (case.desk.centre.linkage, 1, 1, 1, 2)
    ]
    with django_assert_num_queries(2):
        lists.with_clocks(lists.supervisions(who, "open"))
    html = page(case.desk.centre.people["director"]).get(reverse("oversight:supervision")).content.decode()
    assert "黑牌" in html and case.matter.number in html
    stranger = page(case.desk.centre.people["auditor"])
    assert stranger.get(reverse("oversight:supervision")).status_code == 403
