"""Settings of a centre about its duties, and what it confirms by looking."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Schedule(models.Model):
    """How far ahead the duties of a centre are scheduled, and by which rulebook version."""

    mutability = "mutable"
    times_of_the_world = ("made_at",)

    centre = models.OneToOneField("directory.Unit", on_delete=models.PROTECT, related_name="+")
    rulebook_version = models.CharField(max_length=64)
    through = models.DateField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.centre_id} until {self.through}"


class MarketDays(models.Model):
    """When the market is held where a centre stands: days of the month, days of the week, or single dates."""

    mutability = "mutable"

    unit = models.OneToOneField("directory.Unit", on_delete=models.PROTECT, related_name="market_days")
    month_days = models.JSONField(default=list)  # [5, 10, 15 …]
    weekdays = models.JSONField(default=list)  # [7]
    dates = models.JSONField(default=list)  # ["2026-02-03" …]: of a market that goes by the lunar calendar
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"market days of {self.unit_id}"

    def holds(self, day: date) -> bool:
        """Whether there is a market on a day."""
        return day.day in self.month_days or day.isoweekday() in self.weekdays or day.isoformat() in self.dates


class SensitivePeriod(models.Model):
    """Days with additional duties, declared by a director for the centre and everything beneath; ends by itself."""

    mutability = "mutable"

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    reason = models.CharField(max_length=1000)
    first = models.DateField()
    last = models.DateField()
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)  # before its last day
    ended_by = models.ForeignKey("directory.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="obligations_sensitive_order",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, end_reason__gt=""),
                name="obligations_sensitive_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.first} – {self.last}"

    @property
    def ledger_chain(self) -> str:
        """Recorded with the centre."""
        return f"unit:{self.centre_id}"


class CalendarLink(models.Model):
    """A secret address under which a phone calendar reads somebody's duties. Only its digest is stored; it is shown
    once."""

    mutability = "mutable"

    user = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="calendar_links")
    unit = models.ForeignKey("directory.Unit", null=True, on_delete=models.PROTECT, related_name="+")  # none: their own
    digest = models.CharField(max_length=64, unique=True)  # SHA-256
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("directory.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="obligations_calendarlink_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"


class Confirmation(models.Model):
    """Somebody checked on the spot whether a clause is kept that no system can observe."""

    mutability = "append_only"

    class Found(models.TextChoices):
        KEPT = "kept", _("As it should be")
        NOT_KEPT = "not_kept", _("Not as it should be")

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="confirmations")
    clause = models.CharField(max_length=20)
    on = models.DateField()
    as_found = models.CharField(max_length=10, choices=Found)
    note = models.CharField(max_length=500, blank=True)
    photo = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "clause", "-on"], name="obligations_confirmation_last")]

    def __str__(self) -> str:
        return f"{self.clause} {self.on}"
