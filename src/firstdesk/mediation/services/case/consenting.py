"""What the parties say: to mediation, the mediator, openness. A clear refusal ends the case (art. 17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Agreement, Case, Consent, Failure, Party, Session
from firstdesk.mediation.selectors.outcome import standing, stays_open
from firstdesk.mediation.services.kernel import Change, Happening, happen
from firstdesk.mediation.services.room.telling import write_off
from firstdesk.mediation.states import (
    AGREEMENT_OPEN,
    BEFORE_AGREEMENT,
    LED,
    SESSION_OPEN,
    AgreementState,
    CaseState,
    SessionState,
)

About = Consent.About
APPLICANTS = 1  # the side of whoever asked for mediation


@dataclass(frozen=True, kw_only=True)
class Word:
    """A party's answer to a question."""

    about: str = About.MEDIATION
    is_given: bool
    way: str = Consent.Way.PRESENT
    subject: int = 0
    words: str = ""


@transaction.atomic
def consent(party: Party, word: Word, *, by: Actor, at: datetime) -> Consent:
    """Record a party's answer. Refusing mediation itself is `refuse`, which ends the case."""
    if word.about == About.MEDIATION and not word.is_given:
        raise NotAllowed(_("A refusal ends the mediation: use “Refuses mediation”, and tell of the other ways."))
    if party.case.state not in (LED if word.about == About.MEDIATOR else BEFORE_AGREEMENT):
        raise NotAllowed(_("This mediation is agreed or over; nothing is asked of the parties any more."))
    row = _note(party, word, by=by, at=at)
    noted = {"party": party.no, "about": word.about, "given": word.is_given}
    changes: dict[str, object] = {}
    if word.about == About.OPEN:
        changes["is_open"] = selectors.is_open_for_all(party.case)
    happen(party.case, Happening("mediation.consented", changes=changes, noted=noted), by=by, at=at)
    return row


def _note(party: Party, word: Word, *, by: Actor, at: datetime) -> Consent:
    return Consent.objects.create(
        party=party, about=word.about, subject=word.subject, is_given=word.is_given, way=word.way,
        words=word.words.strip(), said_at=at, said_by_id=by.person_id,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a case ends without agreement."""

    reason: str  # Failure.Reason
    words: str
    ways_told: Sequence[str]
    risk: str = ""  # about the event; "" : none seen
    is_urgent_report: bool = False
    reported_to: str = ""


@transaction.atomic
def refuse(party: Party, ending: Ending, *, way: str = Consent.Way.PRESENT, by: Actor, at: datetime) -> Failure:
    """A party refuses mediation: the case ends at once, with its failure record and the other ways explained."""
    _note(party, Word(is_given=False, way=way, words=ending.words), by=by, at=at)
    return end(party.case, ending, Happened("mediation.refused", refusing=party), by=by, at=at)


@transaction.atomic
def fail(case: Case, ending: Ending, *, by: Actor, at: datetime) -> Failure:
    """End without agreement for a reason other than refusal or withdrawal."""
    if ending.reason in {Failure.Reason.REFUSED, Failure.Reason.WITHDRAWN}:
        raise NotAllowed(_("Say which party refuses, or takes the application back."))
    return end(case, ending, Happened("mediation.failed"), by=by, at=at)


@transaction.atomic
def withdraw(party: Party, ending: Ending, *, by: Actor, at: datetime) -> Failure:
    """The applicant withdraws: the case ends as withdrawn, not as refused by the other side."""
    if party.side != APPLICANTS:
        raise NotAllowed(_("Whoever asked for mediation takes the application back; another party refuses mediation."))
    ending = replace(ending, reason=Failure.Reason.WITHDRAWN)
    step = Happened("mediation.withdrawn", to=CaseState.WITHDRAWN, noted={"party": party.no})
    return end(party.case, ending, step, by=by, at=at)


@dataclass(frozen=True)
class Happened:
    """The event and state by which a case ends, and who refused."""

    event: str
    to: str = CaseState.FAILED
    refusing: Party | None = None
    noted: Mapping[str, object] = field(default_factory=dict)


def end(case: Case, ending: Ending, happened: Happened, *, by: Actor, at: datetime) -> Failure:
    """Part of the verbs that end a case without agreement: write the failure record, end running sessions, close open
    drafts."""
    _check(case, ending, at)
    to = standing(case) or happened.to  # what was agreed in part stands, whatever becomes of the rest
    if Failure.objects.filter(case=case).exists() or (to == case.state and not stays_open(case)):
        raise NotAllowed(_("This mediation is agreed or over; it cannot end without agreement any more."))
    failure = Failure.objects.create(
        case=case, reason=ending.reason, words=ending.words.strip(), refusing=happened.refusing,
        ways_told=list(ending.ways_told), risk=ending.risk.strip(), is_urgent_report=ending.is_urgent_report,
        reported_to=ending.reported_to.strip()[:80], ended_at=at, ended_by_id=by.person_id,
    )  # fmt: skip
    said = {"reason": ending.reason, "ways": list(ending.ways_told), "risk": bool(ending.risk.strip())}
    changes: dict[str, object] = {}
    if case.decided_at is None and by.person_id is not None:  # refused before it was taken on; not by a party's link
        changes = {"decided_at": at, "decided_by_id": by.by_id}
    noted = {**said, **happened.noted}
    also = _closing(case, at)
    moved = to if to != case.state else None
    step = Happening(happened.event, moved, changes, also=also, noted=noted, reason=ending.reason)
    happen(case, step, by=by, at=at)
    for change in also:
        if change.to == SessionState.CANCELLED and isinstance(change.subject, Session):
            write_off(change.subject, by=by, at=at)
    return failure


def _check(case: Case, ending: Ending, at: datetime) -> None:
    found = {
        "reason_code": bool(ending.reason),
        "reason": bool(ending.words.strip()),
        "other_ways_told": bool(ending.ways_told),
        "risk_noted": True,
        "reported_or_no_risk": not ending.is_urgent_report or bool(ending.reported_to.strip()),
    }
    present = {name for name, is_there in found.items() if is_there}
    demand(case.matter.centre_kind, "mediation.fail", present, selectors.facts(case, at), case.matter.rulebook_version)
    if not present >= {"reason", "other_ways_told", "reported_or_no_risk"}:
        raise at_field(
            "words", _("Write why it ends, tell of the other ways of the law, and say to whom a danger was reported.")
        )


def _closing(case: Case, at: datetime) -> list[Change]:
    """Changes that end running sessions and close open drafts."""
    sessions = Session.objects.select_related("room", "lead__matter", "lead__centre").filter(
        lead=case, state__in=sorted(SESSION_OPEN)
    )
    changes = [
        Change(session, SessionState.CANCELLED)
        if session.state == SessionState.ARRANGED
        else Change(session, SessionState.ENDED, {"ended_at": at, "outcome": "failed"})
        for session in sessions
    ]
    drafts = Agreement.objects.filter(case=case, state__in=sorted(AGREEMENT_OPEN))
    return [*changes, *(Change(draft, AgreementState.SET_ASIDE, {"changed_at": at}) for draft in drafts)]
