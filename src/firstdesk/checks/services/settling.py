"""Findings: owner named, remedied with evidence, reviewed, ordered from above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.checks import policies
from firstdesk.checks.models import Finding, Order, Remedy, Review
from firstdesk.checks.selectors import findings as found
from firstdesk.checks.selectors.reach import inspectors, leaders, today
from firstdesk.checks.services import recording
from firstdesk.checks.states import FindingState, OrderState
from firstdesk.common import validation
from firstdesk.common.refusals import NotAllowed, Refusal, at_field
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import User
from firstdesk.directory.scope import Acting
from firstdesk.files.models import File
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send


@transaction.atomic
def name_owner(finding: Finding, person: User, *, acting: Acting, at: datetime) -> Finding:
    """The unit's leader names who remedies the finding; the unit still owes it."""
    policies.check_names_owner(finding, acting)
    if person not in directory.members_of(finding.unit, at):
        raise at_field("owner", _("This person holds no post in the unit."))
    step = ledger.Move(None, "finding.owner_named", changes={"owner_id": person.pk}, noted={"owner": person.pk})
    recording.take(finding, step, by=acting.actor, at=at)
    _tell(finding, "finding.owner_named", recording.RAISED, [person], at)
    return finding


@dataclass(frozen=True, kw_only=True)
class Done:
    """A remedy as entered: words, day, and a photo or document."""

    words: str
    happened_on: date
    file: File | None = None


@transaction.atomic
def remedy(finding: Finding, done: Done, *, acting: Acting, at: datetime) -> Remedy:
    """Report a remedy with evidence. It settles nothing: a review follows."""
    policies.check_puts_right(finding, acting)
    recording.not_ahead(done.happened_on, "happened_on", at)
    if done.file is None:
        raise at_field("files", _("Show it: add a photo of the place, or the paper that proves it."))
    row = Remedy(
        finding=finding, words=recording.words_in(done.words, "words")[:1000], happened_on=done.happened_on,
        file=done.file, remedied_at=at, remedied_by_id=acting.user.pk,
    )  # fmt: skip
    row.save(force_insert=True)
    noted = {"happened_on": done.happened_on, "late": today(at) > finding.due_on}
    step = ledger.Move(FindingState.REMEDIED, "finding.remedied", noted=noted)
    recording.take(finding, step, by=acting.actor, at=at)
    _tell(finding, "finding.remedied", recording.REMEDIED, inspectors(finding.by_unit, at), at)
    return row


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The result of a review."""

    is_accepted: bool
    words: str
    due_on: date | None = None
    file: File | None = None


@transaction.atomic
def review(finding: Finding, judged: Judged, *, acting: Acting, at: datetime) -> Review:
    """Review a remedy: the finding is closed, or returned with a new day. Raises NotAllowed for one's own remedy."""
    policies.check_reviews(finding, acting)
    last = found.last_remedy(finding)
    if finding.state != FindingState.REMEDIED or last is None:
        raise NotAllowed(_("Nothing was put right yet, so there is nothing to look at again; it stays open."))
    if last.remedied_by_id == acting.user.pk:
        raise NotAllowed(_("You put this right yourself. Somebody else looks at it again."))
    row = Review(
        remedy=last, is_accepted=judged.is_accepted, words=recording.words_in(judged.words, "words")[:1000],
        due_on=None if judged.is_accepted else recording.not_past(judged.due_on, "due_on", at), file=judged.file,
        reviewed_at=at, reviewed_by_id=acting.user.pk,
    )  # fmt: skip
    row.save(force_insert=True)
    if judged.is_accepted:
        _settle(finding, acting.actor, at)
    else:
        changes = {"due_on": row.due_on, "late_told_at": None}
        step = ledger.Move(FindingState.OPEN, "finding.returned", changes=changes)
        recording.take(finding, step, by=acting.actor, at=at)
        _tell(finding, "finding.returned", recording.RETURNED, leaders(finding.unit, at), at)
    return row


def _settle(finding: Finding, by: Actor, at: datetime) -> None:
    changes = {"closed_at": at, "closed_by_id": by.by_id}
    recording.take(finding, ledger.Move(FindingState.CLOSED, "finding.settled", changes=changes), by=by, at=at)
    order = found.standing_order(finding)
    if order is not None:
        ended = {"ended_at": at, "ended_by_id": by.by_id}
        ledger.move(order, ledger.Move(OrderState.ENDED, "order.ended", changes=ended), by=by, at=at)
    _tell(finding, "finding.settled", recording.SETTLED, leaders(finding.unit, at), at)


@transaction.atomic
def order(finding: Finding, words: str, answer_by: date | None, *, acting: Acting, at: datetime) -> Order:
    """Give a supervision order: the unit answers by a day what it does about the finding."""
    policies.check_orders(finding, acting)
    if finding.state == FindingState.CLOSED:
        raise NotAllowed(_("This finding is settled; there is nothing to supervise any more."))
    row = Order(
        finding=finding, words=recording.words_in(words, "words")[:500],
        answer_by=recording.not_past(answer_by, "answer_by", at), given_at=at, given_by_id=acting.user.pk,
    )  # fmt: skip
    validation.check(row, leave_out=("answered_at", "answered_by", "ended_at", "ended_by"))
    row.save(force_insert=True)
    noted = {"order": row.pk, "answer_by": row.answer_by}
    recording.take(finding, ledger.Move(None, "order.given", noted=noted), by=acting.actor, at=at)
    values = {"due": row.answer_by.isoformat(), "title": finding.title}
    message = Message(
        kind="order.given", level="danger", text=recording.ORDERED, values=values, url=_url(finding)
    )  # fmt: skip
    send(message, to=leaders(finding.unit, at), at=at)
    return row


@transaction.atomic
def answer_order(finding: Finding, words: str, *, acting: Acting, at: datetime) -> Order:
    """The unit answers the order in force, which stands until the finding is closed."""
    policies.check_puts_right(finding, acting)
    row = found.standing_order(finding)
    if row is None or row.state != OrderState.GIVEN:
        raise Refusal(_("No supervision order about this waits for an answer."))
    said = recording.words_in(words, "words")[:1000]
    changes = {"answer": said, "answered_at": at, "answered_by_id": acting.user.pk}
    noted = {"late": today(at) > row.answer_by}
    step = ledger.Move(OrderState.ANSWERED, "order.answered", changes=changes, noted=noted)
    ledger.move(row, step, by=acting.actor, at=at)
    return row


def _tell(finding: Finding, kind: str, text: str, people: Sequence[User], at: datetime) -> None:
    values = {"due": finding.due_on.isoformat(), "title": finding.title}
    send(Message(kind=kind, text=text, values=values, url=_url(finding)), to=people, at=at)


def _url(finding: Finding) -> str:
    return f"/checks/findings/{finding.pk}/"
