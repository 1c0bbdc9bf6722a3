"""The ends beside the normal one, and the way back. Nothing is deleted; every end can be undone by reopening."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.ledger.actors import Actor
from firstdesk.matters import policies
from firstdesk.matters.gates import demand
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import facts_of
from firstdesk.matters.services.kernel import Responsible, Step, advance, queue
from firstdesk.matters.states import State


@transaction.atomic
def mark_duplicate(matter: Matter, of: Matter, *, reason: str, by: Actor, at: datetime) -> Matter:
    """It repeats another matter, where the person will be answered."""
    policies.check_duplicate(matter, of)
    step = Step(
        State.DUPLICATE,
        "matter.marked_duplicate",
        reason=reason.strip(),
        changes={"duplicate_of": of},
        noted={"original": of.number},
    )
    return _end(matter, "matters.mark_duplicate", step, by=by, at=at)


@transaction.atomic
def withdraw(matter: Matter, *, reason: str, by: Actor, at: datetime) -> Matter:
    """The person who asked no longer wants anything."""
    step = Step(State.WITHDRAWN, "matter.withdrawn", reason=reason.strip())
    return _end(matter, "matters.withdraw", step, by=by, at=at)


@transaction.atomic
def mark_invalid(matter: Matter, *, reason: str, by: Actor, at: datetime) -> Matter:
    """Nothing was asked: a wrong number, a test, an empty message."""
    step = Step(State.INVALID, "matter.marked_invalid", reason=reason.strip())
    return _end(matter, "matters.mark_invalid", step, by=by, at=at)


def _end(matter: Matter, verb: str, step: Step, *, by: Actor, at: datetime) -> Matter:
    present = {"reason"} if step.reason else set()
    demand(matter.centre_kind, verb, present, facts_of(matter, at), matter.rulebook_version)
    policies.check_reason(step.reason, _("Say why; nothing is deleted, and the reason stays."))
    return advance(matter, step, by=by, at=at)


@transaction.atomic
def reopen(matter: Matter, *, reason: str, by: Actor, at: datetime, responsible: Responsible | None = None) -> Matter:
    """Take it up again, from any end or from the answer the person contests; it is classified anew."""
    policies.check_reopen(matter)
    policies.check_reason(reason, _("Say why it is taken up again."))
    step = Step(
        State.TO_TRIAGE,
        "matter.reopened",
        reason=reason.strip(),
        changes={"reopenings": matter.reopenings + 1, "duplicate_of": None},
        responsible=responsible or queue(matter.centre, "intake"),
    )
    return advance(matter, step, by=by, at=at)
