"""Verbs of clocks and duties."""

from firstdesk.obligations.services.confirming import Look, confirm
from firstdesk.obligations.services.covering import prove_cover
from firstdesk.obligations.services.duties import keep_duties, miss, warn
from firstdesk.obligations.services.events import Occasion, Owes, keep_from, on_event, on_events
from firstdesk.obligations.services.excusing import explain, remark, waive
from firstdesk.obligations.services.extend import More, extend
from firstdesk.obligations.services.linking import Markets, give_link, revoke_link, revoke_links, set_market_days
from firstdesk.obligations.services.proving import ByHand, Shown, give, prove, prove_by_hand, unprove
from firstdesk.obligations.services.recount import recount_provisional
from firstdesk.obligations.services.scheduling import Happened, raise_after, schedule, schedule_around, schedule_due
from firstdesk.obligations.services.sensitive import Declared, declare
from firstdesk.obligations.services.sensitive import end as end_sensitive
from firstdesk.obligations.services.shorten import shorten
from firstdesk.obligations.services.sweep import Swept, sweep
from firstdesk.obligations.services.versions import adopt_version

__all__ = [
    "ByHand", "Declared", "Happened", "Look", "Markets", "More", "Occasion", "Owes", "Shown", "Swept", "adopt_version", "confirm",
    "declare", "end_sensitive", "explain", "extend", "give", "give_link", "keep_duties", "keep_from", "miss", "on_event",
    "on_events", "prove", "prove_by_hand", "prove_cover", "raise_after", "recount_provisional", "remark", "revoke_link", "revoke_links", "schedule", "schedule_around", "schedule_due",
    "set_market_days", "shorten", "sweep", "unprove", "waive", "warn",
]  # fmt: skip
