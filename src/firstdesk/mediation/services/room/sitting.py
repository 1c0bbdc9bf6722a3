"""The course of a session: opened, paused, resumed, adjourned, ended, and each step with its evidence."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import words
from firstdesk.common.refusals import Detail, NotAllowed, Refusal, at_field
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.mediation import selectors
from firstdesk.mediation.models import (
    Agent,
    Case,
    Participant,
    Party,
    Passage,
    Plan,
    Presence,
    Seat,
    Session,
    Told,
)
from firstdesk.mediation.selectors import room
from firstdesk.mediation.selectors.outcome import stays_open
from firstdesk.mediation.services.kernel import Change, Happening, happen
from firstdesk.mediation.services.standing import who_acts
from firstdesk.mediation.states import CaseState, SessionState

_IN_EFFECT = frozenset({CaseState.EFFECTIVE, CaseState.BREACHED})


@dataclass(frozen=True, kw_only=True)
class Present:
    """Who is present."""

    parties: Sequence[Party] = ()
    agents: Sequence[Agent] = ()
    participants: Sequence[Participant] = ()
    seats: Sequence[Seat] = ()


@transaction.atomic
def open_(session: Session, present: Present, *, by: Actor, at: datetime) -> Session:
    """Open the session. Raises Refusal naming what law and rules still require."""
    case = session.lead
    for each in room.cases_of(session):
        _check_open(each, session, present, at)
    unwelcome = {person.pk for person in selectors.unwelcome(case)} & {person.pk for person in present.participants}
    if unwelcome:
        raise NotAllowed(_("Others take part only when every party has agreed (art. 20)."))
    _sit(session, present, at)
    also = [Change(session, SessionState.RUNNING, {"begun_at": at})]
    to = CaseState.IN_SESSION if case.state != CaseState.IN_SESSION else None
    noted = {"session": session.no, "present": len(present.parties) + len(present.agents)}
    happen(case, Happening("mediation.session_opened", to, also=also, noted=noted), by=by, at=at)
    for other in room.cases_of(session)[1:]:
        if other.state != CaseState.IN_SESSION:
            happen(
                other,
                Happening("mediation.session_opened", CaseState.IN_SESSION, noted={"with": case.number}),
                by=by,
                at=at,
            )
    return session


def _check_open(case: Case, session: Session, present: Present, at: datetime) -> None:
    if case.state in _IN_EFFECT and not stays_open(case):
        raise NotAllowed(_("Everything is agreed already; there is nothing left to mediate."))
    seats = selectors.seats(case)
    told = room.invited(session)
    parties = list(Party.objects.filter(case=case))
    willing = selectors.willing(case)
    found = {
        "plan": Plan.objects.filter(case=case).exists(),
        "mediators": selectors.chair(case) is not None,
        "consent_each_party": bool(parties) and all(party.pk in willing for party in parties),
        "openness_chosen": not session.is_open or selectors.is_open_for_all(case),
        "others_agreed": True,  # asked of those who really sit down
        "mandates_valid": not selectors.expired_mandates(case, at),
        "guardian_or_no_minor": not selectors.lacks_guardian(case, at, among=present.agents),
        "interpreter_or_not_needed": not selectors.lacks_interpreter(case, at),
        "notice_each_party": all(party.pk in told for party in parties),
        "conflict_declared": bool(seats) and all(seat.declared_at is not None for seat in seats),
        "no_open_challenge": not selectors.open_challenges(case).exists(),
        "not_complaint_handler": not any(selectors.handles_complaint(case, seat.mediator.user_id) for seat in seats),
    }
    there = {name for name, is_there in found.items() if is_there}
    verb = "mediation.open_session"
    demand(case.matter.centre_kind, verb, there, selectors.facts(case, at), case.matter.rulebook_version)


def _sit(session: Session, present: Present, at: datetime) -> None:
    rows = [
        *(Presence(session=session, party=each, came_at=at) for each in present.parties),
        *(Presence(session=session, agent=each, came_at=at) for each in present.agents),
        *(Presence(session=session, participant=each, came_at=at) for each in present.participants),
        *(Presence(session=session, seat=each, came_at=at) for each in present.seats),
    ]
    Presence.objects.bulk_create(rows)


@transaction.atomic
def come(session: Session, present: Present, *, by: Actor, at: datetime) -> Session:
    """Record that somebody joined later."""
    _check_running(session)
    _sit(session, present, at)
    happen(
        session.lead, Happening("mediation.session_stepped", noted={"session": session.no, "came": True}), by=by, at=at
    )
    return session


@transaction.atomic
def leave(presence: Presence, *, by: Actor, at: datetime) -> Presence:
    """Record that somebody left before the end."""
    presence.left_at = at
    presence.save(update_fields=["left_at"])
    session = Session.objects.select_related("lead__matter__centre", "lead__centre").get(pk=presence.session_id)
    happen(
        session.lead,
        Happening("mediation.session_stepped", noted={"session": session.no, "left": presence.pk}),
        by=by,
        at=at,
    )
    return presence


@transaction.atomic
def tell_rights(session: Session, parties: Sequence[Party], way: str, *, by: Actor, at: datetime) -> list[Told]:
    """Record that these parties were told their rights and duties and understood them (art. 23); where a party cannot
    act alone, the guardian present did."""
    guarded = {
        party.pk: who_acts(session, party, concedes=False, at=at)
        for party in parties
        if party.capacity != Party.Capacity.FULL
    }
    rows = Told.objects.bulk_create(
        Told(party=party, by_agent=guarded.get(party.pk), session=session, way=way, told_at=at, told_by_id=by.by_id)
        for party in parties
    )
    noted = {"session": session.no, "rights_told": [party.no for party in parties]}
    happen(session.lead, Happening("mediation.session_stepped", noted=noted), by=by, at=at)
    return rows


@transaction.atomic
def step(session: Session, code: str, said: Collection[str], note: str = "", *, by: Actor, at: datetime) -> Passage:
    """Complete a step of the procedure. Raises Refusal naming what is missing, with clause or article."""
    _check_running(session)
    verdict = room.verdict(session, code, said, at)
    if verdict.missing:
        details = [Detail(_field(miss.item), _says(miss), miss.clauses) for miss in verdict.missing]
        raise Refusal(_("This step is not complete yet."), details=details)
    present = sorted(room.evidence(session, at) | (set(said) & room.BY_WORD))
    row, made = Passage.objects.get_or_create(
        session=session, step=code,
        defaults={"evidence": present, "note": note.strip(), "done_at": at, "done_by_id": by.by_id},
    )  # fmt: skip
    if not made:
        raise NotAllowed(_("This step has been done already."))
    noted = {"session": session.no, "step": code}
    happen(session.lead, Happening("mediation.session_stepped", noted=noted), by=by, at=at)
    return row


def _field(item: str) -> str:
    return item.replace(":", "-")


def _says(missing: object) -> str:
    """What is missing, with the article that requires it."""
    said = words(missing.title)  # type: ignore[attr-defined]
    law = missing.by_law  # type: ignore[attr-defined]
    return f"{said} ({words(law)})" if law else str(said)


def _check_running(session: Session) -> None:
    if session.state != SessionState.RUNNING:
        raise NotAllowed(_("The session is not running."))


@transaction.atomic
def pause(session: Session, *, by: Actor, at: datetime) -> Session:
    """Pause, for a rest or a caucus."""
    return _rest(session, SessionState.PAUSED, "mediation.session_paused", by=by, at=at)


@transaction.atomic
def adjourn(session: Session, *, by: Actor, at: datetime) -> Session:
    """Adjourn to another day."""
    return _rest(session, SessionState.ADJOURNED, "mediation.session_adjourned", by=by, at=at)


def _rest(session: Session, to: str, event: str, *, by: Actor, at: datetime) -> Session:
    also = [Change(session, to, {"paused_at": session.paused_at or at})]
    happen(session.lead, Happening(event, also=also, noted={"session": session.no}), by=by, at=at)
    return session


@transaction.atomic
def resume(session: Session, *, by: Actor, at: datetime) -> Session:
    """Continue after a pause or adjournment."""
    kind = "adjourned" if session.state == SessionState.ADJOURNED else "pause"
    rest = [session.paused_at.isoformat(), at.isoformat(), kind] if session.paused_at else None
    changes = {"paused_at": None, "breaks": [*session.breaks, *([rest] if rest else [])]}
    also = [Change(session, SessionState.RUNNING, changes)]
    happen(session.lead, Happening("mediation.session_resumed", also=also, noted={"session": session.no}), by=by, at=at)
    return session


OUTCOMES = ("agreed", "agreed_orally", "partial", "again", "failed")


@transaction.atomic
def end(session: Session, outcome: str, *, by: Actor, at: datetime) -> Session:
    """End the session with its outcome; "again" means the parties will meet once more."""
    if outcome not in OUTCOMES:
        raise at_field("outcome", _("Say what came of it."))
    also = [Change(session, SessionState.ENDED, {"ended_at": at, "outcome": outcome})]
    noted, facts = {"session": session.no, "outcome": outcome}, {"session_outcome": outcome}
    happen(session.lead, Happening("mediation.session_ended", also=also, noted=noted, facts=facts), by=by, at=at)
    return session
