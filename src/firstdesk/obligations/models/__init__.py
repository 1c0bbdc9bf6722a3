"""Whatever is due: clocks of matters, recurring duties, and what centres settle about them."""

from firstdesk.obligations.models.clocks import Clock, ClockQuerySet
from firstdesk.obligations.models.duties import Occurrence, OccurrenceQuerySet, Proof, TakenBack
from firstdesk.obligations.models.keeping import CalendarLink, Confirmation, MarketDays, Schedule, SensitivePeriod

__all__ = [
    "CalendarLink", "Clock", "ClockQuerySet", "Confirmation", "MarketDays", "Occurrence", "OccurrenceQuerySet", "Proof", "Schedule",
    "SensitivePeriod", "TakenBack",
]  # fmt: skip
