"""The verbs of the door. What each returns is saved; what is refused leaves nothing behind."""

from firstdesk.intake.services.contacts import answer_contact, drop_contact, open_contact, save_draft
from firstdesk.intake.services.persons import Revealed, reveal_party
from firstdesk.intake.services.registering import (
    PartyData,
    Registration,
    register,
    register_and_route,
    register_many,
)
from firstdesk.intake.services.retention import erase_expired
from firstdesk.intake.services.web import WebReport, register_from_web

__all__ = [
    "PartyData",
    "Registration",
    "Revealed",
    "WebReport",
    "answer_contact",
    "drop_contact",
    "erase_expired",
    "open_contact",
    "register",
    "register_and_route",
    "register_from_web",
    "register_many",
    "reveal_party",
    "save_draft",
]
