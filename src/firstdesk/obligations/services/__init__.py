"""The verbs of obligations."""

from firstdesk.obligations.services.duties import discharge, keep_duties, miss, schedule_occurrences
from firstdesk.obligations.services.events import Occasion, Owes, keep_from, on_event, on_events
from firstdesk.obligations.services.extend import More, extend
from firstdesk.obligations.services.recount import recount_provisional
from firstdesk.obligations.services.shorten import shorten
from firstdesk.obligations.services.sweep import Swept, sweep
from firstdesk.obligations.services.versions import adopt_version

__all__ = [
    "More", "Occasion", "Owes", "Swept", "adopt_version", "discharge", "extend", "keep_duties", "keep_from", "miss", "on_event", "on_events",
    "recount_provisional", "schedule_occurrences", "shorten", "sweep",
]  # fmt: skip
