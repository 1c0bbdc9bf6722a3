"""The verbs of reports."""

from firstdesk.reporting.services.asking import ask_for_major
from firstdesk.reporting.services.drafting import NewReport, begin, correct, follow_up, recount, write
from firstdesk.reporting.services.signing import give_back, hand_in, send, sign

__all__ = [
    "NewReport", "ask_for_major", "begin", "correct", "follow_up", "give_back", "hand_in", "recount", "send", "sign", "write",
]  # fmt: skip
