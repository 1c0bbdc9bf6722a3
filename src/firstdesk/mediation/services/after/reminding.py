"""Whoever owes a performance is reminded before its day, once; and told when the day is over, where somebody urges."""

from datetime import date, datetime

from django.db import transaction

from firstdesk.common.refusals import Refusal
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Case, Promise, Urging
from firstdesk.mediation.selectors import after
from firstdesk.mediation.services.after.promising import CLOCKWORK, case_of, urge
from firstdesk.notices.models import Delivery
from firstdesk.notices.selectors.templates import wording
from firstdesk.notices.services import Outgoing, send_out
from firstdesk.notices.states import Way
from firstdesk.notices.wording import fill

BEFORE, AFTERWARDS = "mediation.due", "mediation.overdue"


def remind_due(*, at: datetime) -> int:
    """Every promise whose clock has begun to warn, by text message to whoever owes it; returns how many were told."""
    return sum(_remind(promise, at) for promise in after.to_remind(at))


@transaction.atomic
def _remind(promise: Promise, at: datetime) -> bool:
    sent = _send(promise, BEFORE, by=CLOCKWORK, at=at)
    if sent is None:
        return False
    urge(promise, Urging.Kind.REMINDED, sent.text, by=CLOCKWORK, at=at)
    return True


@transaction.atomic
def urge_by_message(promise: Promise, words: str, *, by: Actor, at: datetime) -> Urging:
    """Urge, and tell the party so by text message. Raises Refusal where there is no number a message could go to."""
    row = urge(promise, Urging.Kind.URGED, words, by=by, at=at)
    phone = after.phone_for(promise, at)
    _post(promise, phone, f"urge:{row.pk}", AFTERWARDS, by=by, at=at)
    return row


def _send(promise: Promise, code: str, *, by: Actor, at: datetime) -> Delivery | None:
    """None where no message could ever arrive: the page says so, and somebody calls."""
    phone = after.phone_for(promise, at)
    if not phone:
        return None
    try:
        return _post(promise, phone, f"promise:{promise.pk}:due", code, by=by, at=at)
    except Refusal:
        return None


def _post(promise: Promise, phone: str, key: str, code: str, *, by: Actor, at: datetime) -> Delivery:
    case = case_of(promise)
    kept = wording(case.centre, code)
    assert kept is not None  # the product brings it
    message = Outgoing(
        key=key, way=Way.SMS, to_address=phone, text=fill(kept.words.text("zh"), _values(case, promise)),
        kind="mediation", template=kept.words.name, matter_id=case.matter_id, label=case.number,
        unit_id=case.centre_id, by_id=by.person_id,
    )  # fmt: skip
    return send_out(message, at=at)


def _values(case: Case, promise: Promise) -> dict[str, str]:
    """Nothing of what is owed, nor to whom: others may see the message."""
    return {
        "number": case.number,
        "due": _day(promise.due_on),
        "centre": case.centre.name,
        "phone": case.centre.phone or " ",  # a centre without one is named alone
    }


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
