"""Whatever is due: running clocks and recurring duties."""

from firstdesk.obligations.models.clocks import Clock, ClockQuerySet
from firstdesk.obligations.models.duties import Occurrence, OccurrenceQuerySet, Proof, TakenBack

__all__ = ["Clock", "ClockQuerySet", "Occurrence", "OccurrenceQuerySet", "Proof", "TakenBack"]
