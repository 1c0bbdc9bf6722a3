"""States and moves of plans, courses and certificates."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("training", "Draft")
    SUBMITTED = "submitted", _("Submitted to the director")
    APPROVED = "approved", pgettext_lazy("training", "Approved")


class CourseState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("training", "Arranged")
    HELD = "held", pgettext_lazy("training", "Held")
    CANCELLED = "cancelled", pgettext_lazy("training", "Called off")


class CertificateState(models.TextChoices):
    VALID = "valid", pgettext_lazy("training", "Given")
    WITHDRAWN = "withdrawn", pgettext_lazy("training", "Withdrawn")


PLAN_MOVES: dict[str, frozenset[str]] = {
    PlanState.DRAFT: frozenset({PlanState.SUBMITTED}),
    PlanState.SUBMITTED: frozenset({PlanState.APPROVED, PlanState.DRAFT}),
    PlanState.APPROVED: frozenset(),
}
COURSE_MOVES: dict[str, frozenset[str]] = {
    CourseState.PLANNED: frozenset({CourseState.HELD, CourseState.CANCELLED}),
    CourseState.HELD: frozenset(),
    CourseState.CANCELLED: frozenset(),
}
CERTIFICATE_MOVES: dict[str, frozenset[str]] = {
    CertificateState.VALID: frozenset({CertificateState.WITHDRAWN}),
    CertificateState.WITHDRAWN: frozenset(),
}

EVENT = {
    "training.drafted": _("Training plan of %(year)s drafted"),
    "training.line_added": _("Training plan of %(year)s: “%(title)s” added for month %(month)s"),
    "training.line_removed": _("Training plan of %(year)s: “%(title)s” taken out"),
    "training.submitted": _("Training plan of %(year)s submitted with %(courses)s courses"),
    "training.given_back": _("Training plan of %(year)s given back by the director"),
    "training.approved": _("Training plan of %(year)s approved"),
    "training.arranged": _("Course “%(title)s” arranged for %(day)s, %(asked)s people asked"),
    "training.asked": _("%(person)s asked to the course “%(title)s”"),
    "training.ticked": _("Course “%(title)s”: %(came)s people came, by the list"),
    "training.signed_in": _("Signed in to the course “%(title)s” by the code on the door"),
    "training.held": _("Course “%(title)s” held, %(came)s people came"),
    "training.called_off": _("Course “%(title)s” called off"),
    "training.quiz_made": _("Test “%(title)s” made, pass mark %(pass_mark)s per cent"),
    "training.question_added": _("Test “%(title)s”: a question added"),
    "training.question_dropped": _("A question of a test is asked no more"),
    "training.sat": _("Test “%(title)s” sat, attempt %(try)s"),
    "training.recognised": _("Certificate %(number)s recognised: %(title)s"),
    "training.withdrawn": _("Certificate %(number)s withdrawn"),
}
