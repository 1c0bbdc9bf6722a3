"""A message leaves the house: written with the data, once per recipient and way."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from firstdesk.common.refusals import Refusal
from firstdesk.notices.models import Delivery
from firstdesk.notices.services import Outgoing, send_out
from firstdesk.notices.ways import masked

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2025, 9, 30, 12, 0, tzinfo=SHANGHAI)
NIGHT = datetime(2025, 9, 30, 23, 30, tzinfo=SHANGHAI)
pytestmark = pytest.mark.django_db


def message(**values: object) -> Outgoing:
    defaults = {"key": "reply:1", "way": "sms", "to_address": "138 0013 8000", "text": "已办结。", "label": "JJ-1"}
    return Outgoing(**(defaults | values))  # type: ignore[arg-type]


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notices.deliver'")
        return int(cursor.fetchone()[0])


def test_it_is_written_down_and_a_job_with_it() -> None:
    delivery = send_out(message(), at=NOON)
    assert (delivery.stage, delivery.address, delivery.text) == ("queued", "13800138000", "已办结。")
    assert delivery.due_at == NOON and jobs() == 1


def test_it_goes_back_with_what_it_speaks_of() -> None:
    class Broken(Exception):
        pass

    with pytest.raises(Broken), transaction.atomic():
        send_out(message(), at=NOON)
        raise Broken
    assert not Delivery.objects.exists() and jobs() == 0


def test_asked_twice_it_goes_once() -> None:
    first = send_out(message(), at=NOON)
    again = send_out(message(to_address="+86 13800138000", text="另一段文字"), at=NOON + timedelta(hours=1))
    assert again == first and again.text == "已办结。" and jobs() == 1
    assert send_out(message(way="mail", to_address="a@example.com"), at=NOON) != first
    assert send_out(message(key="reply:2"), at=NOON) != first
    assert jobs() == 3


def test_at_night_it_waits_for_the_morning_and_what_is_urgent_does_not() -> None:
    waits = send_out(message(), at=NIGHT)
    assert waits.due_at == datetime(2025, 10, 1, 7, 30, tzinfo=SHANGHAI) and waits.handed_at is None and jobs() == 0
    goes = send_out(message(key="reply:2", urgent=True), at=NIGHT)
    assert goes.due_at == NIGHT and jobs() == 1


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("to_address", {"to_address": "12345"}),
        ("to_address", {"to_address": "0594-2345678"}),
        ("to_address", {"to_address": ""}),
        ("to_address", {"way": "mail", "to_address": "nobody"}),
        ("way", {"way": "pigeon"}),
        ("text", {"text": "  "}),
        ("text", {"text": "字" * 501}),
    ],
)
def test_what_could_never_arrive_is_refused(field: str, values: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        send_out(message(**values), at=NOON)
    assert [detail.field for detail in refused.value.details] == [field]
    assert not Delivery.objects.exists()


def test_a_way_that_is_not_set_up_is_said(settings: Settings) -> None:
    settings.FIRSTDESK_WAYS = {"mail": "", "sms": ""}
    with pytest.raises(Refusal, match="FIRSTDESK_SMS_URL"):
        send_out(message(), at=NOON)


def test_an_address_is_never_shown_whole() -> None:
    assert masked("13800138000") == "138****8000"
    assert masked("zhang@example.com") == "z***@example.com"
    assert masked("1234") == "****"
