"""Receipts: on paper for the centre, with the key for whoever took the report alone, and as a message once."""

import io

import pypdf
import pytest
from django.test import Client

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import User
from firstdesk.intake import services
from firstdesk.intake.tests.factories import registration
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.notices.models import Delivery

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def matter(desk: Desk) -> Matter:
    return services.register(registration(desk), by=desk.by, at=desk.at)


def window(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(user: User, matter: Matter) -> str:
    response = window(user).get(f"/intake/receipt/{matter.number}/receipt.pdf")
    assert response["Content-Type"] == "application/pdf"
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages)


def test_the_key_stands_on_the_copy_of_whoever_took_it_alone(desk: Desk, matter: Matter) -> None:
    own, colleague = text_of(desk.officer, matter), text_of(desk.centre.people["group_leader"], matter)
    for text in (own, colleague):
        assert matter.number in text
        assert "李小明" not in text
        assert PHONE not in text
        assert "幸福小区*栋*" in text
    assert matter.token in own.replace("\n", "")
    assert matter.token not in colleague.replace("\n", "")
    stranger = window(desk.centre.linkage_people["handler"])
    assert stranger.get(f"/intake/receipt/{matter.number}/receipt.pdf").status_code in {403, 404}


def message(**values: str) -> services.ReceiptMessage:
    return services.ReceiptMessage(**({"way": "sms", "link": "https://example.org/portal/f/x/"} | values))


def test_sent_once_to_the_number_the_person_gave(desk: Desk, matter: Matter) -> None:
    assert services.send_receipt(matter, message(), by=desk.by, at=desk.at)
    assert not services.send_receipt(matter, message(), by=desk.by, at=desk.later(minutes=1))
    delivery = Delivery.objects.get(kind="receipt")
    assert PHONE in delivery.address
    assert matter.number in delivery.text
    assert "https://example.org/portal/f/x/" in delivery.text
    entry = Entry.objects.get(chain=matter.ledger_chain, verb="receipt.sent")
    assert PHONE not in entry.after_json + entry.reason
    assert services.send_receipt(matter, message(to_address="13911112222"), by=desk.by, at=desk.later(minutes=2))


def test_never_to_somebody_who_did_not_agree(desk: Desk) -> None:
    matter = services.register(registration(desk, may_contact=False), by=desk.by, at=desk.at)
    with pytest.raises(Refusal, match="没有可发送的号码"):
        services.send_receipt(matter, message(), by=desk.by, at=desk.at)
    with pytest.raises(Refusal):
        services.send_receipt(matter, message(way="mail"), by=desk.by, at=desk.at)
    assert not Delivery.objects.exists()


def test_only_by_the_centre_and_whoever_took_it(desk: Desk, matter: Matter) -> None:
    address = f"/intake/receipt/{matter.number}/send/"
    assert window(desk.centre.people["group_leader"]).post(address, {"way": "sms"}).status_code == 404
    assert window(desk.officer).post(address, {"way": "sms"}).status_code == 303
    assert window(desk.officer).post(address, {"way": "pigeon"}).status_code == 422
    other = make_desk()
    with pytest.raises(NotAllowed):
        services.send_receipt(matter, message(), by=other.by, at=desk.at)
