"""Money promised for a late answer: counted, decided by somebody not responsible, paid or explained."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common.refusals import at_field
from firstdesk.complaints import policies, selectors
from firstdesk.complaints.models import Compensation, Record
from firstdesk.complaints.states import CompensationState
from firstdesk.directory import selectors as directory
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import facts_of
from firstdesk.matters.services import Responsible, occasion
from firstdesk.notices.services import Message, send
from firstdesk.obligations import services as obligations

S = CompensationState
DECIDE = gettext_noop("The answer to the complaint %(number)s was %(days)s days late: CNY %(amount)s. Decide.")


@transaction.atomic
def compute(matter: Matter, *, by: Actor, at: datetime) -> Compensation | None:
    """After the answer: what the delay costs, once. None where the answer was in time or no money is promised."""
    complaint = selectors.complaint_of(matter)
    clock = selectors.reply_clock(matter)
    if complaint is None or clock is None or clock.stopped_at is None:
        return None
    verdict = selectors.lateness(matter, at)
    if verdict is None or not verdict.days or Compensation.objects.filter(complaint=complaint).exists():
        return None
    money = Compensation.objects.create(
        complaint=complaint, days=len(verdict.days), amount=verdict.total, verdict=verdict.to_json(), computed_at=at
    )
    draft = ledger.draft_for(money, "compensation.computed", chain=money.ledger_chain, by=by, at=at)
    after = {"days": money.days, "amount": money.amount, "rule": verdict.rule_id}
    ledger.append(replace(draft, after=after))
    _await(money, matter, "compensation.computed", at=at)
    _tell(matter, money, at=at)
    return money


def _tell(matter: Matter, money: Compensation, *, at: datetime) -> None:
    director = directory.director_post(matter.centre)
    posts = [*([director] if director else []), *directory.supervisor_posts(matter.centre)]
    barred = selectors.responsible_for(matter)
    values = {"number": matter.number, "days": money.days, "amount": money.amount}
    message = Message(
        kind="compensation.computed", level="warning", text=DECIDE, values=values, matter_id=matter.pk,
        url=f"/matters/{matter.number}/",
    )  # fmt: skip
    send(message, to=[user for user in directory.holders_of(posts, at) if user.pk not in barred], at=at)


@transaction.atomic
def approve(money: Compensation, *, by: Actor, at: datetime) -> Compensation:
    """Somebody not responsible for the delay agrees to what the rule counted; nobody types an amount."""
    policies.check_not_responsible(money, by)
    return _move(money, S.APPROVED, "compensation.approved", {"decided_at": at, "decided_by_id": by.by_id}, by, at)


@transaction.atomic
def excuse(money: Compensation, *, reason: str, by: Actor, at: datetime) -> Compensation:
    """Not paid, because special circumstances stopped the answer and this was explained to the person (SS-HB-23)."""
    policies.check_not_responsible(money, by)
    matter = money.complaint.matter
    told = Record.objects.filter(complaint=money.complaint, kind=Record.Kind.EXPLANATION).exists()
    present = ({"explanation"} if told else set()) | ({"reason"} if reason.strip() else set())
    demand(matter.centre_kind, "complaints.excuse", present, facts_of(matter, at), matter.rulebook_version)
    if not (told and reason.strip()):
        raise at_field("reason", _("Explain the delay to the person first, and write here why nothing is paid."))
    changes = {"decided_at": at, "decided_by_id": by.by_id, "reason": reason.strip()}
    return _move(money, S.EXPLAINED, "compensation.explained", changes, by, at)


@transaction.atomic
def pay(money: Compensation, *, voucher: str, by: Actor, at: datetime) -> Compensation:
    """The person has the money; the number of the receipt they signed is kept."""
    policies.check_pays(money, by)
    if not voucher.strip():
        raise at_field("voucher", _("Write the number of the receipt the person signed."))
    changes = {"settled_at": at, "settled_by_id": by.by_id, "voucher": voucher.strip()[:80]}
    return _move(money, S.PAID, "compensation.paid", changes, by, at)


@transaction.atomic
def decline(money: Compensation, *, by: Actor, at: datetime) -> Compensation:
    """The person does not want it, or cannot be found to be given it."""
    policies.check_pays(money, by)
    return _move(money, S.DECLINED, "compensation.declined", {"settled_at": at, "settled_by_id": by.by_id}, by, at)


def _move(
    money: Compensation, to: str, verb: str, changes: Mapping[str, object], by: Actor, at: datetime
) -> Compensation:
    reason = changes.get("reason")  # stays on the row: words that may name people are not for the record
    step = ledger.Move(to=to, verb=verb, changes={k: v for k, v in changes.items() if k != "reason"})
    if reason is not None:
        money.reason = str(reason)
        Compensation.objects.filter(pk=money.pk).update(reason=money.reason)
    ledger.move(money, step, by=by, at=at)
    _await(money, money.complaint.matter, verb, at=at)
    return money


def _await(money: Compensation, matter: Matter, event: str, *, at: datetime) -> None:
    """Until it is paid or explained, the director's post owes it; the complaint does not end before."""
    director = directory.director_post(matter.centre)
    owes = Responsible(director.unit, post=director).owes if director else None
    heard = replace(occasion(matter, event, at), part=f"compensation:{money.pk}", owes=owes, barred=frozenset())
    obligations.on_event(replace(heard, ends=not matter.is_open))
