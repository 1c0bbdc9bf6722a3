"""Writing the answer: from a wording, looked at, sent; the words kept are the words sent."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.directory.models import CentreKind
from firstdesk.followup.models import Reply
from firstdesk.intake import services as intake
from firstdesk.intake.models import Party, Report
from firstdesk.intake.tests.factories import registration
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Step, advance
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.notices.models import Delivery

pytestmark = pytest.mark.django_db
PHONE = "13905941234"


@pytest.fixture
def desk() -> Desk:
    return make_desk(CentreKind.GOVERNANCE)


@pytest.fixture
def matter(desk: Desk) -> Matter:
    told = intake.PartyData(role=Party.Role.REPORTER, name="欧阳若兰", phone=PHONE)
    made = intake.register(registration(desk, parties=(told,), may_contact=True), by=desk.by, at=desk.at)
    advance(made, Step(State.HANDLING, "matter.triaged"), by=desk.by, at=desk.later(minutes=1))
    advance(made, Step(State.TO_REPLY, "matter.finished"), by=desk.by, at=desk.later(minutes=2))
    return made


@pytest.fixture
def browser(client: Client, desk: Desk) -> Client:
    client.force_login(desk.officer)
    return client


def typed(matter: Matter, **values: object) -> dict[str, object]:
    party = Party.objects.get(matter=matter)
    words = {"text": "已修好。", "way": "portal", "template": "reply.settled@0", "seen": matter.changed_at.isoformat()}
    return words | {"action": "send", "to": [str(party.pk)]} | values


def address(matter: Matter) -> str:
    return reverse("workbench:compose", args=[matter.number])


def test_a_wording_is_filled_from_the_matter(browser: Client, matter: Matter) -> None:
    html = browser.get(address(matter), {"code": "reply.settled"}).content.decode()
    assert matter.title in html and "[[办理结果]]" in html and "139****1234" in html and PHONE not in html
    assert (
        f"number {matter.number}"
        in browser.get(address(matter), {"code": "reply.settled", "lang": "en"}).content.decode()
    )


def test_a_preview_writes_nothing(browser: Client, matter: Matter) -> None:
    html = browser.post(address(matter), typed(matter, action="preview")).content.decode()
    assert html.count("已修好。") == 2 and not Reply.objects.exists() and not Delivery.objects.exists()


def test_what_is_sent_is_what_is_kept(browser: Client, matter: Matter) -> None:
    assert browser.post(address(matter), typed(matter)).status_code == 303
    reply, sent = Reply.objects.get(), Delivery.objects.get()
    assert reply.text == sent.text == "已修好。"
    assert (sent.address, sent.template, sent.label) == (PHONE, "reply.settled@0", matter.number)
    assert sent.unit_id == matter.centre_id and sent.key.startswith(f"sms:reply:{reply.pk}:")
    html = browser.get(address(matter)).content.decode()
    assert "已修好。" in html and PHONE not in html


def test_a_blank_left_open_is_refused_and_the_words_are_still_there(browser: Client, matter: Matter) -> None:
    answer = browser.post(address(matter), typed(matter, text="因[[原因]]延期"))
    assert answer.status_code == 422 and "因[[原因]]延期" in answer.content.decode()
    assert not Reply.objects.exists() and not Delivery.objects.exists()


def test_a_stale_page_is_refused_with_what_changed_and_the_words_are_still_there(
    browser: Client, matter: Matter
) -> None:
    old = typed(matter)
    browser.post(address(matter), old)
    answer = browser.post(address(matter), old | {"text": "第二次"})
    assert answer.status_code == 409 and "第二次" in answer.content.decode()
    assert Reply.objects.count() == 1


def test_nobody_is_written_to_who_did_not_agree(browser: Client, matter: Matter) -> None:
    Report.objects.filter(matter=matter).update(may_contact=False)
    assert "139****" not in browser.get(address(matter)).content.decode()
    assert browser.post(address(matter), typed(matter)).status_code == 422
    assert not Reply.objects.exists()


def test_only_who_answers_people(client: Client, matter: Matter, desk: Desk) -> None:
    for person, status in ((desk.centre.people["supervisor"], 403), (make_desk().officer, 404)):
        client.force_login(person)
        assert client.get(address(matter)).status_code == status
        assert client.post(address(matter), typed(matter)).status_code == status
