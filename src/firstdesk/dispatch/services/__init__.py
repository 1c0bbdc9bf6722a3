"""The verbs of referral. What each returns is saved; what is refused leaves nothing behind."""

from firstdesk.dispatch.services.arrange import (
    Meeting,
    Scene,
    hand_over_on_scene,
    make_appointment,
    record_measures,
)
from firstdesk.dispatch.services.helping import Request, ask, complete, drop, refuse, take_on
from firstdesk.dispatch.services.reading import note_opened
from firstdesk.dispatch.services.receive import accept, answer, assign, attach_proof, object_
from firstdesk.dispatch.services.relief import relieve
from firstdesk.dispatch.services.scene import (
    FirstAction,
    Order,
    arrive,
    depart,
    finish,
    order,
    order_first,
    stand_down,
)
from firstdesk.dispatch.services.send import (
    Handover,
    confirm,
    offer,
    offer_many,
    retire,
    return_,
    take_back,
    withdraw,
)
from firstdesk.dispatch.services.serving import Evidence, Wish, end_service, start_service, take_step
from firstdesk.dispatch.services.tell import escalated as tell_escalated
from firstdesk.dispatch.services.tell import on_duty

__all__ = [
    "Evidence",
    "FirstAction",
    "Handover",
    "Meeting",
    "Order",
    "Request",
    "Scene",
    "Wish",
    "accept",
    "answer",
    "arrive",
    "ask",
    "assign",
    "attach_proof",
    "complete",
    "confirm",
    "depart",
    "drop",
    "end_service",
    "finish",
    "hand_over_on_scene",
    "make_appointment",
    "note_opened",
    "object_",
    "offer",
    "offer_many",
    "on_duty",
    "order",
    "order_first",
    "record_measures",
    "refuse",
    "relieve",
    "retire",
    "return_",
    "stand_down",
    "start_service",
    "take_back",
    "take_on",
    "take_step",
    "tell_escalated",
    "withdraw",
]
