"""Mediators of a case: appointed from the register, declared free of ties, challenged, replaced."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.ledger.actors import Actor
from firstdesk.mediation import policies, selectors
from firstdesk.mediation.models import Case, Challenge, Mediator, Party, Seat
from firstdesk.mediation.services.kernel import Happening, happen
from firstdesk.mediation.services.messages import tell_of_mediator
from firstdesk.mediation.states import BEFORE_AGREEMENT, LED


@transaction.atomic
def name_mediator(
    case: Case, mediator: Mediator, *, role: str, chosen: str, by: Actor, at: datetime
) -> Seat:  # fmt: skip
    """Appoint a mediator, at any time before the case ends. A new leading mediator replaces the one before, who stays
    as a mediator, and takes over the clocks that one owed. After agreement, every party is told who it is."""
    if case.state not in LED:
        raise NotAllowed(_("This mediation is over; nobody is named in it any more."))
    _check_fit(case, mediator, at)
    if role == Seat.Role.CHAIR:
        Seat.objects.filter(case=case, left_at=None, role=role).update(role=Seat.Role.MEDIATOR)
    seat = Seat.objects.create(
        case=case, mediator=mediator, role=role, chosen=chosen, named_at=at, named_by_id=by.by_id
    )
    noted = {"mediator": mediator.user_id, "role": role, "chosen": chosen}
    happen(case, Happening("mediation.mediator_named", noted=noted, whole=True), by=by, at=at)
    if case.state not in BEFORE_AGREEMENT:
        tell_of_mediator(seat, by=by, at=at)
    return seat


def _check_fit(case: Case, mediator: Mediator, at: datetime) -> None:
    why = None
    if not policies.is_in_term(mediator, at):
        why = _("%(name)s's term on the register is over.")
    elif mediator.committee.unit_id not in selectors.units_around(case):
        why = _("%(name)s is on the register of another committee.")
    elif selectors.handles_complaint(case, mediator.user_id):
        why = _("%(name)s handles a complaint about this matter, and so does not mediate in it.")
    elif any(seat.mediator_id == mediator.pk for seat in selectors.seats(case)):
        why = _("%(name)s has a seat in this case already.")
    elif selectors.stood_back(case, mediator):
        why = _("%(name)s stood back from this case.")
    if why is not None:
        raise at_field("mediator", why % {"name": mediator.user})


@transaction.atomic
def declare(seat: Seat, ties: Sequence[str], *, by: Actor, at: datetime) -> Seat:
    """Declare ties, or none. Ties the system knows cannot be left out. A mediator with a tie leaves the case unless
    every party, knowing of it, has accepted them."""
    if by.person_id != seat.mediator.user_id:
        raise NotAllowed(_("Everybody declares their own ties."))
    if seat.left_at is not None:
        raise NotAllowed(_("This mediator has stood back already."))
    hidden = sorted(set(selectors.known_ties(seat)) - set(ties))
    if hidden:
        named = ", ".join(str(Seat.Tie(tie).label) for tie in hidden)
        raise at_field("ties", _("The records show: %(ties)s. Declare it, or stand back.") % {"ties": named})
    seat.ties, seat.declared_at, seat.declared_by_id = sorted(set(ties)), at, by.by_id
    seat.save(update_fields=["ties", "declared_at", "declared_by"])
    if seat.ties and not selectors.accepted_by_all(seat):
        return _leave(seat, _("A tie was declared"), "mediation.mediator_stood_back", by=by, at=at)
    noted = {"mediator": seat.mediator.user_id, "ties": seat.ties}
    happen(seat.case, Happening("mediation.mediator_declared", noted=noted), by=by, at=at)
    return seat


@transaction.atomic
def stand_back(seat: Seat, why: str, *, by: Actor, at: datetime) -> Seat:
    """Leave a case, with a reason that names no person."""
    if not why.strip():
        raise at_field("why", _("Write why."))
    return _leave(seat, why.strip(), "mediation.mediator_stood_back", by=by, at=at)


def _leave(seat: Seat, why: object, event: str, *, by: Actor, at: datetime) -> Seat:
    if seat.left_at is not None:
        raise NotAllowed(_("This mediator has stood back already."))
    seat.left_at, seat.left_by_id, seat.left_why = at, by.by_id, str(why)[:200]
    seat.save(update_fields=["left_at", "left_by", "left_why"])
    noted = {"mediator": seat.mediator.user_id, "role": seat.role, "ties": seat.ties}
    happen(seat.case, Happening(event, noted=noted, whole=True), by=by, at=at)
    return seat


@transaction.atomic
def challenge(party: Party, seat: Seat, reason: str, *, by: Actor, at: datetime) -> Challenge:
    """A party challenges a mediator; no session is held until that is decided."""
    if not reason.strip():
        raise at_field("reason", _("Write why."))
    if seat.left_at is not None or seat.case_id != party.case_id:
        raise NotAllowed(_("This mediator has no seat in this case."))
    row = Challenge.objects.create(seat=seat, party=party, reason=reason.strip(), made_at=at)
    noted = {"party": party.no, "mediator": seat.mediator.user_id}
    happen(seat.case, Happening("mediation.challenged", noted=noted), by=by, at=at)
    return row


@transaction.atomic
def decide_challenge(row: Challenge, *, is_granted: bool, why: str, by: Actor, at: datetime) -> Challenge:
    """Decide a challenge; never by the mediator concerned. When granted, that mediator leaves the case."""
    if by.person_id == row.seat.mediator.user_id:
        raise NotAllowed(_("Somebody else decides about a challenge than the mediator it is about."))
    if row.decided_at is not None:
        raise NotAllowed(_("This has been decided already."))
    row.is_granted, row.decided_at, row.decided_by_id, row.decided_why = is_granted, at, by.by_id, why.strip()[:200]
    row.save(update_fields=["is_granted", "decided_at", "decided_by", "decided_why"])
    if is_granted:
        Seat.objects.filter(pk=row.seat_id).update(
            left_at=at, left_by_id=by.by_id, left_why=str(_("Challenged by a party"))
        )
    noted = {"mediator": row.seat.mediator.user_id, "granted": is_granted}
    happen(row.seat.case, Happening("mediation.challenge_decided", noted=noted, whole=is_granted), by=by, at=at)
    return row
