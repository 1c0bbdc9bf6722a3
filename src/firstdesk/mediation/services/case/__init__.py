"""Verbs of a case: application, people, time, and ending without agreement."""

from firstdesk.mediation.services.case.applying import Acceptance, Application, Decline, accept, apply, decline, join
from firstdesk.mediation.services.case.consenting import Ending, Word, consent, fail, refuse, withdraw
from firstdesk.mediation.services.case.danger import Alarm, Danger, Where, refer_to_police
from firstdesk.mediation.services.case.entering import (
    NewAgent,
    NewParty,
    add_agent,
    add_participant,
    add_party,
    correct_party,
    prove_agent,
    revoke_agent,
)
from firstdesk.mediation.services.case.inquiring import Asked, inquire
from firstdesk.mediation.services.case.seating import challenge, decide_challenge, declare, name_mediator, stand_back
from firstdesk.mediation.services.case.timing import Longer, Why, extend, regrade, report_up

__all__ = [
    "Acceptance", "Alarm", "Application", "Asked", "Danger", "Decline", "Ending", "Longer", "NewAgent", "NewParty", "Where",
    "Why", "Word", "accept", "add_agent", "add_participant", "add_party", "apply", "challenge", "consent",
    "correct_party", "decide_challenge", "decline", "declare", "extend", "fail", "inquire", "join", "name_mediator",
    "prove_agent", "refer_to_police", "refuse", "regrade", "report_up", "revoke_agent", "stand_back", "withdraw",
]  # fmt: skip
