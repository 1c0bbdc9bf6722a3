"""The ends beside the normal one, and the way back. Nothing is deleted; every end can be undone by reopening."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters import policies
from firstdesk.matters.gates import demand
from firstdesk.matters.models import Involvement, Matter, Recusal
from firstdesk.matters.selectors import facts_of
from firstdesk.matters.services.kernel import Responsible, Step, advance, queue
from firstdesk.matters.services.recusing import recuse
from firstdesk.matters.states import State


@transaction.atomic
def mark_duplicate(matter: Matter, of: Matter, *, reason: str, by: Actor, at: datetime) -> Matter:
    """It repeats another matter, where the person will be answered. That one's unit may read it, and its record says so."""
    both = Matter.objects.select_for_update(no_key=True).filter(pk__in=[matter.pk, of.pk]).order_by("pk")
    of = next(each for each in both if each.pk == of.pk)  # as it is now: of two joined to each other one is refused
    policies.check_duplicate(matter, of)
    step = Step(
        State.DUPLICATE,
        "matter.marked_duplicate",
        reason=reason.strip(),
        changes={"duplicate_of": of},
        noted={"original": of.number},
        involves=((of.responsible_unit, Involvement.Part.ASSIST),),
    )
    _end(matter, "matters.mark_duplicate", step, by=by, at=at)
    joined = ledger.draft_for(of, "matter.joined", chain=of.ledger_chain, by=by, at=at)
    ledger.append(replace(joined, after={"other": matter.number}))
    return matter


@transaction.atomic
def withdraw(matter: Matter, *, reason: str, by: Actor, at: datetime) -> Matter:
    """The person who asked no longer wants anything."""
    policies.check_nobody_joined(matter)
    step = Step(State.WITHDRAWN, "matter.withdrawn", reason=reason.strip())
    return _end(matter, "matters.withdraw", step, by=by, at=at)


@transaction.atomic
def mark_invalid(matter: Matter, *, reason: str, by: Actor, at: datetime, approved: bool = False) -> Matter:
    """Nothing was asked: a wrong number, a test, an empty message. What a unit has accepted, only where an application
    was approved."""
    if not approved:
        policies.check_directly(matter)
    policies.check_nobody_joined(matter)
    step = Step(State.INVALID, "matter.marked_invalid", reason=reason.strip())
    return _end(matter, "matters.mark_invalid", step, by=by, at=at)


def _end(matter: Matter, verb: str, step: Step, *, by: Actor, at: datetime) -> Matter:
    present = {"reason"} if step.reason else set()
    demand(matter.centre_kind, verb, present, facts_of(matter, at), matter.rulebook_version)
    policies.check_reason(step.reason, _("Say why; nothing is deleted, and the reason stays."))
    return advance(matter, step, by=by, at=at)


@transaction.atomic
def reopen(
    matter: Matter,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    responsible: Responsible | None = None,
    stand_back: Collection[int] = (),
) -> Matter:
    """Take it up again, from any end or from the answer the person contests; it is classified anew.

    The people in `stand_back` handled what is contested: somebody else takes it now.
    """
    policies.check_reopen(matter)
    policies.check_reason(reason, _("Say why it is taken up again."))
    step = Step(
        State.TO_TRIAGE,
        "matter.reopened",
        reason=reason.strip(),
        changes={"reopenings": matter.reopenings + 1, "duplicate_of": None},
        noted={"stand_back": sorted(stand_back)} if stand_back else {},
        responsible=responsible or queue(matter.centre, "intake"),
    )
    recuse(matter, stand_back, Recusal.Why.EARLIER_HANDLER, by=by, at=at)
    return advance(matter, step, by=by, at=at)
