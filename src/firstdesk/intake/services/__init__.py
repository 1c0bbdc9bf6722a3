"""The verbs of the door. What each returns is saved; what is refused leaves nothing behind."""

from firstdesk.intake.services.contacts import (
    Taken,
    answer_contact,
    contact_of_key,
    drop_contact,
    note_recognised,
    open_contact,
    save_draft,
)
from firstdesk.intake.services.papers import drop_paper, keep_papers
from firstdesk.intake.services.persons import Revealed, reveal_party
from firstdesk.intake.services.receipts import ReceiptMessage, send_receipt
from firstdesk.intake.services.registering import (
    PartyData,
    Registration,
    register,
    register_and_route,
    register_many,
)
from firstdesk.intake.services.retention import erase_expired
from firstdesk.intake.services.splitting import Part, split
from firstdesk.intake.services.taking import Tie, take_down
from firstdesk.intake.services.web import WebReport, register_from_web

__all__ = [
    "Part",
    "PartyData",
    "ReceiptMessage",
    "Registration",
    "Revealed",
    "Taken",
    "Tie",
    "WebReport",
    "answer_contact",
    "contact_of_key",
    "drop_contact",
    "drop_paper",
    "erase_expired",
    "keep_papers",
    "note_recognised",
    "open_contact",
    "register",
    "register_and_route",
    "register_from_web",
    "register_many",
    "reveal_party",
    "save_draft",
    "send_receipt",
    "split",
    "take_down",
]
