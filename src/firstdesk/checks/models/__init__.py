"""The models of checks."""

from firstdesk.checks.models.draws import Draw, Recheck
from firstdesk.checks.models.findings import Finding, Order, Remedy, Review
from firstdesk.checks.models.inspections import Inspection, Mark, Visit
from firstdesk.checks.models.opinions import Emptying, Opinion, Seeking, Summary

__all__ = [
    "Draw", "Emptying", "Finding", "Inspection", "Mark", "Opinion", "Order", "Recheck", "Remedy", "Review", "Seeking",
    "Summary", "Visit",
]  # fmt: skip
