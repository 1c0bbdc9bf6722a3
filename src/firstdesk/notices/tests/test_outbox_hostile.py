"""The outbox read by somebody who wants it to ring at night, to send twice, or to lose what waits."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstdesk.common.refusals import Refusal
from firstdesk.common.retention import ERASED
from firstdesk.directory.tests.factories import Centre, make_centre
from firstdesk.ledger.actors import Actor
from firstdesk.notices.models import Delivery, Notice, Preference
from firstdesk.notices.services import Decision, digests, send_out, sending, settling
from firstdesk.notices.services.outbox import Outgoing
from firstdesk.notices.services.retention import erase_words
from firstdesk.notices.tests.carriers import FakeCarrier
from firstdesk.notices.transports import NotTaken, Taken, Unknown
from firstdesk.notices.wording import check_complete

DAY = datetime(2025, 9, 30, 0, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NOON, MIDNIGHT = DAY.replace(hour=12), DAY.replace(hour=23, minute=30)
MORNING = (DAY + timedelta(days=1)).replace(hour=7, minute=30)
pytestmark = pytest.mark.django_db


def put(at: datetime = NOON, **values: object) -> Delivery:
    defaults = {"key": "reply:1", "way": "sms", "to_address": "13800138000", "text": "已办结。"}
    return send_out(Outgoing(**(defaults | values)), at=at)  # type: ignore[arg-type]


def test_what_an_outage_held_up_does_not_ring_at_night(carrier: FakeCarrier) -> None:
    made = put()
    assert sending.deliver(made.pk, at=MIDNIGHT) is None and carrier.letters == []
    made.refresh_from_db()
    assert (made.stage, made.due_at, made.tries) == ("queued", MORNING, 0)
    assert sending.hand_over(at=MORNING) == 1
    assert sending.deliver(made.pk, at=MORNING) is not None and len(carrier.letters) == 1


def test_urgent_rings_at_any_hour(carrier: FakeCarrier) -> None:
    sending.deliver(put(urgent=True).pk, at=MIDNIGHT)
    assert len(carrier.letters) == 1


def test_sent_again_by_a_person_at_night_it_waits_for_the_morning(carrier: FakeCarrier) -> None:
    centre, made = make_centre(), put()
    Delivery.objects.filter(pk=made.pk).update(stage="stuck", tries=7)
    by = _actor(centre)
    settling.decide(made, Decision("retry"), by=by, at=MIDNIGHT)
    assert sending.deliver(made.pk, at=MIDNIGHT) is None and carrier.letters == []
    assert sending.deliver(made.pk, at=MORNING) is not None and len(carrier.letters) == 1


def _actor(centre: Centre) -> Actor:
    return Actor(person_id=centre.people["intake"].pk, name="接件员")


def test_two_hundred_that_were_handed_do_not_hide_those_behind_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BATCH", 3)
    for number in range(5):
        put(key=f"reply:{number}")
    Delivery.objects.filter(key__in=list(Delivery.objects.order_by("pk").values_list("key", flat=True)[:4])).update(
        handed_at=NOON
    )
    Delivery.objects.filter(pk=Delivery.objects.order_by("-pk").values("pk")[:1]).update(handed_at=None)
    assert sending.hand_over(at=NOON + timedelta(minutes=1)) == 1


def test_whose_words_were_erased_cannot_be_sent_again() -> None:
    centre, made = make_centre(), put()
    Delivery.objects.filter(pk=made.pk).update(stage="stuck", text=ERASED, address=ERASED)
    made.refresh_from_db()
    with pytest.raises(Refusal):
        settling.decide(made, Decision("retry"), by=_actor(centre), at=NOON)


def test_who_has_left_gets_no_digest_and_who_moved_gets_it_at_the_new_address(carrier: FakeCarrier) -> None:
    people = list(make_centre().people.values())[:2]
    for person in people:
        Preference.objects.create(user=person, mail="new@example.com", language="zh-hans")
        Delivery.objects.create(
            key=f"mail:{person.pk}", way="mail", recipient=person, address="old@example.com", text="一件事", stage="held",
            created_at=NOON, due_at=NOON,
            notice=Notice.objects.create(recipient=person, kind="x", level="info", text="一件事", created_at=NOON),
        )  # fmt: skip
    type(people[0]).objects.filter(pk=people[0].pk).update(is_active=False)
    assert digests.gather(at=NOON) == 1
    digest = Delivery.objects.get(kind="digest")
    assert (digest.recipient, digest.address) == (people[1], "new@example.com")
    assert digests.gather(at=NOON) == 0


def test_a_place_typed_by_hand_is_not_sent_as_it_stands() -> None:
    with pytest.raises(Refusal):
        check_complete("您反映的 {编号} 已办结")
    check_complete("您反映的事项{甲}已办结")  # braces that are no place of ours are the writer's


def test_what_was_said_of_no_matter_goes_after_a_year() -> None:
    made = put(matter_id=None)
    Delivery.objects.filter(pk=made.pk).update(stage="sent", sent_at=NOON)
    assert erase_words(at=NOON + timedelta(days=364)) == 0
    assert erase_words(at=NOON + timedelta(days=366)) == 1
    assert Delivery.objects.get().text == ERASED


ANSWERS = st.sampled_from([Taken("c"), NotTaken("503"), NotTaken("422", for_good=True), Unknown("timeout")])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.lists(ANSWERS, min_size=1, max_size=8), hops=st.lists(st.integers(1, 900), min_size=8, max_size=20))
def test_whatever_the_carrier_says_it_has_it_once_and_never_at_night(
    carrier: FakeCarrier, answers: list[object], hops: list[int]
) -> None:
    """Jobs, sweeps and recoveries at any moments: one letter taken, none sent at night, none under two keys."""
    carrier.letters.clear()
    given, times = iter(answers), []

    def carry(letter: object) -> object:
        carrier.letters.append(letter)  # type: ignore[arg-type]
        times.append(at)
        said = next(given, Taken("c"))
        taken.append(isinstance(said, Taken))
        return said

    taken: list[bool] = []
    carrier.carry = carry  # type: ignore[assignment, method-assign]
    carrier.about = Taken("c")
    at = NOON
    Delivery.objects.all().delete()
    made = put(key=f"reply:{len(hops)}:{hops[0]}")
    for hop in hops:
        sending.hand_over(at=at)
        sending.deliver(made.pk, at=at)
        sending.deliver(made.pk, at=at)
        sending.recover(at=at)
        at += timedelta(minutes=hop)
    assert sum(taken) <= 1
    assert len({letter.key for letter in carrier.letters}) <= 1
    assert all(7 * 60 + 30 <= _minutes(moment) < 22 * 60 for moment in times)
    made.refresh_from_db()
    assert made.stage in {"queued", "sending", "sent", "stuck"}


def _minutes(moment: datetime) -> int:
    local = moment.astimezone(ZoneInfo("Asia/Shanghai"))
    return local.hour * 60 + local.minute
