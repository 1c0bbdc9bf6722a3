"""Promises of an agreement run as clocks: reminded, kept with proof, broken when their day is over, urged."""

import logging
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common.refusals import Conflict, NotAllowed, at_field
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Agreement, Case, Promise, Urging
from firstdesk.mediation.selectors import after
from firstdesk.mediation.services.kernel import Change, Happening, happen
from firstdesk.mediation.states import PERFORMING, PROMISE_OPEN, AgreementState, CaseState, PromiseState

logger = logging.getLogger("firstdesk.mediation")
CLOCKWORK = Actor.system("clock")


def promise_all(agreement: Agreement, *, by: Actor, at: datetime) -> None:
    """Part of the verbs that make an agreement effective, written or oral: start a clock to the agreed day for each
    promise, and the thirty days for a joint application to a court (arts. 30, 33)."""
    case = selectors.whole(pk=agreement.case_id)
    window = Happening("mediation.confirmable", noted={"agreement": agreement.number}, part=agreement.part)
    happen(case, window, by=by, at=at)
    for promise in Promise.objects.filter(term__agreement=agreement).order_by("due_on", "pk"):
        noted = {"promise": promise.pk, "due_on": promise.due_on.isoformat()}
        step = Happening("mediation.promise_made", noted=noted, part=promise.part, due_on=promise.due_on)
        happen(case, step, by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Proof that a promise was kept."""

    words: str = ""
    file: File | None = None
    on: date | None = None  # the day it was performed; None: today


@transaction.atomic
def keep(promise: Promise, proof: Proof, *, by: Actor, at: datetime) -> Promise:
    """Mark a promise as kept, late or not, with its proof. The last one settled makes the case performed."""
    case = case_of(promise)
    if not proof.words.strip() and proof.file is None:
        raise at_field("words", _("Write what shows that it was performed, or add a receipt or photo."))
    kept_at = _performed_at(promise, proof.on, at)
    changes = {"kept_at": kept_at, "proof": proof.file, "proof_words": proof.words.strip()}
    _settle(case, promise, Change(promise, PromiseState.KEPT, changes), since=kept_at, by=by, at=at)
    return promise


def _performed_at(promise: Promise, on: date | None, at: datetime) -> datetime:
    """The moment of performance. Raises Refusal for a day before the agreement or ahead."""
    now, begun = walls.local(at), promise.term.agreement.effective_at
    if on is None or on == now.date():
        return at
    if on > now.date() or (begun is not None and on < walls.local(begun).date()):
        raise at_field("on", _("The day lies between the agreement and today."))
    return now.replace(year=on.year, month=on.month, day=on.day, hour=23, minute=59, second=59, microsecond=0)


@transaction.atomic
def release(promise: Promise, words: str, *, by: Actor, at: datetime) -> Promise:
    """Release the debtor from a promise, in the creditor's words."""
    case = case_of(promise)
    if not words.strip():
        raise at_field("words", _("Write how the other side let it go."))
    changes = {"proof_words": words.strip()}
    _settle(case, promise, Change(promise, PromiseState.RELEASED, changes), since=at, by=by, at=at)
    return promise


SETTLED = {PromiseState.KEPT: "mediation.promise_kept", PromiseState.RELEASED: "mediation.promise_released"}


def _settle(case: Case, promise: Promise, change: Change, *, since: datetime, by: Actor, at: datetime) -> None:
    """Settled on its day; what was the last of the broken ones leaves the case as it was before they were broken."""
    event = SETTLED[PromiseState(str(change.to))]
    rest = after.promised(case).filter(state__in=sorted(PROMISE_OPEN)).exclude(pk=promise.pk)
    left = set(rest.values_list("state", flat=True))
    mended = case.state == CaseState.BREACHED and left == {PromiseState.AWAITED}
    to = CaseState.EFFECTIVE if mended else None
    step = Happening(event, to, also=[change], noted={"promise": promise.pk}, part=promise.part, since=since)
    happen(case, step, by=by, at=at)
    if not left and case.state in PERFORMING:
        happen(case, Happening("mediation.performed", CaseState.PERFORMED), by=by, at=at)


@transaction.atomic
def break_(promise: Promise, *, by: Actor, at: datetime) -> Promise:
    """Mark a promise as broken: its day is over without proof. It can still be kept, late."""
    case = case_of(promise)
    also = [Change(promise, PromiseState.BROKEN, {"broken_at": at})]
    to = CaseState.BREACHED if case.state == CaseState.EFFECTIVE else None
    step = Happening("mediation.promise_broken", to, also=also, noted={"promise": promise.pk}, part=promise.part)
    happen(case, step, by=by, at=at)
    return promise


@transaction.atomic
def urge(promise: Promise, kind: str, words: str, *, by: Actor, at: datetime) -> Urging:
    """Remind, urge, or explain the way to court (arts. 31, 32)."""
    if promise.state not in PROMISE_OPEN:
        raise NotAllowed(_("This promise is settled."))
    if kind != Urging.Kind.REMINDED and promise.state != PromiseState.BROKEN:
        raise NotAllowed(_("Before its day a promise is only reminded of."))
    row = Urging.objects.create(promise=promise, kind=kind, words=words.strip(), urged_at=at, urged_by_id=by.person_id)
    event = "mediation.court_told" if kind == Urging.Kind.COURT_TOLD else "mediation.promise_urged"
    noted = {"promise": promise.pk, "kind": kind}
    happen(case_of(promise), Happening(event, noted=noted, part=promise.part), by=by, at=at)
    return row


def break_overdue(*, at: datetime) -> int:
    """Break every promise whose day is over; returns how many. One failure does not stop the others."""
    today = walls.local(at).date()
    due = Promise.objects.filter(
        state=PromiseState.AWAITED,
        due_on__lt=today,
        term__agreement__state=AgreementState.EFFECTIVE,
        term__agreement__case__state__in=PERFORMING,
    )
    broken = 0
    for promise in list(due.select_related("term__agreement__case").order_by("due_on", "pk")):
        try:
            break_(promise, by=CLOCKWORK, at=at)
            broken += 1
        except (Conflict, NotAllowed):  # performed or closed at this moment; the next round sees it as it is
            logger.info("promise %s changed while it was to be broken", promise.pk)
    return broken


def case_of(promise: Promise) -> Case:
    """The promise's case, read afresh."""
    return selectors.whole(agreements__terms__promises=promise)
