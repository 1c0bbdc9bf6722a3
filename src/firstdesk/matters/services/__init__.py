"""The verbs of matters."""

from firstdesk.matters.selectors import facts_of
from firstdesk.matters.services.attachments import Belonging, attach, detach
from firstdesk.matters.services.ending import mark_duplicate, mark_invalid, reopen, withdraw
from firstdesk.matters.services.holding import assign, put_back, resume, suspend, take
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
from firstdesk.matters.services.linking import link, merge, note_split, unlink, unmerge
from firstdesk.matters.services.opening import NewMatter, open_matter, open_matters, take_numbers
from firstdesk.matters.services.recusing import lift_recusal, recuse

__all__ = [
    "Advance", "Belonging", "NewMatter", "Responsible", "Step", "advance", "advance_many", "assign", "attach", "detach", "facts_of", "lift_recusal", "link",
    "mark_duplicate", "mark_invalid", "merge", "note_split", "occasion", "open_matter", "open_matters", "person", "put_back",
    "queue", "recuse", "reopen", "responsible_of", "resume", "suspend", "take", "take_numbers", "unlink", "unmerge", "withdraw",
]  # fmt: skip
