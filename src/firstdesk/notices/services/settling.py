"""What a person decides about a message that is stuck: send it anew, it arrived after all, or give it up."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, at_field
from firstdesk.common.retention import ERASED
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.models import Delivery
from firstdesk.notices.services.outbox import hand, normalised
from firstdesk.notices.states import NEEDS_A_PERSON, Stage


class Verdict(models.TextChoices):
    """What may be decided."""

    RETRY = "retry", _("Send it again")
    ARRIVED = "arrived", _("It arrived")
    GIVE_UP = "give_up", _("Give it up")


VERBS = {
    Verdict.RETRY: "message.retried",
    Verdict.ARRIVED: "message.arrived",
    Verdict.GIVE_UP: "message.given_up",
}


@dataclass(frozen=True)
class Decision:
    """The verdict; why, where it is given up or said to have arrived; another address, where the old one was wrong."""

    verdict: str
    reason: str = ""
    address: str = ""


@transaction.atomic
def decide(delivery: Delivery, decision: Decision, *, by: Actor, at: datetime) -> Delivery:
    """Raises Conflict where somebody else has decided meanwhile, Refusal where the reason is missing."""
    found = Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    if found.stage not in NEEDS_A_PERSON:
        raise Conflict(
            _("This message is “%(stage)s” now; there is nothing to decide any more.")
            % {"stage": found.get_stage_display()}
        )
    _check(found, decision)
    found.settled_at, found.settled_by_id, found.settled_reason = at, by.by_id, decision.reason.strip()
    match decision.verdict:
        case Verdict.RETRY:
            _again(found, decision.address, at)
        case Verdict.ARRIVED:
            found.stage, found.sent_at = Stage.SENT, found.claimed_at or at
        case _:
            found.stage = Stage.GIVEN_UP
    found.save()
    _note(found, Verdict(decision.verdict), decision, by=by, at=at)
    return found


def _check(delivery: Delivery, decision: Decision) -> None:
    field, why = "", None
    if decision.verdict not in Verdict.values:
        field, why = "verdict", _("Choose what is to be done with the message.")
    elif decision.verdict == Verdict.ARRIVED and delivery.stage != Stage.UNSURE:
        field, why = "verdict", _("This message was not taken; it cannot have arrived.")
    elif decision.verdict == Verdict.RETRY and delivery.text == ERASED:
        field, why = "verdict", _("Its words were erased, their time being over; it can only be given up.")
    elif decision.verdict != Verdict.RETRY and not decision.reason.strip():
        field, why = "reason", _("Say how you know, or why it is given up.")
    if why is not None:
        raise at_field(field, why)


def _again(delivery: Delivery, address: str, at: datetime) -> None:
    """A carrier that certainly does not have it gets it as a new letter; one that may have it, as the same letter."""
    if address.strip():
        delivery.address = normalised(delivery.way, address)
    if delivery.stage == Stage.STUCK:
        delivery.round += 1
    delivery.stage, delivery.due_at, delivery.handed_at = Stage.QUEUED, at, at
    delivery.tries, delivery.claimed_at = 0, None
    hand(delivery.pk)


def _note(delivery: Delivery, verdict: Verdict, decision: Decision, *, by: Actor, at: datetime) -> None:
    """In the chain of the matter it speaks of; the record has neither address nor text."""
    chain = f"matter:{delivery.matter_id}" if delivery.matter_id else f"message:{delivery.pk}"
    draft = ledger.draft_for(delivery, VERBS[verdict], chain=chain, by=by, at=at)
    after = {"way": delivery.way, "kind": delivery.kind, "other_address": bool(decision.address.strip())}
    ledger.append(replace(draft, reason=decision.reason.strip(), after=after))
