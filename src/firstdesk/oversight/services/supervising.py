"""Urging, cards, the unit's answer, lifting."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import at_field
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.oversight import policies
from firstdesk.oversight.models import Supervision
from firstdesk.oversight.selectors.addressee import addressee
from firstdesk.oversight.services import tell
from firstdesk.oversight.services.record import Said, enter, hold, tick
from firstdesk.oversight.states import CARDS, GRAVITY, Card, SupervisionState


@transaction.atomic
def urge(matter: Matter, *, text: str, by: Actor, at: datetime) -> Supervision:
    """Remind the unit whose turn it is; it says in time how things stand (催办)."""
    policies.check_overseer(matter, by)
    return _say(hold(matter), Card.URGE, text, by=by, at=at)


@transaction.atomic
def supervise(matter: Matter, *, card: str, text: str, by: Actor, at: datetime) -> Supervision:
    """Give the unit a yellow, red or black card (督办). A graver card takes the place of the one before."""
    policies.check_overseer(matter, by)
    if card not in CARDS:
        raise at_field("card", _("Choose the card."))
    held = hold(matter)
    before = standing(held)
    if before is not None:
        if GRAVITY.index(card) <= GRAVITY.index(before.card):
            raise at_field(
                "card",
                _("“%(card)s” stands already; only a graver card takes its place.")
                % {"card": before.get_card_display()},
            )
        _end(held, before, str(_("A graver card took its place.")), by=by, at=at)
    return _say(held, Card(card), text, by=by, at=at)


def standing(matter: Matter) -> Supervision | None:
    """The card a matter has."""
    return Supervision.objects.filter(matter=matter, card__in=CARDS).exclude(state=SupervisionState.LIFTED).first()


def _say(matter: Matter, card: Card, text: str, *, by: Actor, at: datetime) -> Supervision:
    if not text.strip():
        raise at_field("text", _("Say what the unit is to do; it reads this."))
    to = addressee(matter)
    row = Supervision.objects.create(
        matter=matter, unit=to.unit, card=card, text=text.strip(), issued_at=at, issued_by_id=by.by_id,
        issuing_post=by.post_name,
    )  # fmt: skip
    event = "matter.urged" if card == Card.URGE else "matter.supervised"
    enter(matter, row, Said(event, {"card": card, "unit": to.unit.name}, to), by=by, at=at)
    tell.said(row, to, by=by, at=at)
    return row


@transaction.atomic
def answer_supervision(row: Supervision, *, text: str, by: Actor, at: datetime) -> Supervision:
    """The unit says how things stand; the promise to say so is kept, or late."""
    policies.check_addressed(row, by)
    if not text.strip():
        raise at_field("text", _("Say how things stand and what comes next."))
    matter = _held(row)
    row.answer = text.strip()  # the words stand on the row: the record is never erased
    Supervision.objects.filter(pk=row.pk).update(answer=row.answer)
    changes = {"answered_at": at, "answered_by_id": by.by_id}
    _move(row, SupervisionState.ANSWERED, "matter.supervision_answered", changes, by=by, at=at)
    tick(matter, row, Said("matter.supervision_answered"), at=at)
    tell.answered(row, at=at)
    return row


@transaction.atomic
def lift(row: Supervision, *, reason: str, by: Actor, at: datetime) -> Supervision:
    """Take a card or an urge back: the matter is in order again."""
    matter = _held(row)
    policies.check_overseer(matter, by)
    if not reason.strip():
        raise at_field("reason", _("Say why it is lifted."))
    _end(matter, row, reason.strip(), by=by, at=at)
    tell.lifted(row, at=at)
    return row


def _end(matter: Matter, row: Supervision, reason: str, *, by: Actor, at: datetime) -> None:
    row.lifted_reason = reason
    Supervision.objects.filter(pk=row.pk).update(lifted_reason=reason)
    changes = {"lifted_at": at, "lifted_by_id": by.by_id}
    _move(row, SupervisionState.LIFTED, "matter.supervision_lifted", changes, by=by, at=at)
    tick(matter, row, Said("matter.supervision_lifted"), at=at)


def lift_all(matter: Matter, *, by: Actor, at: datetime) -> None:
    """The matter has ended: whoever ended it has lifted what stood against it, and a reopened one begins without it."""
    if matter.ended_by_id is None:
        return
    for row in Supervision.objects.filter(matter=matter).exclude(state=SupervisionState.LIFTED).select_related("unit"):
        row.lifted_reason = str(_("The matter has ended."))
        Supervision.objects.filter(pk=row.pk).update(lifted_reason=row.lifted_reason)
        changes: dict[str, object] = {"lifted_at": at, "lifted_by_id": matter.ended_by_id}
        _move(row, SupervisionState.LIFTED, "matter.supervision_lifted", changes, by=by, at=at)


def _held(row: Supervision) -> Matter:
    """The matter of the row, locked before its record and its clocks, as everybody does."""
    return Matter.objects.select_for_update(no_key=True, of=("self",)).select_related("centre").get(pk=row.matter_id)


def _move(
    row: Supervision, to: SupervisionState, verb: str, changes: dict[str, object], *, by: Actor, at: datetime
) -> None:
    noted = {"card": row.card, "unit": row.unit.name}
    ledger.move(row, ledger.Move(to, verb, changes=changes, noted=noted), by=by, at=at)
