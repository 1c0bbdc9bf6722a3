"""From the bell to mail and text messages: who wishes what, when not, and the digest."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import make_centre, make_person
from firstdesk.ledger.actors import Actor
from firstdesk.notices import services
from firstdesk.notices.models import Delivery
from firstdesk.notices.services import Choice, Message, PostHours, digests, sending
from firstdesk.notices.tests.carriers import FakeCarrier

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2025, 9, 30, 12, 0, tzinfo=SHANGHAI)  # a Tuesday
NIGHT = datetime(2025, 9, 30, 23, 0, tzinfo=SHANGHAI)
BY = Actor.system("test")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("carrier")]


def wishes(person: User, **values: object) -> User:
    defaults = {"mail": "a@example.com", "mobile": "13800138000"}
    services.choose(person, Choice(**(defaults | values)), by=BY, at=NOON)  # type: ignore[arg-type]
    return person


def tell(*people: User, level: str = "info", at: datetime = NOON, text: str = "%(number)s") -> list[Delivery]:
    services.send(Message(kind="test", level=level, text=text, values={"number": "JJ-1"}), to=people, at=at)
    return list(Delivery.objects.order_by("pk"))


def test_who_wished_nothing_gets_nothing_and_it_costs_one_question() -> None:
    people = [make_person() for _each in range(3)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert tell(*people) == []
    assert sum("notices_preference" in query["sql"] for query in asked) == 1


@pytest.mark.parametrize(
    ("wish", "level", "comes"),
    [
        ("never", "danger", False),
        ("danger", "warning", False),
        ("danger", "danger", True),
        ("warning", "info", False),
        ("warning", "warning", True),
        ("all", "info", True),
    ],
)
def test_from_the_level_on_that_was_chosen(wish: str, level: str, comes: bool) -> None:
    person = wishes(make_person(), sms_wish=wish)
    assert [each.address for each in tell(person, level=level)] == (["13800138000"] if comes else [])


def test_at_night_it_waits_and_what_is_late_does_not() -> None:
    person = wishes(make_person(), sms_wish="all")
    (waits,) = tell(person, at=NIGHT)
    assert waits.due_at == datetime(2025, 10, 1, 7, 30, tzinfo=SHANGHAI)
    assert tell(person, at=NIGHT, level="danger")[1].due_at == NIGHT


def test_ones_own_quiet_hours_before_those_of_the_post_before_the_night() -> None:
    centre = make_centre()
    post, person = centre.posts["intake"], wishes(centre.people["intake"], sms_wish="all")
    services.set_post_hours(post, PostHours(time(22), time(22)), by=BY, at=NOON)  # on duty at night
    assert tell(person, at=NIGHT)[0].due_at == NIGHT
    wishes(person, sms_wish="all", quiet_from=time(20), quiet_until=time(6))
    assert tell(person, at=NIGHT)[1].due_at == datetime(2025, 10, 1, 6, 0, tzinfo=SHANGHAI)
    services.set_post_hours(post, PostHours(None, None), by=BY, at=NOON)
    wishes(person, sms_wish="all")
    assert tell(person, at=NIGHT)[2].due_at.astimezone(SHANGHAI).time() == time(7, 30)


def test_in_the_readers_language() -> None:
    person = wishes(make_person(), mail_wish="all", language="en")
    (sent,) = tell(person, text="Notices")
    assert sent.text == "Notices"
    wishes(person, mail_wish="all")
    assert tell(person, text="Notices")[1].text == "通知"


def test_a_digest_is_one_message_of_what_is_still_unread(carrier: FakeCarrier) -> None:
    person = wishes(make_person(), mail_wish="all", digest="daily", digest_hour=time(8))
    for number in range(3):
        tell(person, text=f"n{number}", at=NOON + timedelta(minutes=number))
    morning = datetime(2025, 10, 1, 8, 0, tzinfo=SHANGHAI)
    assert {(each.stage, each.due_at) for each in Delivery.objects.all()} == {("held", morning)}
    first = person.notices.order_by("pk").first()
    assert first is not None
    services.mark_read(user=person, at=NOON, notice_ids=[first.pk])
    assert digests.gather(at=morning - timedelta(seconds=1)) == 0
    assert digests.gather(at=morning) == 1
    assert digests.gather(at=morning) == 0
    digest = Delivery.objects.get(kind="digest")
    sending.deliver(digest.pk, at=morning)
    (letter,) = carrier.letters
    assert letter.subject == "首问：2 条通知"
    assert letter.text.splitlines()[2:] == ["09-30 12:01  n1", "09-30 12:02  n2"]
    assert set(Delivery.objects.exclude(pk=digest.pk).values_list("stage", flat=True)) == {"folded"}


def test_nothing_left_to_tell_is_nothing_sent() -> None:
    person = wishes(make_person(), mail_wish="all", digest="weekly", digest_weekday=2)
    (held,) = tell(person)
    assert held.due_at == datetime(2025, 10, 1, 8, 0, tzinfo=SHANGHAI)
    services.mark_read(user=person, at=NOON)
    assert digests.gather(at=held.due_at) == 0
    assert not Delivery.objects.filter(kind="digest").exists()


def test_what_is_late_does_not_wait_for_the_digest() -> None:
    person = wishes(make_person(), mail_wish="all", digest="weekly")
    assert tell(person, level="danger")[0].stage == "queued"


def test_a_broken_way_is_told_at_the_bell_alone(carrier: FakeCarrier) -> None:
    person = wishes(make_person(), sms_wish="all")
    (made,) = tell(person)
    Delivery.objects.filter(pk=made.pk).update(tries=6)
    carrier.answers = [sending.NotTaken("HTTP 422", for_good=True)]
    sending.deliver(made.pk, at=NOON)
    assert person.notices.filter(kind="message.stuck").count() == 1
    assert Delivery.objects.count() == 1
