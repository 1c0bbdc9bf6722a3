"""The verbs of judgement. What each returns is saved; what is refused leaves nothing behind."""

from firstdesk.triage.selectors.routes import Classification
from firstdesk.triage.services.check import Hazard, file_hazard_form, verify
from firstdesk.triage.services.decide import Case, decide, decide_many, escalate, reclassify
from firstdesk.triage.services.mark import mark_urgent
from firstdesk.triage.services.tick import tick

__all__ = [
    "Case",
    "Classification",
    "Hazard",
    "decide",
    "decide_many",
    "escalate",
    "file_hazard_form",
    "mark_urgent",
    "reclassify",
    "tick",
    "verify",
]
