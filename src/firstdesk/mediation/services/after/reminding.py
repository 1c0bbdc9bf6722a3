"""Reminders to debtors: once before the day, and again when staff urge by message."""

from datetime import date, datetime

from django.db import transaction

from firstdesk.common.refusals import Refusal
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Party, Promise, Urging
from firstdesk.mediation.selectors import after
from firstdesk.mediation.services.after.promising import CLOCKWORK, case_of, urge
from firstdesk.mediation.services.messages import Said, post
from firstdesk.notices.models import Delivery

BEFORE = "mediation.due"
AFTERWARDS = {
    Urging.Kind.REMINDED: BEFORE,
    Urging.Kind.URGED: "mediation.overdue",
    Urging.Kind.COURT_TOLD: "mediation.court",
}


def remind_due(*, at: datetime) -> int:
    """Send a text message to the debtor of every promise whose clock has started to warn; returns how many were
    reminded."""
    return sum(_remind(promise, at) for promise in after.to_remind(at))


@transaction.atomic
def _remind(promise: Promise, at: datetime) -> bool:
    try:
        sent = _post(promise, promise.term.debtor, BEFORE, f"promise:{promise.pk}:due", by=CLOCKWORK, at=at)
    except Refusal:  # no message could ever arrive: the page says so, and somebody calls
        return False
    urge(promise, Urging.Kind.REMINDED, sent.text, by=CLOCKWORK, at=at)
    return True


@transaction.atomic
def urge_by_message(promise: Promise, kind: str, words: str, *, by: Actor, at: datetime) -> Urging:
    """Remind or urge whoever owes it, or tell the other side of the way to court, by text message as well. Raises Refusal
    where there is no number a message could go to."""
    row = urge(promise, kind, words, by=by, at=at)
    party = promise.term.creditor if kind == Urging.Kind.COURT_TOLD else promise.term.debtor
    _post(promise, party, AFTERWARDS[Urging.Kind(kind)], f"urge:{row.pk}", by=by, at=at)
    return row


def _post(promise: Promise, party: Party, code: str, key: str, *, by: Actor, at: datetime) -> Delivery:
    """Send without saying what is owed or to whom, for others may see the message; the party's own page says it."""
    said = Said(code=code, key=key, values={"due": _day(promise.due_on)})
    return post(case_of(promise), party, said, by=by, at=at)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
