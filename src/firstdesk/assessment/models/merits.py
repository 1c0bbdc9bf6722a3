"""Awards and accountability: each proposed by one and decided by another."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firstdesk.assessment import states
from firstdesk.assessment.models.rounds import Sheet
from firstdesk.assessment.states import AwardState, FindingState
from firstdesk.common.secrecy import SecretText

USER = settings.AUTH_USER_MODEL
TWO = _("Somebody else decides than who proposed.")


class Award(models.Model):
    """An award for a stage or a year, to a unit or a person. That of the year is reported upward."""

    mutability = "mutable"

    class Kind(models.TextChoices):
        STAGE = "stage", _("Commendation of a stage")
        YEAR = "year", _("Outstanding in the year")

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, null=True, blank=True, on_delete=models.PROTECT, related_name="awards")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    grounds = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=AwardState, default=AwardState.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "unit", "person", "kind"],
                condition=Q(state="proposed"),
                nulls_distinct=False,
                name="assessment_award_once",
                violation_error_message=_("The same award is proposed already and waits for its decision."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, state="proposed")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(state="proposed")),
                name="assessment_award_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("proposed_by")) & (Q(person=None) | ~Q(decided_by=F("person")))),
                name="assessment_award_two",
                violation_error_message=TWO,
            ),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=F("proposed_by")),
                name="assessment_award_self",
                violation_error_message=_("Nobody proposes themselves."),
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None, reported_by=None)
                | Q(reported_at__isnull=False, reported_by__isnull=False, state="reported"),
                name="assessment_award_reported",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id}"

    @property
    def changed_at(self) -> datetime:
        """When its last step was taken."""
        return self.reported_at or self.decided_at or self.proposed_at

    @property
    def ledger_chain(self) -> str:
        """Recorded with the centre."""
        return f"unit:{self.centre_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.AWARD_MOVES


class Accountability(models.Model):
    """An accountability finding about a unit or a person: on a ground of the rules, heard, decided by somebody else.

    A finding against them is told, and final once the days to appeal are over or a third person decided the appeal."""

    mutability = "mutable"

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=40)  # code of the list of the rules
    rulebook_version = models.CharField(max_length=64)
    facts = SecretText()
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    statement = SecretText(blank=True)  # what the one concerned says, in their words
    heard_at = models.DateTimeField(null=True)
    heard_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=40, blank=True)  # code of the list of the rules; none where cleared
    decision = SecretText(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    appeal_until = models.DateField(null=True)
    appeal = SecretText(blank=True)
    appealed_at = models.DateTimeField(null=True)
    appealed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    answer = SecretText(blank=True)  # why the appeal was decided as it was
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")  # none: time ran out

    class Meta:
        verbose_name_plural = "accountabilities"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "unit", "person", "ground"],
                condition=Q(state__in=["proposed", "heard"]),
                nulls_distinct=False,
                name="assessment_accountability_once",
                violation_error_message=_("A finding on this ground is proposed already and waits for its decision."),
            ),
            models.CheckConstraint(
                condition=Q(heard_at=None, heard_by=None, state="proposed")
                | (Q(heard_at__isnull=False, heard_by__isnull=False) & ~Q(state="proposed")),
                name="assessment_accountability_heard",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, state__in=["proposed", "heard"])
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(state__in=["proposed", "heard"])),
                name="assessment_accountability_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | (~Q(decided_by=F("proposed_by")) & (Q(person=None) | ~Q(decided_by=F("person")))),
                name="assessment_accountability_two",
                violation_error_message=TWO,
            ),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=F("proposed_by")),
                name="assessment_accountability_self",
                violation_error_message=_("Nobody proposes a finding about themselves."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "heard", "cleared"]) | Q(measure__gt="", appeal_until__isnull=False),
                name="assessment_accountability_measure",
            ),
            models.CheckConstraint(
                condition=Q(appealed_at=None, appealed_by=None)
                | Q(appealed_at__isnull=False, appealed_by__isnull=False, appeal_until__isnull=False),
                name="assessment_accountability_appealed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "cleared"], ended_at__isnull=False)
                | (~Q(state__in=["held", "cleared"]) & Q(ended_at=None, ended_by=None)),
                name="assessment_accountability_ended",
            ),
            models.CheckConstraint(
                condition=Q(appealed_by=None)
                | Q(ended_at=None)
                | (
                    Q(ended_by__isnull=False)
                    & ~Q(ended_by=F("proposed_by"))
                    & ~Q(ended_by=F("decided_by"))
                    & ~Q(ended_by=F("appealed_by"))
                ),
                name="assessment_accountability_third",
                violation_error_message=_("A third decides the appeal: who neither proposed, decided nor appealed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {self.unit_id}"

    @property
    def changed_at(self) -> datetime:
        """When its last step was taken."""
        return self.ended_at or self.appealed_at or self.decided_at or self.heard_at or self.proposed_at

    @property
    def ledger_chain(self) -> str:
        """Recorded with the centre."""
        return f"unit:{self.centre_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.FINDING_MOVES
