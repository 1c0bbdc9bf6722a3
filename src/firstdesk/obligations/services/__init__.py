"""The verbs of obligations."""

from firstdesk.obligations.services.duties import keep_duties, miss, schedule_occurrences
from firstdesk.obligations.services.events import Occasion, Owes, keep_from, on_event, on_events
from firstdesk.obligations.services.extend import More, extend
from firstdesk.obligations.services.proving import ByHand, Shown, give, prove, prove_by_hand, unprove
from firstdesk.obligations.services.recount import recount_provisional
from firstdesk.obligations.services.shorten import shorten
from firstdesk.obligations.services.sweep import Swept, sweep
from firstdesk.obligations.services.versions import adopt_version

__all__ = [
    "ByHand", "More", "Occasion", "Owes", "Shown", "Swept", "give", "prove", "prove_by_hand", "unprove", "adopt_version", "extend", "keep_duties", "keep_from", "miss", "on_event", "on_events",
    "recount_provisional", "schedule_occurrences", "shorten", "sweep",
]  # fmt: skip
