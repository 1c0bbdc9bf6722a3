"""The annual plan: which courses, when, on what, for which posts."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.training import states
from firstdesk.training.states import PlanState

USER = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    """Kinds of course, by method and audience."""

    INNER = "inner", pgettext_lazy("training", "Own course")
    OUTER = "outer", _("Outside course or exchange")
    ON_SITE = "on_site", _("Teaching on the spot")
    INDUCTION = "induction", _("Induction before the first duty")
    PUBLICITY = "publicity", _("Publicity for residents")
    GUIDANCE = "guidance", _("Guidance of prevention bodies")


class Plan(models.Model):
    """An organisation's training plan for a year, approved by its director."""

    mutability = "mutable"

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    goals = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    remark = models.CharField(max_length=300, blank=True)  # the director's, when it was given back
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()  # with its lines; a form that saw an older one is stale
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="training_plan_once",
                violation_error_message=_("There is a plan for this year already."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2004, year__lte=2100),
                name="training_plan_year",
                violation_error_message=_("Choose a year between 2004 and 2100."),
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_at__isnull=False, approved_by__isnull=False)
                | (~Q(state="approved") & Q(approved_at=None, approved_by=None)),
                name="training_plan_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.year}"

    @property
    def ledger_chain(self) -> str:
        """Recorded with the organisation."""
        return f"unit:{self.unit_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.PLAN_MOVES


class PlanLine(models.Model):
    """One planned course."""

    mutability = "mutable"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="lines")
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    subjects = models.JSONField()  # codes of the lists of the rules
    month = models.PositiveSmallIntegerField()
    posts = models.JSONField(default=list)  # codes of posts; none: for residents or bodies
    hours = models.PositiveSmallIntegerField(default=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "title", "month"],
                name="training_planline_once",
                violation_error_message=_("This course stands in the plan for this month already."),
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12),
                name="training_planline_month",
                violation_error_message=_("A month is a number from 1 to 12."),
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=400),
                name="training_planline_hours",
                violation_error_message=_("A course lasts one hour at least and 400 at most."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
