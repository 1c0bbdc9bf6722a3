"""The adapter against a gateway that pretends, over a real line: what is taken, refused, busy, broken, asked about."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from pytest_django import Settings

from firstdesk.config import carriers
from firstdesk.notices.models import Delivery
from firstdesk.notices.services import Outgoing, send_out, sending
from firstdesk.notices.transports import Letter, NotTaken, Taken, Unknown
from firstdesk.notices.transports.mail import Mail
from firstdesk.notices.transports.pretend import Pretended
from firstdesk.notices.transports.sms import Gateway

NOON = datetime(2025, 9, 30, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def gateway() -> Iterator[Pretended]:
    with Pretended() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def letter(number: str = "13800138000", key: str = "k1") -> Letter:
    return Letter(key, number, "", "您反映的事项已办结。")


def test_taken_once_however_often_it_is_handed_over(gateway: Pretended) -> None:
    line = Gateway(gateway.url, signature="【首问】")
    first, again = line.carry(letter()), line.carry(letter())
    assert isinstance(first, Taken) and first == again
    assert [each["text"] for each in gateway.store.taken.values()] == ["【首问】您反映的事项已办结。"]
    assert line.ask("k1") == first
    assert line.ask("k2") == NotTaken("the gateway never got it")


def test_what_the_gateway_says(gateway: Pretended) -> None:
    line = Gateway(gateway.url)
    assert line.carry(letter("13800130001")) == NotTaken("HTTP 422 no_such_number", for_good=True)
    assert line.carry(letter("13800130002")) == NotTaken("HTTP 503 busy")
    assert line.carry(letter("13800130004")) == Unknown("HTTP 500 broken")
    assert line.ask("k1") == NotTaken("the gateway never got it")


def test_a_line_that_breaks_before_the_answer_is_asked_about(gateway: Pretended) -> None:
    line = Gateway(gateway.url)
    assert isinstance(line.carry(letter("13800130003")), Unknown)
    assert isinstance(line.ask("k1"), Taken)


def test_nobody_there_means_not_taken_and_nobody_to_ask() -> None:
    line = Gateway("http://127.0.0.1:9/")
    assert line.carry(letter()) == NotTaken("ConnectError")
    assert isinstance(line.ask("k1"), Unknown)


@pytest.mark.django_db
def test_from_the_outbox_to_the_gateway_over_a_broken_line(gateway: Pretended, settings: Settings) -> None:
    settings.GATEWAY = carriers.Gateway(gateway.url)
    made = send_out(Outgoing(key="r:1", way="sms", to_address="13800130003", text="已办结。"), at=NOON)
    sending.deliver(made.pk, at=NOON)
    sending.recover(at=NOON + timedelta(minutes=5))
    assert Delivery.objects.get().stage == "sent"
    assert [verb for verb, _key in gateway.store.asked] == ["POST", "GET"]


@pytest.mark.django_db
def test_mail_goes_by_the_server_with_one_name_for_ever(settings: Settings) -> None:
    made = send_out(
        Outgoing(key="r:1", way="mail", to_address="a@example.com", subject="答复", text="已办结。"), at=NOON
    )
    sending.deliver(made.pk, at=NOON)
    assert Delivery.objects.get().stage == "sent"
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["a@example.com"], "答复", "已办结。")
    assert sent.extra_headers["Message-ID"].endswith("@firstdesk>") and "a@example.com" not in str(sent.extra_headers)


def test_a_mail_server_that_is_away_has_not_taken_it(settings: Settings) -> None:
    settings.EMAIL_BACKEND = carriers.SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = Mail().carry(Letter("k", "a@example.com", "答复", "已办结。"))
    assert isinstance(answer, NotTaken) and not answer.for_good and "a@example.com" not in answer.said
    assert isinstance(Mail().ask("k"), Unknown)
