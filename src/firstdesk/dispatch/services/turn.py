"""The one way a referral changes: with its matter, in one transaction, under one entry of the record."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory.models import Unit, User
from firstdesk.directory.selectors import members_of
from firstdesk.dispatch import states
from firstdesk.dispatch.models import Referral, Service, Task, Turnout
from firstdesk.dispatch.states import ReferralState
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters.gates import demand
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import facts_of
from firstdesk.matters.services import Responsible, Step, advance, person, queue
from firstdesk.regulations import selectors as regulations


@transaction.atomic
def turn(
    referral: Referral, to: ReferralState, step: Step, *, by: Actor, at: datetime, changes: Mapping[str, object]
) -> Referral:
    """Move the referral and, by `step`, its matter. The matter's entry notes which referral changed and how.

    Raises NotAllowed where the referral stands elsewhere, Conflict where somebody was faster.
    """
    check_move(referral, to)
    noted = {"referral": referral.pk, "unit": referral.to_unit.name, "referral_state": str(to)}
    step = replace(step, noted=noted | dict(step.noted), facts=facts_about(referral.to_unit))
    advance(referral.matter, step, by=by, at=at)
    set_state(referral, to, changes)
    return referral


def sent_back(matter: Matter) -> int:
    """How often a unit objected to it, or the result of one was returned for more work."""
    returned = Entry.objects.filter(chain=matter.ledger_chain, verb="referral.returned").count()
    return matter.objections + returned


def wanders(matter: Matter) -> bool:
    """Sent back as often as the rules allow: the director decides now (GC-01-03, GC-01-04)."""
    return sent_back(matter) >= regulations.version(matter.rulebook_version).head.sent_back_times


def has_been_round(matter: Matter, hops: int) -> bool:
    """It has been to as many units as the rules allow: only the director sends it on."""
    return hops >= regulations.version(matter.rulebook_version).head.hops_allowed


def facts_about(unit: Unit) -> dict[str, str]:
    """What the rules may ask about the unit a matter goes to."""
    return {"unit_class": f"c{unit.linkage_class}" if unit.linkage_class else "none"}


def check_move(referral: Referral, to: ReferralState) -> None:
    """The table of moves has this arrow."""
    if to not in states.MOVES[referral.state]:
        raise NotAllowed(
            _("This is not possible now: the referral to “%(unit)s” is “%(state)s”.")
            % {"unit": referral.to_unit.name, "state": referral.get_state_display()}
        )


def set_state(referral: Referral, to: ReferralState, changes: Mapping[str, object]) -> None:
    """Change the row where it still stands as the caller saw it; raises Conflict where it does not."""
    unchanged = Referral.objects.filter(pk=referral.pk, state=referral.state)
    if unchanged.update(state=to, **changes) != 1:
        raise Conflict
    referral.state = to
    for name, value in changes.items():
        setattr(referral, name, value)


def shift(row: Turnout | Task | Service, to: str, changes: Mapping[str, object]) -> None:
    """Change a part of the matter where it still stands as the caller saw it; raises Conflict where it does not."""
    unchanged = type(row)._default_manager.filter(pk=row.pk, state=row.state, changed_at=row.changed_at)
    if unchanged.update(state=to, **changes) != 1:
        raise Conflict
    row.state = to
    for name, value in changes.items():
        setattr(row, name, value)


def member(by: Actor, unit: Unit, at: datetime) -> User | None:
    """Whoever acts, where they hold a post of the unit."""
    return next((user for user in members_of(unit, at) if user.pk == by.person_id), None)


def check_member(person: User | None, unit: Unit, at: datetime) -> None:
    """Raises Refusal where somebody is named who holds no post of the unit."""
    if person and person not in members_of(unit, at):
        raise Refusal(_("%(person)s holds no post in “%(unit)s” today.") % {"person": person, "unit": unit.name})


def taken_by(unit: Unit, user: User | None = None) -> Responsible:
    """The unit takes the matter: a named person, or the queue that receives for it. Raises NoSuchPost."""
    return person(unit, user) if user else queue(unit, "intake")


def need(matter: Matter, verb: str, present: Collection[str], *, at: datetime) -> None:
    """The gates of the matter's centre and rulebook: raises Refusal with what is missing, and the clauses."""
    demand(matter.centre_kind, verb, present, facts_of(matter, at), matter.rulebook_version)
