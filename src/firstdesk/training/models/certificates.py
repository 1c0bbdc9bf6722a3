"""Certificates: what somebody has learnt, and until when that counts."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firstdesk.training import states
from firstdesk.training.models.courses import Course
from firstdesk.training.states import CertificateState

USER = settings.AUTH_USER_MODEL


class Certificate(models.Model):
    """A certificate given by a course, or recognised from elsewhere with its document."""

    mutability = "mutable"
    times_of_the_world = ("warned_at",)

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="certificates")
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=80)
    subjects = models.JSONField()
    is_induction = models.BooleanField(default=False)
    basis = models.CharField(max_length=200, blank=True)  # of one recognised: whose paper, which number
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # the last day; none: for good
    state = models.CharField(max_length=10, choices=CertificateState, default=CertificateState.VALID)
    warned_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)  # why it was withdrawn
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"], condition=Q(course__isnull=False), name="training_certificate_once"
            ),
            models.UniqueConstraint(
                fields=["person", "title", "basis"],
                condition=Q(course=None, state="valid"),
                name="training_certificate_paper",
                violation_error_message=_("This paper is on record already."),
            ),
            models.CheckConstraint(
                condition=Q(course__isnull=False) | Q(basis__gt=""),
                name="training_certificate_basis",
                violation_error_message=_("Name the paper it rests on: who gave it, its number."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="training_certificate_days",
                violation_error_message=_("A certificate ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False, reason__gt="")
                | (~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_by=None)),
                name="training_certificate_withdrawn",
            ),
        ]
        indexes = [models.Index(fields=["person", "is_induction"], name="training_certificate_person")]

    def __str__(self) -> str:
        return self.number

    def holds(self, on: date) -> bool:
        """Whether it is valid on a day."""
        inside = self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)
        return self.state == CertificateState.VALID and inside

    @property
    def changed_at(self) -> datetime:
        """When it was given or withdrawn; it never changes otherwise."""
        return self.withdrawn_at or self.issued_at

    @property
    def ledger_chain(self) -> str:
        """Recorded with the organisation that gave it."""
        return f"unit:{self.unit_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.CERTIFICATE_MOVES
