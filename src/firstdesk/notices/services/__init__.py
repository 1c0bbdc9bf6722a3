"""The verbs of telling people something."""

from firstdesk.notices.services.choosing import Choice, PostHours, choose, set_post_hours
from firstdesk.notices.services.outbox import Outgoing, send_out
from firstdesk.notices.services.reading import mark_read
from firstdesk.notices.services.send import Message, send
from firstdesk.notices.services.settling import Decision, decide
from firstdesk.notices.services.templates import NewWords, retire_template, save_template

__all__ = [
    "Choice",
    "Decision",
    "Message",
    "NewWords",
    "Outgoing",
    "PostHours",
    "choose",
    "decide",
    "mark_read",
    "retire_template",
    "save_template",
    "send",
    "send_out",
    "set_post_hours",
]
