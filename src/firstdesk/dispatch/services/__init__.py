"""The verbs of referral. What each returns is saved; what is refused leaves nothing behind."""

from firstdesk.dispatch.services.arrange import (
    Meeting,
    Scene,
    hand_over_on_scene,
    make_appointment,
    record_measures,
)
from firstdesk.dispatch.services.receive import accept, answer, assign, object_
from firstdesk.dispatch.services.send import Handover, confirm, offer, offer_many, retire, return_, withdraw
from firstdesk.dispatch.services.tell import escalated as tell_escalated

__all__ = [
    "Handover",
    "Meeting",
    "Scene",
    "accept",
    "answer",
    "assign",
    "confirm",
    "hand_over_on_scene",
    "make_appointment",
    "object_",
    "offer",
    "offer_many",
    "record_measures",
    "retire",
    "return_",
    "tell_escalated",
    "withdraw",
]
