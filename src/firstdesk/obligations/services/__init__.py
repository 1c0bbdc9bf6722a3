"""The verbs of obligations."""

from firstdesk.obligations.services.events import Occasion, Owes, on_event, on_events

__all__ = ["Occasion", "Owes", "on_event", "on_events"]
