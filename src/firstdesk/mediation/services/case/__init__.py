"""The verbs of a case: its beginning, its people, its end without agreement."""

from firstdesk.mediation.services.case.applying import Acceptance, Application, Decline, accept, apply, decline, join
from firstdesk.mediation.services.case.consenting import Ending, Word, consent, fail, refuse, withdraw
from firstdesk.mediation.services.case.entering import (
    NewAgent,
    NewParty,
    add_agent,
    add_participant,
    add_party,
    correct_party,
    revoke_agent,
)
from firstdesk.mediation.services.case.seating import challenge, decide_challenge, declare, name_mediator, stand_back

__all__ = [
    "Acceptance", "Application", "Decline", "Ending", "NewAgent", "NewParty", "Word", "accept", "add_agent",
    "add_participant", "add_party", "apply", "challenge", "consent", "correct_party", "decide_challenge", "decline",
    "declare", "fail", "join", "name_mediator", "refuse", "revoke_agent", "stand_back", "withdraw",
]  # fmt: skip
