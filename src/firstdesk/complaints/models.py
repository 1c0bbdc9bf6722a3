"""A complaint is a matter with more to it: what it is about, who stands back, what was looked into, what is owed."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.complaints import states
from firstdesk.complaints.states import CompensationState
from firstdesk.matters.models import Matter


class Complaint(models.Model):
    """What makes a matter a complaint about us. Story and person stand with the report, as of any matter."""

    mutability = "append_only"
    words_erased = ("phrase",)
    words_kept = {"codes of the rules": ("kind",)}

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="complaint")
    kind = models.CharField(max_length=20)  # a value of the fact `complaint` in rules/facts.yaml
    about = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="complaints")
    phrase = models.CharField(max_length=200, blank=True)  # the words that were said (SS-HB-03)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.kind}"


class Record(models.Model):
    """What was done about a complaint: looked into on the spot, explained to the person, protection against retaliation."""

    mutability = "append_only"
    words_erased = ("text",)

    class Kind(models.TextChoices):
        VISIT = "visit", _("Inquiry on the spot")
        EXPLANATION = "explanation", _("Explanation of the delay to the person")
        PROTECTION = "protection", _("Protection of the person against retaliation")

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(max_length=15, choices=Kind)
    text = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.kind}"


class Compensation(models.Model):
    """Money promised because an answer was late: counted by the rule, decided by somebody not responsible."""

    mutability = "mutable"
    words_erased = ("reason",)
    words_kept = {"figures": ("verdict",), "number of the receipt, for the accounts": ("voucher",)}
    times_of_the_world = ("computed_at",)

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="compensation")
    days = models.PositiveIntegerField()
    amount = models.PositiveIntegerField()  # whole yuan
    verdict = models.JSONField()  # day by day, as the rulebook gave it
    state = models.CharField(max_length=10, choices=CompensationState, default=CompensationState.OWED)
    computed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)  # why it is not paid
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    voucher = models.CharField(max_length=80, blank=True)  # number of the receipt the person signed

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="owed", decided_at=None, decided_by=None)
                | (~Q(state="owed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="complaints_compensation_decided",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["paid", "declined"], settled_at__isnull=False, settled_by__isnull=False)
                | (~Q(state__in=["paid", "declined"]) & Q(settled_at=None, settled_by=None)),
                name="complaints_compensation_settled",
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=models.F("decided_by")),
                name="complaints_compensation_two_people",
                violation_error_message=_("Who approves the money does not pay it out."),
            ),
            models.CheckConstraint(
                condition=~Q(state="explained") | ~Q(reason=""), name="complaints_compensation_explained"
            ),
            models.CheckConstraint(condition=Q(days__gt=0, amount__gt=0), name="complaints_compensation_late"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.amount}"

    @property
    def ledger_chain(self) -> str:
        """Recorded in the matter's chain."""
        return f"matter:{self.complaint.matter_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.MOVES
