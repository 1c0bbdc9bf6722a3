"""States and moves of cases, sessions, agreements, promises and court confirmations."""

from django.db import models
from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(models.TextChoices):
    APPLIED = "applied", _("Asked for, to be decided")
    DECLINED = "declined", _("Not taken on")
    ACCEPTED = "accepted", _("Taken on")
    PLANNED = "planned", _("Planned")
    NOTIFIED = "notified", _("Parties invited")
    IN_SESSION = "in_session", _("Being mediated")
    AGREED = "agreed", _("Agreed, to be signed and sealed")
    EFFECTIVE = "effective", _("In effect, being performed")
    PERFORMED = "performed", _("Performed")
    BREACHED = "breached", pgettext_lazy("mediation", "Promise broken")
    FAILED = "failed", _("Ended without agreement")
    WITHDRAWN = "withdrawn", _("Application withdrawn")
    CLOSED = "closed", _("Closed")


class Turn(models.TextChoices):
    ACCEPTOR = "acceptor", _("Whoever decides about taking it on")
    MEDIATOR = "mediator", _("Mediator")
    NOBODY = "nobody", _("Nobody")


C = CaseState
# A clear refusal ends a case from wherever it stands before it is agreed (People's Mediation Law, art. 17 and 26).
_BEFORE = frozenset({C.FAILED, C.WITHDRAWN})
# Part was agreed and is in effect; what stayed open ends without agreement, and the part stands as it stood.
_IN_PART = frozenset({C.EFFECTIVE, C.BREACHED, C.PERFORMED})
MOVES: dict[str, frozenset[str]] = {
    C.APPLIED: frozenset({C.ACCEPTED, C.DECLINED}) | _BEFORE,
    C.ACCEPTED: frozenset({C.PLANNED, C.IN_SESSION}) | _BEFORE,
    C.PLANNED: frozenset({C.NOTIFIED, C.IN_SESSION}) | _BEFORE,
    C.NOTIFIED: frozenset({C.IN_SESSION, C.PLANNED}) | _BEFORE,
    C.IN_SESSION: frozenset({C.AGREED, C.NOTIFIED}) | _BEFORE | _IN_PART,
    C.AGREED: frozenset({C.EFFECTIVE, C.BREACHED, C.IN_SESSION, C.FAILED}) | _IN_PART,
    C.EFFECTIVE: frozenset({C.PERFORMED, C.BREACHED, C.IN_SESSION}),  # a further session where part stayed open
    C.BREACHED: frozenset({C.EFFECTIVE, C.PERFORMED, C.CLOSED, C.IN_SESSION}),  # performed late, and more to come
    C.PERFORMED: frozenset({C.CLOSED}),
    C.FAILED: frozenset({C.CLOSED}),
    C.DECLINED: frozenset(),
    C.WITHDRAWN: frozenset({C.CLOSED}),
    C.CLOSED: frozenset(),
}
OPEN = frozenset({C.APPLIED, C.ACCEPTED, C.PLANNED, C.NOTIFIED, C.IN_SESSION, C.AGREED, C.EFFECTIVE, C.BREACHED})
PERFORMING = frozenset({C.EFFECTIVE, C.BREACHED})
BEFORE_AGREEMENT = frozenset({C.APPLIED, C.ACCEPTED, C.PLANNED, C.NOTIFIED, C.IN_SESSION})
# Whoever stands back is followed by somebody else until everything is done: to sign, to see to what was promised.
LED = frozenset(C) - {C.DECLINED, C.CLOSED}
OWNER: dict[str, Turn] = {
    C.APPLIED: Turn.ACCEPTOR,
    C.ACCEPTED: Turn.MEDIATOR,
    C.PLANNED: Turn.MEDIATOR,
    C.NOTIFIED: Turn.MEDIATOR,
    C.IN_SESSION: Turn.MEDIATOR,
    C.AGREED: Turn.MEDIATOR,
    C.EFFECTIVE: Turn.MEDIATOR,
    C.BREACHED: Turn.MEDIATOR,
    C.PERFORMED: Turn.MEDIATOR,
    C.FAILED: Turn.MEDIATOR,
    C.DECLINED: Turn.NOBODY,
    C.WITHDRAWN: Turn.NOBODY,
    C.CLOSED: Turn.NOBODY,
}


class SessionState(models.TextChoices):
    ARRANGED = "arranged", _("Arranged")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    ADJOURNED = "adjourned", _("Adjourned")
    ENDED = "ended", pgettext_lazy("mediation", "Ended")
    CANCELLED = "cancelled", _("Cancelled")


SESSION_OPEN = frozenset({SessionState.ARRANGED, SessionState.RUNNING, SessionState.PAUSED, SessionState.ADJOURNED})
SESSION_MOVES: dict[str, frozenset[str]] = {
    SessionState.ARRANGED: frozenset({SessionState.RUNNING, SessionState.CANCELLED}),
    SessionState.RUNNING: frozenset({SessionState.PAUSED, SessionState.ADJOURNED, SessionState.ENDED}),
    SessionState.PAUSED: frozenset({SessionState.RUNNING, SessionState.ADJOURNED, SessionState.ENDED}),
    SessionState.ADJOURNED: frozenset({SessionState.RUNNING, SessionState.ENDED}),
    SessionState.ENDED: frozenset(),
    SessionState.CANCELLED: frozenset(),
}


class AgreementState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    FROZEN = "frozen", _("Fixed, to be signed")
    SIGNED = "signed", _("Signed, to be sealed")
    EFFECTIVE = "effective", _("In effect")
    SET_ASIDE = "set_aside", _("Set aside")


AGREEMENT_OPEN = frozenset({AgreementState.DRAFT, AgreementState.FROZEN, AgreementState.SIGNED})
AGREEMENT_MOVES: dict[str, frozenset[str]] = {
    AgreementState.DRAFT: frozenset({AgreementState.FROZEN, AgreementState.EFFECTIVE, AgreementState.SET_ASIDE}),
    AgreementState.FROZEN: frozenset({AgreementState.SIGNED, AgreementState.DRAFT, AgreementState.SET_ASIDE}),
    AgreementState.SIGNED: frozenset({AgreementState.EFFECTIVE, AgreementState.SET_ASIDE}),
    AgreementState.EFFECTIVE: frozenset(),
    AgreementState.SET_ASIDE: frozenset(),
}


class PromiseState(models.TextChoices):
    AWAITED = "awaited", _("Not yet due")
    KEPT = "kept", _("Performed")
    BROKEN = "broken", _("Not performed in time")
    RELEASED = "released", _("Released by the other side")


PROMISE_OPEN = frozenset({PromiseState.AWAITED, PromiseState.BROKEN})
PROMISE_MOVES: dict[str, frozenset[str]] = {
    PromiseState.AWAITED: frozenset({PromiseState.KEPT, PromiseState.BROKEN, PromiseState.RELEASED}),
    PromiseState.BROKEN: frozenset({PromiseState.KEPT, PromiseState.RELEASED}),
    PromiseState.KEPT: frozenset(),
    PromiseState.RELEASED: frozenset(),
}


class ConfirmationState(models.TextChoices):
    PREPARED = "prepared", _("Being prepared together")
    FILED = "filed", _("Handed to the court")
    ACCEPTED = "accepted", _("Taken on by the court")
    CONFIRMED = "confirmed", _("Confirmed by the court")
    REFUSED = "refused", _("Refused by the court")
    DROPPED = "dropped", _("Not pursued")


CONFIRMATION_MOVES: dict[str, frozenset[str]] = {
    ConfirmationState.PREPARED: frozenset({ConfirmationState.FILED, ConfirmationState.DROPPED}),
    ConfirmationState.FILED: frozenset(
        {ConfirmationState.ACCEPTED, ConfirmationState.REFUSED, ConfirmationState.DROPPED}
    ),
    ConfirmationState.ACCEPTED: frozenset(
        {ConfirmationState.CONFIRMED, ConfirmationState.REFUSED, ConfirmationState.DROPPED}
    ),
    ConfirmationState.CONFIRMED: frozenset(),
    ConfirmationState.REFUSED: frozenset(),
    ConfirmationState.DROPPED: frozenset({ConfirmationState.PREPARED}),  # taken up again within the time
}

# Every event of a case; the same names start, pause and stop clocks in rules/*/deadlines.yaml.
EVENT: dict[str, "str | Text"] = {
    "mediation.applied": _("Mediation asked for"),
    "mediation.accepted": _("Mediation taken on"),
    "mediation.declined": _("Mediation not taken on"),
    "mediation.joined": _("Mediated together with other cases"),
    "mediation.party_changed": _("Party entered or changed"),
    "mediation.consented": _("A party agreed to mediation"),
    "mediation.refused": _("A party refused mediation"),
    "mediation.mediator_named": _("Mediator named"),
    "mediation.mediator_declared": _("Mediator declared ties"),
    "mediation.mediator_stood_back": _("Mediator stood back"),
    "mediation.challenged": _("Mediator challenged by a party"),
    "mediation.challenge_decided": _("Challenge of a mediator decided"),
    "mediation.inquired": _("Somebody asked outside a session"),
    "mediation.planned": _("Mediation planned"),
    "mediation.notified": _("Parties invited"),
    "mediation.session_arranged": _("Session arranged"),
    "mediation.session_moved": _("Session moved"),
    "mediation.session_opened": _("Session opened"),
    "mediation.session_stepped": _("Step of a session done"),
    "mediation.session_paused": _("Session paused"),
    "mediation.session_resumed": _("Session resumed"),
    "mediation.session_adjourned": _("Session adjourned"),
    "mediation.session_ended": _("Session ended"),
    "mediation.session_cancelled": _("Session cancelled"),
    "mediation.told_off": _("Party told that the session is called off"),
    "mediation.exhibited": _("Evidence handed in"),
    "mediation.proposed": _("Proposal made"),
    "mediation.proposal_answered": _("Proposal answered"),
    "mediation.read_over": _("Record read over and signed"),
    "mediation.drafted": _("Agreement drafted"),
    "mediation.agreed": _("Agreement fixed"),
    "mediation.agreed_orally": _("Agreed orally"),
    "mediation.unfrozen": _("Agreement opened again"),
    "mediation.signed": _("Agreement signed"),
    "mediation.effective": _("Agreement in effect"),
    "mediation.delivered": _("Copy handed over"),
    "mediation.failed": _("Ended without agreement"),
    "mediation.withdrawn": _("Application for mediation withdrawn"),
    "mediation.extended": _("Time extended with both sides' consent"),
    "mediation.regraded": _("Grade of a mediation changed"),
    "mediation.reported_up": _("Reported to the superior"),
    "mediation.referred_to_police": _("Told to the police because of danger"),
    "mediation.confirmable": _("May be brought to a court together"),
    "mediation.promise_made": _("Performance promised"),
    "mediation.promise_kept": _("Performed as promised"),
    "mediation.promise_broken": _("Not performed in time"),
    "mediation.promise_urged": _("Performance urged"),
    "mediation.promise_released": _("Released from a promise"),
    "mediation.performed": _("Everything performed"),
    "mediation.court_told": _("Told of the way to court"),
    "mediation.visited": _("Visited after mediation"),
    "mediation.confirmation_prepared": _("Confirmation by the court prepared"),
    "mediation.confirmation_filed": _("Confirmation asked of the court"),
    "mediation.confirmation_accepted": _("Court took the confirmation on"),
    "mediation.confirmation_decided": _("Court decided about the confirmation"),
    "mediation.confirmation_prolonged": _("Court gave itself more time"),
    "mediation.confirmation_dropped": _("Confirmation not pursued"),
    "mediation.paper_made": _("Document made"),
    "mediation.link_given": _("Link given to a party"),
    "mediation.link_ended": _("Link of a party ended"),
    "mediation.rights_known": _("A party read their rights and duties"),
    "mediation.closed": _("Mediation closed"),
}
