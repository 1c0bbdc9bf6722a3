"""Findings: who has to remedy what by when, with what evidence, and who reviews it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firstdesk.checks import states
from firstdesk.checks.models.draws import Recheck
from firstdesk.checks.models.inspections import Inspection, Visit
from firstdesk.checks.models.shapes import USER, both
from firstdesk.checks.states import FindingState, OrderState


class Finding(models.Model):
    """A defect a unit has to remedy by a day."""

    mutability = "mutable"
    times_of_the_world = ("late_told_at",)
    words_erased = ("title",)
    words_blanked = ("words",)
    words_kept = {"codes of the rules": ("rule_id", "item")}
    words_path = "recheck__matter_id"

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")  # which owes it
    by_unit = models.ForeignKey(
        "directory.Unit", on_delete=models.PROTECT, related_name="+"
    )  # which found it, and looks at it again
    inspection = models.ForeignKey(Inspection, null=True, on_delete=models.PROTECT, related_name="findings")
    recheck = models.ForeignKey(Recheck, null=True, on_delete=models.PROTECT, related_name="findings")
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="findings")
    rule_id = models.CharField(max_length=80, blank=True)  # the item of the checklist
    item = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    words = models.CharField(max_length=1000, blank=True)
    due_on = models.DateField()
    owner = models.ForeignKey(
        USER, null=True, on_delete=models.PROTECT, related_name="+"
    )  # of the unit; until named, its leader
    state = models.CharField(max_length=8, choices=FindingState, default=FindingState.OPEN)
    late_told_at = models.DateTimeField(null=True)  # told upward that it is late
    changed_at = models.DateTimeField()  # of its last step; a form that saw an older one is stale
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=both("closed"), name="checks_finding_closed_by"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="checks_finding_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on"], condition=~Q(state="closed"), name="checks_finding_open"),
            models.Index(fields=["by_unit", "-raised_at"], name="checks_finding_by"),
        ]

    def __str__(self) -> str:
        return f"finding {self.pk}"

    @property
    def ledger_chain(self) -> str:
        """Recorded in the chain of the unit that owes it."""
        return f"unit:{self.unit_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.FINDING_MOVES


class Remedy(models.Model):
    """What was done about a finding, with evidence."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_blanked = ("words",)
    files_erased = ("file",)
    words_path = "finding__recheck__matter_id"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="remedies")
    words = models.CharField(max_length=1000)
    happened_on = models.DateField()
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    remedied_at = models.DateTimeField()
    remedied_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "remedies"

    def __str__(self) -> str:
        return f"remedy of {self.finding_id}"


class Review(models.Model):
    """A review of a remedy: accepted, or returned with a reason."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_blanked = ("words",)
    files_erased = ("file",)
    words_path = "remedy__finding__recheck__matter_id"

    remedy = models.OneToOneField(Remedy, on_delete=models.PROTECT, related_name="review")
    is_accepted = models.BooleanField()
    words = models.CharField(max_length=1000)
    due_on = models.DateField(null=True)  # of one that goes back: until when now
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"review of {self.remedy_id}"


class Order(models.Model):
    """A supervision order from above: the unit must deal with a finding and answer by a day."""

    mutability = "mutable"
    words_blanked = ("words", "answer")
    words_path = "finding__recheck__matter_id"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="orders")
    words = models.CharField(max_length=500)
    answer_by = models.DateField()
    answer = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=8, choices=OrderState, default=OrderState.GIVEN)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding"],
                condition=~Q(state="ended"),
                name="checks_order_one",
                violation_error_message=_("A supervision order about this finding stands already."),
            ),
            models.CheckConstraint(condition=both("answered"), name="checks_order_answered"),
            models.CheckConstraint(condition=both("ended"), name="checks_order_ended"),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("given_by")), name="checks_order_two"
            ),
        ]

    def __str__(self) -> str:
        return f"order about {self.finding_id}"

    @property
    def changed_at(self) -> datetime:
        """When its last step was taken."""
        return self.ended_at or self.answered_at or self.given_at

    @property
    def ledger_chain(self) -> str:
        """Recorded beside its finding."""
        return self.finding.ledger_chain

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.ORDER_MOVES
