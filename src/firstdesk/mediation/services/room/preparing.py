"""Preparing a session: plan, time and place, invitations."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Case, Invitation, Party, Plan, Room, Session
from firstdesk.mediation.selectors import rooms
from firstdesk.mediation.selectors.case import last_no
from firstdesk.mediation.selectors.outcome import stays_open
from firstdesk.mediation.selectors.room import invited, parties_at
from firstdesk.mediation.services.kernel import Change, Happening, happen
from firstdesk.mediation.states import CaseState, SessionState
from firstdesk.notices.models import Delivery

_MAY_MEET = frozenset({CaseState.ACCEPTED, CaseState.PLANNED, CaseState.NOTIFIED, CaseState.IN_SESSION})


@dataclass(frozen=True, kw_only=True)
class NewPlan:
    """The content of a plan."""

    issues: str
    positions: str = ""
    measures: str = ""
    safety: str = ""


@transaction.atomic
def plan(case: Case, new: NewPlan, *, by: Actor, at: datetime) -> Plan:
    """Write the plan: issues, measures, leader and mediators. A new plan replaces the one before."""
    seats = selectors.seats(case)
    found = {
        "issues": bool(new.issues.strip()),
        "measures": bool(new.measures.strip()),
        "plan_leader": selectors.chair(case) is not None,
        "mediators": bool(seats),
        "conflict_declared": bool(seats) and all(seat.declared_at is not None for seat in seats),
        "not_complaint_handler": not any(selectors.handles_complaint(case, seat.mediator.user_id) for seat in seats),
    }
    _demand(case, "mediation.plan", found, at)
    words = {name: value.strip() for name, value in vars(new).items()}
    row = Plan.objects.create(case=case, planned_at=at, planned_by_id=by.by_id, **words)
    to = CaseState.PLANNED if case.state in {CaseState.ACCEPTED, CaseState.NOTIFIED} else None
    happen(case, Happening("mediation.planned", to, noted={"plan": row.pk}), by=by, at=at)
    return row


def _demand(case: Case, verb: str, found: dict[str, bool], at: datetime) -> None:
    present: Collection[str] = {name for name, is_there in found.items() if is_there}
    demand(case.matter.centre_kind, verb, present, selectors.facts(case, at), case.matter.rulebook_version)


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """Time and place of a session."""

    begins: datetime
    ends: datetime
    room: Room | None = None
    place: str = ""
    is_open: bool = False
    joined: Sequence[Case] = ()


@transaction.atomic
def arrange(case: Case, arrangement: Arrangement, *, by: Actor, at: datetime) -> Session:
    """Arrange a session; a room holds one at a time. Raises Refusal naming what stands in the way."""
    if case.state not in _MAY_MEET and not stays_open(case):
        raise NotAllowed(_("A session is arranged for a case that was taken on and is not agreed yet."))
    _check_arrangement(case, arrangement)
    if any(other.joint_id is None or other.joint_id != case.joint_id for other in arrangement.joined):
        raise NotAllowed(_("Only cases of the same joint mediation sit at one table."))
    no = 1 + last_no(Session.objects.filter(lead=case))
    with _room_once():
        session = Session.objects.create(lead=case, no=no, **_arranged(arrangement, by, at))
    session.joined.set(arrangement.joined)
    noted = {"session": session.no, "begins": arrangement.begins.isoformat()}
    happen(case, Happening("mediation.session_arranged", noted=noted), by=by, at=at)
    return session


def _check_arrangement(case: Case, arrangement: Arrangement) -> None:
    """Raises Refusal unless it ends after it begins, has a place, and every mediator is free."""
    if arrangement.ends <= arrangement.begins:
        raise at_field("ends", _("A meeting ends after it begins."))
    if arrangement.room is None and not arrangement.place.strip():
        raise at_field("place", _("Choose a room, or write the place."))
    for seat, held in rooms.busy(selectors.seats(case), arrangement.begins, arrangement.ends):
        said = {"who": seat.mediator.user, "begins": f"{walls.local(held.begins):%H:%M}", "what": held.what}
        raise at_field("begins", gettext("%(who)s is taken from %(begins)s: %(what)s. Choose another time.") % said)


def _arranged(arrangement: Arrangement, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "room": arrangement.room, "place": arrangement.place.strip()[:120], "is_open": arrangement.is_open,
        "period": DateTimeTZRange(arrangement.begins, arrangement.ends), "arranged_at": at, "arranged_by_id": by.by_id,
    }  # fmt: skip


@contextmanager
def _room_once() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise at_field("room", _("The room is taken at this time. Choose another room or another time.")) from error


@transaction.atomic
def move(session: Session, arrangement: Arrangement, *, by: Actor, at: datetime) -> Session:
    """Change time or place of a session that has not begun. Its identity stays; everybody has to be told again."""
    if session.state != SessionState.ARRANGED:
        raise NotAllowed(_("Only a session that has not begun is moved."))
    _check_arrangement(session.lead, arrangement)
    also = [Change(session, changes=_arranged(arrangement, by, at))]
    noted = {"session": session.no, "begins": arrangement.begins.isoformat()}
    with _room_once():
        happen(session.lead, Happening("mediation.session_moved", also=also, noted=noted), by=by, at=at)
    return session


@transaction.atomic
def cancel(session: Session, *, by: Actor, at: datetime) -> Session:
    """Cancel a session and free its room."""
    also = [Change(session, SessionState.CANCELLED)]
    happen(
        session.lead, Happening("mediation.session_cancelled", also=also, noted={"session": session.no}), by=by, at=at
    )
    return session


@dataclass(frozen=True, kw_only=True)
class Notification:
    """How a party was invited, and the proof."""

    way: str
    text: str
    delivery: Delivery | None = None
    proof: File | None = None
    proof_words: str = ""


@transaction.atomic
def invite(session: Session, party: Party, notification: Notification, *, by: Actor, at: datetime) -> Invitation:
    """Record that a party was told of time, place, procedure and points to note. When every party was, the case counts
    as notified."""
    case = session.lead
    if session.state != SessionState.ARRANGED:
        raise NotAllowed(_("Parties are invited to a session that has not begun."))
    if not notification.text.strip():
        raise at_field("text", _("Write what the party is told."))
    row = note_told(session, party, notification, by=by, at=at)
    told = invited(session)
    everybody = all(each.pk in told for each in parties_at(session))
    found = dict.fromkeys(("notice_time", "notice_place", "notice_procedure", "notice_points"), True)
    to = None
    if everybody and case.state == CaseState.PLANNED:
        _demand(case, "mediation.notify", {**found, "notice_each_party": True}, at)
        to = CaseState.NOTIFIED
    happen(case, Happening("mediation.notified", to, noted={"session": session.no, "party": party.no}), by=by, at=at)
    return row


def note_told(
    session: Session, party: Party, notification: Notification, *, is_off: bool = False, by: Actor, at: datetime
) -> Invitation:
    """Part of the verbs that tell a party: how, what, and the proof."""
    return Invitation.objects.create(
        session=session, party=party, way=notification.way, is_off=is_off, text=notification.text.strip(), delivery=notification.delivery,
        proof=notification.proof, proof_words=notification.proof_words.strip()[:200], told_at=at, told_by_id=by.by_id,
    )  # fmt: skip
