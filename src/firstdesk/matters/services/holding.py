"""Who has a matter, and whether its work rests."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.directory import selectors as directory
from firstdesk.directory.models import User
from firstdesk.ledger.actors import Actor
from firstdesk.matters import policies
from firstdesk.matters.models import Matter
from firstdesk.matters.services.kernel import Responsible, Step, advance, person
from firstdesk.matters.states import State


@transaction.atomic
def assign(matter: Matter, to: User, *, by: Actor, at: datetime, reason: str = "") -> Matter:
    """Give it to a person of the unit that answers for it."""
    policies.check_assign(matter, to, at)
    return _give(matter, to, reason, by=by, at=at)


@transaction.atomic
def take(matter: Matter, user: User, *, by: Actor, at: datetime) -> Matter:
    """Take it from the queue. Of two who take it at the same moment the second is told so (Conflict)."""
    policies.check_take(matter, user, at)
    return _give(matter, user, "", by=by, at=at)


def _give(matter: Matter, to: User, reason: str, *, by: Actor, at: datetime) -> Matter:
    answering = person(matter.responsible_unit, to)
    step = Step(to=None, event="matter.assigned", reason=reason.strip(), responsible=answering)
    return advance(matter, step, by=by, at=at)


@transaction.atomic
def put_back(matter: Matter, *, reason: str, by: Actor, at: datetime) -> Matter:
    """Whoever has it cannot go on: it waits in the queue of the same unit, whose promises run on."""
    policies.check_put_back(matter)
    policies.check_reason(reason, _("Say why; whoever takes it next reads it."))
    waits = Responsible(matter.responsible_unit, post=directory.receiving_post(matter.responsible_unit))
    return advance(matter, Step(None, "matter.put_back", reason=reason.strip(), responsible=waits), by=by, at=at)


@transaction.atomic
def suspend(matter: Matter, *, reason: str, by: Actor, at: datetime) -> Matter:
    """Let the work rest while it waits for the person or an appraisal. The rules say which clocks pause and for how long."""
    policies.check_reason(reason, _("Say what it waits for; the person who asked reads it."))
    return advance(matter, Step(State.SUSPENDED, "matter.suspended", reason=reason.strip()), by=by, at=at)


@transaction.atomic
def resume(matter: Matter, *, by: Actor, at: datetime, reason: str = "") -> Matter:
    """Go on; what rested is not counted."""
    policies.check_resume(matter)
    return advance(matter, Step(State.HANDLING, "matter.resumed", reason=reason.strip()), by=by, at=at)
