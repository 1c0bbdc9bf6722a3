"""The verbs after an agreement: kept, broken, urged, visited, confirmed, closed."""

from firstdesk.mediation.services.after.following import (
    Decision,
    Found,
    accept_confirmation,
    close,
    decide_confirmation,
    drop_confirmation,
    file_confirmation,
    join_confirmation,
    prepare_confirmation,
    visit,
)
from firstdesk.mediation.services.after.promising import Proof, break_, break_overdue, keep, release, urge

__all__ = [
    "Decision", "Found", "Proof", "accept_confirmation", "break_", "break_overdue", "close", "decide_confirmation",
    "drop_confirmation", "file_confirmation", "join_confirmation", "keep", "prepare_confirmation", "release", "urge",
    "visit",
]  # fmt: skip
