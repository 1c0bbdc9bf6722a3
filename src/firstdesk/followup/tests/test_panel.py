"""The panel of answers on the page of a matter, and its buttons, with and without JavaScript."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting
from firstdesk.followup import selectors
from firstdesk.followup.models import ContactNote
from firstdesk.followup.tests.factories import Case, make_case
from firstdesk.matters.models import Channel
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Page

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def signed_in(person: User) -> Client:
    client = Page()
    client.force_login(person)
    return client


def url(case: Case, name: str) -> str:
    return reverse(f"followup:{name}", args=[case.matter.number])


def steps(case: Case) -> list[str]:
    return [step[1] for step in selectors.next_steps(case.matter, acting(case.desk.officer, case.at))]


def test_the_way_to_the_end_through_the_buttons() -> None:
    case = make_case(State.HANDLING)
    client = signed_in(case.desk.officer)
    assert steps(case) == ["#reply-finish"]
    client.post(url(case, "finish"), {"result_code": "settled", "text": "已调解"})
    assert steps(case) == ["#reply-reply"]
    client.post(url(case, "reply"), {"way": "phone", "text": "已告知"})
    assert steps(case) == ["#reply-call"]
    assert client.post(url(case, "close"), {"reason": ""}).status_code == 422
    rated = {"method": "phone", "reached": "on", "satisfaction": "5", "opinion": "谢谢"}
    assert client.post(url(case, "call"), rated).status_code == 422  # their own work
    assert signed_in(case.desk.centre.people["director"]).post(url(case, "call"), rated).status_code == 303
    assert steps(case)[0] == "#reply-close"
    answer = client.post(url(case, "close"), {"reason": ""}, **HTMX)
    assert answer["HX-Redirect"] == f"/matters/{case.matter.number}/"
    assert case.matter.state == State.CLOSED
    html = client.get(url(case, "panel")).content.decode()
    assert "已调解" in html and "已告知" in html and "谢谢" in html


def test_who_says_so_on_the_phone_sees_it_taken_up_again() -> None:
    case = make_case()
    director = signed_in(case.desk.centre.people["director"])
    said = {"method": "phone", "reached": "on", "satisfaction": "1", "opinion": "又漏了"}
    assert director.post(url(case, "call"), said).status_code == 303
    assert (case.matter.state, case.matter.reopenings) == (State.TO_TRIAGE, 1)
    assert "又漏了" in director.get(url(case, "panel")).content.decode()


def test_a_note_loads_the_page_anew() -> None:
    case = make_case(State.HANDLING)
    client = signed_in(case.desk.officer)
    told = {"channel": "phone", "text": "告知由张工办", "handler_told": "on"}
    assert client.post(url(case, "note"), told, **HTMX)["HX-Redirect"] == f"/matters/{case.matter.number}/"
    assert client.post(url(case, "note"), told).status_code == 303
    assert ContactNote.objects.count() == 2
    assert "告知由张工办" in client.get(url(case, "panel")).content.decode()


@pytest.mark.parametrize("state", [State.HANDLING, State.TO_REPLY, State.FOLLOW_UP])
def test_every_form_says_what_it_saw_and_is_sent_once(state: str) -> None:
    case = make_case(state)
    html = signed_in(case.desk.officer).get(url(case, "panel")).content.decode()
    seen = f'name="seen" value="{case.matter.changed_at.isoformat()}"'
    assert html.count("<form") == html.count(seen) == html.count("hx-disabled-elt") > 0


def test_who_closes_what_they_did_not_see_is_told_what_changed() -> None:
    case = make_case()
    client = signed_in(case.desk.officer)
    client.post(url(case, "call"), {"method": "phone", "reached": "on", "opinion": "可以"})
    seen = case.matter.changed_at.isoformat()
    client.post(url(case, "call"), {"method": "phone", "reached": "on", "opinion": "谢谢"})
    answer = client.post(url(case, "close"), {"seen": seen, "reason": ""})
    assert answer.status_code == 409 and "回访" in answer.content.decode()
    assert case.matter.state == State.FOLLOW_UP
    assert client.post(url(case, "close"), {"seen": case.matter.changed_at.isoformat()}).status_code == 303


def test_a_transfer_from_110_says_that_the_result_goes_back() -> None:
    case = make_case(State.TO_REPLY, channel=Channel.TRANSFER_110)
    assert "SS-110-21" in signed_in(case.desk.officer).get(url(case, "panel")).content.decode()


def test_a_closed_matter_is_reopened_by_the_director_alone() -> None:
    case = make_case(State.CLOSED)
    director = signed_in(case.desk.centre.people["director"])
    assert 'id="reply-contest"' in director.get(url(case, "panel")).content.decode()
    assert signed_in(case.desk.officer).get(url(case, "panel")).content == b""
    assert director.post(url(case, "contest"), {"reason": "又漏了"}).status_code == 303
    assert case.matter.state == State.TO_TRIAGE


def test_a_supervisor_looks_and_touches_nothing() -> None:
    case = make_case()
    client = signed_in(case.desk.centre.people["supervisor"])
    assert "<form" not in client.get(url(case, "panel")).content.decode()
    assert client.post(url(case, "call"), {"method": "phone"}).status_code == 403


def test_another_unit_does_not_learn_of_it() -> None:
    case = make_case()
    assert signed_in(case.desk.centre.linkage_people["liaison"]).get(url(case, "panel")).status_code == 404
