"""Plans, courses, tests, certificates."""

from firstdesk.training.models.certificates import Certificate
from firstdesk.training.models.courses import Course, Kind, Seat
from firstdesk.training.models.plans import Plan, PlanLine
from firstdesk.training.models.quizzes import Attempt, Question, Quiz

__all__ = ["Attempt", "Certificate", "Course", "Kind", "Plan", "PlanLine", "Question", "Quiz", "Seat"]
