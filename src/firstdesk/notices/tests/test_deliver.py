"""A delivery on its way: claimed, carried, settled; tried again, asked about, never sent twice."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from firstdesk.directory.tests.factories import make_person
from firstdesk.notices.models import Delivery, Notice
from firstdesk.notices.services import retention, send_out, sending
from firstdesk.notices.services.outbox import Outgoing
from firstdesk.notices.tests.carriers import FakeCarrier
from firstdesk.notices.transports import NotTaken, Taken, Unknown

NOON = datetime(2025, 9, 30, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db
LATER, BROKEN = NotTaken("HTTP 503"), Unknown("ReadTimeout")


def waiting(**values: object) -> Delivery:
    defaults = {"key": "reply:1", "way": "sms", "to_address": "13800138000", "text": "已办结。", "urgent": True}
    return send_out(Outgoing(**(defaults | values)), at=NOON)  # type: ignore[arg-type]


def test_it_is_carried_and_settled(carrier: FakeCarrier) -> None:
    made = waiting()
    sent = sending.deliver(made.pk, at=NOON)
    assert sent is not None and (sent.stage, sent.sent_at, sent.carrier_id, sent.tries) == ("sent", NOON, "c-1", 1)
    assert [(letter.address, letter.text) for letter in carrier.letters] == [("13800138000", "已办结。")]
    assert "13800138000" not in carrier.letters[0].key


def test_a_second_job_finds_nothing_to_do(carrier: FakeCarrier) -> None:
    made = waiting()
    for _each in range(3):
        sending.deliver(made.pk, at=NOON)
    assert sending.deliver(made.pk + 1, at=NOON) is None
    assert len(carrier.letters) == 1


def test_not_before_it_is_due(carrier: FakeCarrier) -> None:
    made = waiting(urgent=False, key="x")
    Delivery.objects.filter(pk=made.pk).update(due_at=NOON + MINUTE)
    assert sending.deliver(made.pk, at=NOON) is None and carrier.letters == []


def test_refused_for_now_it_is_tried_again_with_growing_pauses(carrier: FakeCarrier) -> None:
    carrier.answers = [LATER]
    at, pauses, made = NOON, [], waiting()
    while (found := sending.deliver(made.pk, at=at)) and found.stage == "queued":
        pauses.append((found.due_at - at) / MINUTE)
        assert sending.deliver(made.pk, at=found.due_at - timedelta(seconds=1)) is None
        at = found.due_at
    assert pauses == [1, 5, 30, 120, 360, 720]
    assert found is not None and (found.stage, found.trouble, found.tries) == ("stuck", "HTTP 503", 7)
    assert len({letter.key for letter in carrier.letters}) == 1


def test_a_retry_does_not_ring_at_night(carrier: FakeCarrier) -> None:
    carrier.answers = [LATER]
    made = waiting(urgent=False)
    late = NOON.replace(hour=21, minute=59, second=30)
    again = sending.deliver(made.pk, at=late)
    assert again is not None and again.due_at == NOON.replace(hour=7, minute=30) + timedelta(days=1)


def test_refused_for_good_it_is_stuck_and_the_sender_is_told(carrier: FakeCarrier) -> None:
    carrier.answers = [NotTaken("HTTP 422 no such number", for_good=True)]
    sender = make_person()
    made = waiting(by_id=sender.pk, label="JJ-1")
    found = sending.deliver(made.pk, at=NOON)
    assert found is not None and found.stage == "stuck" and len(carrier.letters) == 1
    assert Notice.objects.get(recipient=sender).values == {"label": "JJ-1"}


def test_an_answer_that_never_came_is_asked_for_and_never_repeated(carrier: FakeCarrier) -> None:
    carrier.answers = [BROKEN]
    made = waiting()
    found = sending.deliver(made.pk, at=NOON)
    assert found is not None and found.stage == "sending"
    assert sending.deliver(made.pk, at=NOON + MINUTE) is None
    assert sending.recover(at=NOON + MINUTE) == 0  # it may still be under way
    assert sending.recover(at=NOON + 4 * MINUTE) == 1
    made.refresh_from_db()
    assert made.stage == "sent" and len(carrier.letters) == 1 and carrier.asked == [carrier.letters[0].key]


def test_a_process_killed_before_the_carrier_heard_of_it(carrier: FakeCarrier) -> None:
    made = waiting()
    Delivery.objects.filter(pk=made.pk).update(stage="sending", claimed_at=NOON, tries=1)
    carrier.about = NotTaken("the gateway never got it")
    later = NOON + 5 * MINUTE
    assert sending.recover(at=later) == 1
    made.refresh_from_db()
    assert (made.stage, made.due_at) == ("queued", later)
    assert sending.hand_over(at=later) == 1
    sending.deliver(made.pk, at=later)
    made.refresh_from_db()
    assert made.stage == "sent" and len(carrier.letters) == 1


def test_where_the_carrier_cannot_tell_a_person_decides(carrier: FakeCarrier) -> None:
    made = waiting()
    Delivery.objects.filter(pk=made.pk).update(stage="sending", claimed_at=NOON, tries=1)
    carrier.about = Unknown("HTTP 500")
    sending.recover(at=NOON + 5 * MINUTE)
    made.refresh_from_db()
    assert made.stage == "unsure" and carrier.letters == []
    assert sending.deliver(made.pk, at=NOON + 9 * MINUTE) is None


def test_a_late_answer_changes_nothing_that_is_settled(carrier: FakeCarrier) -> None:
    made = waiting()
    sending.deliver(made.pk, at=NOON)
    assert sending.settle(made.pk, LATER, at=NOON).stage == "sent"


def test_what_came_due_is_handed_over_once(carrier: FakeCarrier) -> None:
    made = waiting(urgent=False)
    Delivery.objects.filter(pk=made.pk).update(handed_at=None)
    assert sending.hand_over(at=NOON - MINUTE) == 0
    assert sending.hand_over(at=NOON) == 1
    assert sending.hand_over(at=NOON + 9 * MINUTE) == 0
    assert sending.hand_over(at=NOON + 11 * MINUTE) == 1  # the job was lost


def test_without_a_carrier_it_waits_for_one(carrier: FakeCarrier, settings: object) -> None:
    made = waiting()
    settings.FIRSTDESK_WAYS = {"sms": "", "mail": ""}  # type: ignore[attr-defined]
    found = sending.deliver(made.pk, at=NOON)
    assert found is not None and (found.stage, found.trouble) == ("queued", "sms is not set up")


def test_addresses_are_erased_after_the_end_alone(carrier: FakeCarrier) -> None:
    carrier.answers = [Taken("1"), LATER]
    gone, stuck = waiting(), waiting(key="reply:2")
    for each in (gone, stuck):
        sending.deliver(each.pk, at=NOON)
    assert retention.erase_addresses(at=NOON + timedelta(days=29)) == 0
    assert retention.erase_addresses(at=NOON + timedelta(days=31)) == 1
    gone.refresh_from_db(), stuck.refresh_from_db()
    assert (gone.address, gone.text, stuck.address) == ("", "已办结。", "13800138000")
