"""The verbs of matters."""

from firstdesk.matters.selectors import facts_of
from firstdesk.matters.services.ending import mark_duplicate, mark_invalid, reopen, withdraw
from firstdesk.matters.services.holding import assign, resume, suspend, take
from firstdesk.matters.services.kernel import (
    Advance,
    Responsible,
    Step,
    advance,
    advance_many,
    occasion,
    person,
    queue,
    responsible_of,
)
from firstdesk.matters.services.opening import NewMatter, open_matter, open_matters

__all__ = [
    "Advance", "NewMatter", "Responsible", "Step", "advance", "advance_many", "assign", "facts_of", "mark_duplicate",
    "mark_invalid", "occasion", "open_matter", "open_matters", "person", "queue", "reopen", "responsible_of", "resume",
    "suspend", "take", "withdraw",
]  # fmt: skip
