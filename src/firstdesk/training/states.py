"""The life of an annual plan, of a course, of a certificate."""

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
