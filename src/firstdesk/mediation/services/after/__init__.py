"""Verbs after an agreement: keep, break, urge, visit, confirm, close."""

from firstdesk.mediation.services.after.confirming import (
    Decision,
    accept_confirmation,
    decide_confirmation,
    drop_confirmation,
    file_confirmation,
    join_confirmation,
    prepare_confirmation,
    prolong_confirmation,
)
from firstdesk.mediation.services.after.following import Found, close, visit
from firstdesk.mediation.services.after.promising import Proof, break_, break_overdue, keep, release, urge
from firstdesk.mediation.services.after.reaching import Reached, reach
from firstdesk.mediation.services.after.reminding import remind_due, urge_by_message

__all__ = [
    "Decision", "Found", "Proof", "Reached", "accept_confirmation", "break_", "break_overdue", "close", "decide_confirmation",
    "drop_confirmation", "file_confirmation", "join_confirmation", "keep", "prepare_confirmation",
    "prolong_confirmation", "reach", "release", "remind_due", "urge", "urge_by_message", "visit",
]  # fmt: skip
