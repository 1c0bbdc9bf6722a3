"""Assessments with frozen figures, awards, accountability."""

from firstdesk.assessment.models.merits import Accountability, Award
from firstdesk.assessment.models.rounds import Appeal, Figure, Round, Sheet

__all__ = ["Accountability", "Appeal", "Award", "Figure", "Round", "Sheet"]
