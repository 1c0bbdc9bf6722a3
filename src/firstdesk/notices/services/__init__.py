"""The verbs of telling people something."""

from firstdesk.notices.services.outbox import Outgoing, send_out
from firstdesk.notices.services.reading import mark_read
from firstdesk.notices.services.send import Message, send

__all__ = ["Message", "Outgoing", "mark_read", "send", "send_out"]
