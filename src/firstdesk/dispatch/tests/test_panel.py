"""The panel of referrals on the page of a matter, and its buttons, with and without JavaScript."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting, make_centre
from firstdesk.dispatch import selectors, services
from firstdesk.dispatch.models import Appointment, OnSceneHandover
from firstdesk.dispatch.tests.factories import Case, make_case
from firstdesk.matters.models import Involvement
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Page, make_desk, make_matter

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def signed_in(person: User) -> Client:
    client = Page()
    client.force_login(person)
    return client


def url(case: Case, name: str, *more: int) -> str:
    return reverse(f"dispatch:{name}", args=[case.matter.number, *more])


def test_the_receiver_sees_accept_first() -> None:
    case = make_case()
    page = signed_in(case.liaison).get(url(case, "panel"))
    assert page.status_code == 200
    html = page.content.decode()
    assert 'id="referral-accept"' in html and 'id="referral-object"' in html
    assert 'id="referral-withdraw"' not in html
    who = acting(case.liaison, case.at)
    assert [step[1] for step in selectors.next_steps(case.matter, who)] == ["#referral-accept", "#referral-object"]


def test_the_sender_can_only_take_it_back() -> None:
    case = make_case()
    html = signed_in(case.desk.officer).get(url(case, "panel")).content.decode()
    assert 'id="referral-withdraw"' in html and 'id="referral-accept"' not in html


def test_strangers_do_not_learn_of_it() -> None:
    case, other = make_case(), make_desk()
    assert signed_in(other.officer).get(url(case, "panel")).status_code == 404
    assert signed_in(other.officer).post(url(case, "withdraw"), {"reason": "x"}).status_code == 404


def test_accept_without_javascript_leads_back_to_the_matter() -> None:
    case = make_case()
    answer = signed_in(case.liaison).post(url(case, "accept"), {"handler": ""})
    assert (answer.status_code, answer["Location"]) == (303, f"/matters/{case.matter.number}/")
    assert case.matter.state == State.HANDLING


def test_accept_by_htmx_loads_the_page_anew() -> None:
    case = make_case()
    handler = case.desk.centre.linkage_people["handler"]
    answer = signed_in(case.liaison).post(url(case, "accept"), {"handler": handler.pk}, **HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"/matters/{case.matter.number}/")
    assert case.matter.responsible_person == handler


def test_the_way_of_a_matter_through_the_buttons() -> None:
    case = make_case()
    unit, centre = signed_in(case.liaison), signed_in(case.desk.officer)
    unit.post(url(case, "accept"), {"handler": ""})
    unit.post(url(case, "assign"), {"handler": case.liaison.pk})
    assert case.matter.responsible_person == case.liaison
    assert 'id="referral-answer"' in unit.get(url(case, "panel")).content.decode()
    unit.post(url(case, "answer"), {"result_code": "settled", "text": "已修好"})
    assert 'id="referral-confirm"' in centre.get(url(case, "panel")).content.decode()
    centre.post(url(case, "return"), {"reason": "照片呢"})
    unit.post(url(case, "answer"), {"result_code": "settled", "text": "附照片"})
    centre.post(url(case, "confirm"))
    assert case.matter.state == State.TO_REPLY
    assert "附照片" in centre.get(url(case, "panel")).content.decode()


def test_objecting_needs_its_reason() -> None:
    case = make_case()
    client = signed_in(case.liaison)
    assert client.post(url(case, "object"), {"reason": ""}).status_code == 422
    assert client.post(url(case, "object"), {"reason": "属消防"}).status_code == 303
    assert case.matter.objections == 1
    assert client.post(url(case, "object"), {"reason": "再来"}).status_code == 403


def test_a_supervisor_looks_and_touches_nothing() -> None:
    case = make_case()
    client = signed_in(case.desk.centre.people["supervisor"])
    assert "<form" not in client.get(url(case, "panel")).content.decode()
    assert client.post(url(case, "withdraw"), {"reason": "x"}).status_code == 403


def test_a_meeting_and_a_scene_load_the_page_anew() -> None:
    case = make_case("working")
    client, linkage = signed_in(case.desk.officer), case.desk.centre.linkage.pk
    told = {"units": [linkage], "meets_at": "2099-01-05T09:00", "place": "二楼会议室"}
    answer = client.post(url(case, "meeting"), told, **HTMX)
    assert answer["HX-Redirect"] == f"/matters/{case.matter.number}/"
    client.post(url(case, "measures", Appointment.objects.get().pk), {"measures": "限期整改"}, **HTMX)
    scene = {
        "from_unit": case.desk.centre.community.pk, "to_unit": linkage, "received_by_name": "郑工", "note": "已疏散",
    }  # fmt: skip
    assert client.post(url(case, "scene"), scene).status_code == 303
    assert OnSceneHandover.objects.get().received_by_name == "郑工"
    html = client.get(url(case, "panel")).content.decode()
    assert all(words in html for words in ("二楼会议室", "限期整改", "郑工"))


def test_every_form_says_what_it_saw_and_is_sent_once() -> None:
    for state in ("offered", "working", "answered"):
        case = make_case(state)
        seen = f'name="seen" value="{case.matter.changed_at.isoformat()}"'
        people = (case.liaison, case.desk.officer)
        html = "".join(signed_in(person).get(url(case, "panel")).content.decode() for person in people)
        assert html.count("<form") == html.count(seen) == html.count("hx-disabled-elt") > 0


def test_who_confirms_what_they_did_not_see_is_told_what_changed() -> None:
    case = make_case("answered")
    seen, pk = case.matter.changed_at.isoformat(), case.referral.pk
    services.return_(case.referral, reason="照片呢", by=case.sender, at=case.at)
    services.answer(case.again(), result_code="explained", text="不归我们", by=case.receiver, at=case.at)
    centre = signed_in(case.desk.officer)
    for verb in ("confirm", "return"):
        answer = centre.post(url(case, verb), {"seen": seen, "referral": pk, "reason": "x"})
        html = answer.content.decode()
        assert answer.status_code == 409 and "已回报结果" in html and case.receiver.name in html
    assert case.matter.state == State.ANSWERED
    now = case.matter.changed_at.isoformat()
    assert centre.post(url(case, "confirm"), {"seen": now, "referral": pk + 1}).status_code == 409
    assert centre.post(url(case, "confirm"), {"seen": now, "referral": pk}).status_code == 303


@pytest.mark.parametrize("seen", ["yesterday", "2026-13-41T00:00:00+08:00", "2026-01-01T00:00:00"])
def test_what_cannot_be_read_was_not_seen(seen: str) -> None:
    case = make_case()
    assert signed_in(case.liaison).post(url(case, "accept"), {"seen": seen}).status_code == 422
    assert case.matter.state == State.OFFERED


def test_another_centre_that_was_asked_invites_nobody_in() -> None:
    other = make_centre()
    case = make_case()
    Involvement.objects.create(matter=case.matter, unit=other.unit, part="objected", since=case.at)
    client = signed_in(other.people["intake"])
    told = {"units": [other.linkage.pk], "meets_at": "2099-01-05T09:00", "place": "二楼会议室"}
    assert client.post(url(case, "meeting"), told).status_code == 403
    scene = {"from_unit": other.community.pk, "to_unit": other.linkage.pk, "received_by_name": "郑工", "note": "x"}
    assert client.post(url(case, "scene"), scene).status_code == 403
    assert not Appointment.objects.exists() and not OnSceneHandover.objects.exists()


def test_a_wrong_meeting_says_what_is_wrong() -> None:
    case = make_case()
    answer = signed_in(case.desk.officer).post(url(case, "meeting"), {"meets_at": "morgen"}, **HTMX)
    assert answer.status_code == 422
    assert not Appointment.objects.exists()


def test_nothing_to_show_is_nothing() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    who = acting(desk.centre.people["supervisor"], desk.at)
    assert selectors.panel(matter, who) is None
    client = signed_in(desk.centre.people["supervisor"])
    assert client.get(reverse("dispatch:panel", args=[matter.number])).content == b""


def test_the_list_of_referrals() -> None:
    case = make_case()
    unit, centre = signed_in(case.liaison), signed_in(case.desk.officer)
    assert case.matter.title in unit.get(reverse("dispatch:referrals")).content.decode()
    assert case.matter.title in centre.get(reverse("dispatch:referrals")).content.decode()
    assert case.matter.title not in unit.get(reverse("dispatch:referrals") + "?tab=sent").content.decode()
    services.object_(case.referral, reason="属消防", by=case.receiver, at=case.at)
    assert case.matter.title in unit.get(reverse("dispatch:referrals")).content.decode()
