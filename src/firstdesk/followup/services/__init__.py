"""The verbs towards the person who asked."""

from firstdesk.followup.services.answering import finish_own, note_contact, reply
from firstdesk.followup.services.calling import Call, call_back
from firstdesk.followup.services.ending import close, reopen, verify
from firstdesk.followup.services.rating import Opinion, rate

__all__ = ["Call", "Opinion", "call_back", "close", "finish_own", "note_contact", "rate", "reopen", "reply", "verify"]
