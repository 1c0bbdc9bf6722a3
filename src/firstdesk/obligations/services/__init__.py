"""The verbs of obligations."""

from firstdesk.obligations.services.events import Occasion, Owes, on_event, on_events
from firstdesk.obligations.services.sweep import Swept, sweep

__all__ = ["Occasion", "Owes", "Swept", "on_event", "on_events", "sweep"]
