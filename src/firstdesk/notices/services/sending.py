"""The way of a delivery: claimed, carried, settled. Never twice: what may have gone is asked about, not repeated.

A claim is committed before the carrier is asked. A process killed in between leaves the delivery `sending`; `recover`
then asks the carrier by the delivery's key, and where that cannot tell, a person decides.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from firstdesk.directory.models import User
from firstdesk.notices import ways
from firstdesk.notices.hours import NIGHT, pause_after
from firstdesk.notices.models import Delivery, Preference
from firstdesk.notices.services import fanning
from firstdesk.notices.services.outbox import hand
from firstdesk.notices.services.send import Message, send
from firstdesk.notices.states import Stage
from firstdesk.notices.transports import Answer, Carrier, Letter, NotTaken, Taken, Unknown

LOST_AFTER = timedelta(minutes=3)  # longer than any carrier may take to answer
HANDED_AGAIN_AFTER = timedelta(minutes=10)  # the job itself got lost
BATCH = 200
STUCK = gettext_noop("A message could not be sent (%(label)s). Look at it among the stuck messages.")


def deliver(delivery_id: int, *, at: datetime) -> Delivery | None:
    """Send one delivery if it waits and is due; None where somebody else has it, or it went already."""
    delivery = _claim(delivery_id, at)
    if delivery is None:
        return None
    key = ways.carrier_key(delivery.key, delivery.round)
    letter = Letter(key, delivery.address, delivery.subject, delivery.text, delivery.calendar)
    carrier = _carrier(delivery.way)
    answer = carrier.carry(letter) if carrier else NotTaken(f"{delivery.way} is not set up")
    return settle(delivery.pk, answer, at=at)


def hand_over(*, at: datetime) -> int:
    """Ask for a job for each delivery that has come due; returns how many. What another sweep holds is left to it."""
    with transaction.atomic():
        unhanded = Q(handed_at=None) | Q(handed_at__lt=at - HANDED_AGAIN_AFTER)
        waiting = Delivery.objects.select_for_update(no_key=True, skip_locked=True).filter(
            unhanded, stage=Stage.QUEUED, due_at__lte=at
        )
        due = [delivery.pk for delivery in waiting.order_by("due_at", "pk")[:BATCH]]
        Delivery.objects.filter(pk__in=due).update(handed_at=at)
        for pk in due:
            hand(pk)
    return len(due)


def recover(*, at: datetime) -> int:
    """What was being sent when its process died: ask the carrier whether it has it. Returns how many were settled."""
    lost = Delivery.objects.filter(stage=Stage.SENDING, claimed_at__lt=at - LOST_AFTER).order_by("claimed_at")
    found = 0
    for pk in lost.values_list("pk", flat=True)[:BATCH]:
        delivery = _claim_lost(pk, at)
        if delivery is None:
            continue
        carrier = _carrier(delivery.way)
        said = carrier.ask(ways.carrier_key(delivery.key, delivery.round)) if carrier else Unknown("no carrier")
        settle(pk, said, at=at, is_recovery=True)
        found += 1
    return found


@transaction.atomic
def settle(delivery_id: int, answer: Answer, *, at: datetime, is_recovery: bool = False) -> Delivery:
    """Write down what the carrier said. An answer that never came is asked for later; asked in vain, a person decides."""
    delivery = Delivery.objects.select_for_update(no_key=True).get(pk=delivery_id)
    if delivery.stage != Stage.SENDING:
        return delivery  # settled meanwhile
    match answer:
        case Taken(carrier_id):
            delivery.stage, delivery.sent_at, delivery.trouble = Stage.SENT, at, ""
            delivery.carrier_id = carrier_id[:120]
        case NotTaken(said, for_good):
            _try_again(delivery, said, at=at, enough=for_good, at_once=is_recovery)
        case Unknown(said):
            delivery.trouble = said[:300]
            if is_recovery:
                delivery.stage = Stage.UNSURE
                _tell(delivery, at)
    delivery.save()
    return delivery


def _try_again(delivery: Delivery, said: str, *, at: datetime, enough: bool, at_once: bool) -> None:
    pause = timedelta(0) if at_once else pause_after(delivery.tries)
    delivery.trouble, delivery.claimed_at, delivery.handed_at = said[:300], None, None
    if enough or pause is None:
        delivery.stage = Stage.STUCK
        _tell(delivery, at)
        return
    delivery.stage, delivery.due_at = Stage.QUEUED, _after_quiet(delivery, at + pause)


def _after_quiet(delivery: Delivery, at: datetime) -> datetime:
    if delivery.urgent:
        return at
    if delivery.recipient_id is None:
        return NIGHT.over(at)
    wish = Preference.objects.filter(user=delivery.recipient_id).first()
    if wish is None:
        return NIGHT.over(at)
    return fanning.quiet_of(wish, fanning.standing_of([wish.user_id], at)).over(at)


def _tell(delivery: Delivery, at: datetime) -> None:
    """Whoever sent it, or whose own address does not work, reads it at the bell: by no other way, for it may be broken."""
    person = delivery.created_by_id or delivery.recipient_id
    if person is None or delivery.kind == fanning.ABOUT_SENDING:
        return
    values = {"label": delivery.label or delivery.kind}
    page = "/notices/stuck/" if delivery.created_by_id else "/notices/preferences/"
    message = Message(kind=fanning.ABOUT_SENDING, level="warning", text=STUCK, values=values, url=page)
    send(message, to=User.objects.filter(pk=person), at=at)


def _claim(delivery_id: int, at: datetime) -> Delivery | None:
    """Ours from now on, whatever happens: committed before the carrier hears of it."""
    with transaction.atomic(durable=True):
        return claim(delivery_id, at=at)


@transaction.atomic
def claim(delivery_id: int, *, at: datetime) -> Delivery | None:
    """Take a queued message that is due, so that nobody else sends it; None where somebody has it already, and where
    it is quiet by now: what was held up by an outage does not ring at night."""
    waiting = Delivery.objects.select_for_update(no_key=True, skip_locked=True)
    delivery = waiting.filter(pk=delivery_id, stage=Stage.QUEUED, due_at__lte=at).first()
    if delivery is None:
        return None
    rings = _after_quiet(delivery, at)
    if rings > at:
        Delivery.objects.filter(pk=delivery.pk).update(due_at=rings, handed_at=None)
        return None
    delivery.stage, delivery.claimed_at = Stage.SENDING, at
    delivery.tries += 1
    delivery.save()
    return delivery


def _claim_lost(delivery_id: int, at: datetime) -> Delivery | None:
    with transaction.atomic(durable=True):
        lost = Delivery.objects.select_for_update(no_key=True, skip_locked=True)
        delivery = lost.filter(pk=delivery_id, stage=Stage.SENDING, claimed_at__lt=at - LOST_AFTER).first()
        if delivery is not None:
            delivery.claimed_at = at
            delivery.save()
    return delivery


def _carrier(way: str) -> Carrier | None:
    """Named by the settings, loaded where something is really sent: the pages never need it."""
    path = settings.FIRSTDESK_WAYS.get(way)
    return import_string(path)() if path else None
