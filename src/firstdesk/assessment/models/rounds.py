"""Assessments of units and posts over a span of days; method and figures are fixed when one is opened."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.assessment import states
from firstdesk.assessment.states import RoundState, SheetState

USER = settings.AUTH_USER_MODEL


class Round(models.Model):
    """One assessment: method, indicators and days, fixed once it is opened."""

    mutability = "mutable"

    class Kind(models.TextChoices):
        STAGE = "stage", _("Of a stage")
        QUARTER = "quarter", _("Of a quarter")
        HALF = "half", _("Of a half year")
        YEAR = "year", _("Of a year")

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind)
    method = models.CharField(max_length=2000)  # how is assessed, in words, or the number of the written method
    first = models.DateField()
    last = models.DateField()
    indicators = models.JSONField()  # ids of rules
    dimensions = models.JSONField()  # codes of a list of the rules: what the assessor writes about
    appeal_days = models.PositiveSmallIntegerField(default=5)  # working days
    rulebook_version = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=RoundState, default=RoundState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title", "first", "last"],
                name="assessment_round_once",
                violation_error_message=_("This assessment is open already: the same title, the same days."),
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="assessment_round_days",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                condition=Q(appeal_days__gte=3, appeal_days__lte=30),
                name="assessment_round_appeal",
                violation_error_message=_("There are three working days at least to appeal, and thirty at most."),
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None, closed_by=None)),
                name="assessment_round_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_chain(self) -> str:
        """Recorded with the organisation that assesses."""
        return f"unit:{self.unit_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.ROUND_MOVES


class Sheet(models.Model):
    """The assessment of one unit, or of the holder of one post."""

    mutability = "mutable"

    class Grade(models.TextChoices):
        STRONG = "strong", pgettext_lazy("assessment", "Outstanding")
        SOUND = "sound", pgettext_lazy("assessment", "As it should be")
        TO_IMPROVE = "to_improve", pgettext_lazy("assessment", "To be improved")
        OPEN = "open", pgettext_lazy("assessment", "Not judged")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sheets")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("directory.Post", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.OPEN)
    remark = models.CharField(max_length=2000, blank=True)  # of the one it is about
    remarked_at = models.DateTimeField(null=True)
    remarked_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.JSONField(default=dict)  # dimension → what the assessor says
    grade = models.CharField(max_length=10, choices=Grade, blank=True)
    assessed_at = models.DateTimeField(null=True)
    assessed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    appeal_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")  # none: time ran out

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit", "post", "person"], nulls_distinct=False, name="assessment_sheet_once"
            ),
            models.CheckConstraint(
                condition=Q(post=None, person=None) | Q(post__isnull=False, person__isnull=False),
                name="assessment_sheet_post",
            ),
            models.CheckConstraint(
                condition=Q(remarked_at=None, remarked_by=None)
                | Q(remarked_at__isnull=False, remarked_by__isnull=False),
                name="assessment_sheet_remarked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "remarked"], assessed_at=None, assessed_by=None)
                | (
                    ~Q(state__in=["open", "remarked"])
                    & Q(assessed_at__isnull=False, assessed_by__isnull=False, grade__gt="", appeal_until__isnull=False)
                ),
                name="assessment_sheet_assessed",
            ),
            models.CheckConstraint(
                condition=Q(assessed_by=None) | Q(person=None) | ~Q(assessed_by=F("person")),
                name="assessment_sheet_other",
                violation_error_message=_("Nobody assesses themselves."),
            ),
            models.CheckConstraint(
                condition=Q(state="final", ended_at__isnull=False)
                | (~Q(state="final") & Q(ended_at=None, ended_by=None)),
                name="assessment_sheet_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.unit_id}"

    @property
    def changed_at(self) -> datetime:
        """When its last step was taken."""
        appealed = self.appeal.lodged_at if self.state == SheetState.APPEALED else None
        return self.ended_at or appealed or self.assessed_at or self.remarked_at or self.round.opened_at

    @property
    def ledger_chain(self) -> str:
        """Recorded with the organisation that assesses."""
        return self.round.ledger_chain

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.SHEET_MOVES


class Figure(models.Model):
    """One indicator as counted when the assessment was opened, with the ids of its records."""

    mutability = "append_only"

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="figures")
    rule_id = models.CharField(max_length=80)
    part = models.JSONField()  # keys
    whole = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "rule_id"], name="assessment_figure_once")]

    def __str__(self) -> str:
        return f"{self.rule_id}: {len(self.part)}/{len(self.whole)}"


class Appeal(models.Model):
    """An appeal by the one assessed, decided by somebody other than the assessor."""

    mutability = "mutable"

    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="appeal")
    words = models.CharField(max_length=2000)
    lodged_at = models.DateTimeField()
    lodged_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    is_upheld = models.BooleanField(null=True)
    decision = models.CharField(max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, is_upheld=None, decision="")
                | Q(decided_at__isnull=False, decided_by__isnull=False, is_upheld__isnull=False, decision__gt=""),
                name="assessment_appeal_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("lodged_by")),
                name="assessment_appeal_two",
                violation_error_message=_("Somebody else decides than who appealed."),
            ),
        ]

    def __str__(self) -> str:
        return f"appeal of {self.sheet_id}"
