"""The verbs of telling people something."""

from firstdesk.notices.services.choosing import Choice, PostHours, choose, set_post_hours
from firstdesk.notices.services.outbox import Outgoing, send_out
from firstdesk.notices.services.reading import mark_read
from firstdesk.notices.services.send import Message, send
from firstdesk.notices.services.settling import Decision, decide

__all__ = [
    "Choice",
    "Decision",
    "Message",
    "Outgoing",
    "PostHours",
    "choose",
    "decide",
    "mark_read",
    "send",
    "send_out",
    "set_post_hours",
]
