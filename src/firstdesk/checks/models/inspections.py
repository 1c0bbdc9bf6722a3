"""Inspections of units and places with checklists of the rules, and visits by outside bodies."""

from collections.abc import Mapping

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.checks import states
from firstdesk.checks.models.draws import Recheck
from firstdesk.checks.models.shapes import USER, both
from firstdesk.checks.states import InspectionState


class Inspection(models.Model):
    """One inspection: of another unit, of a place or body outside, or of one's own work (never counted as an inspection
    by others)."""

    mutability = "mutable"

    class Mode(models.TextChoices):
        ANNOUNCED = "announced", _("Announced")
        UNANNOUNCED = "unannounced", _("Unannounced")
        OWN = "own", _("The own work")

    by_unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, blank=True)  # a body, a place of business: what is no unit of ours
    subject = models.CharField(max_length=40)  # value of the fact `inspection` in the rules
    mode = models.CharField(max_length=12, choices=Mode)
    planned_on = models.DateField()
    inspector = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")  # who fills and signs it
    beside = models.CharField(max_length=120, blank=True)  # who goes along: units and posts
    rulebook_version = models.CharField(max_length=64)  # whose checklist is filled
    state = models.CharField(max_length=10, choices=InspectionState, default=InspectionState.PLANNED)
    word_by = models.DateField(null=True)  # until when the unit may have its word
    word = models.CharField(max_length=1000, blank=True)
    word_agrees = models.BooleanField(null=True)
    conclusion = models.CharField(max_length=1000, blank=True)
    changed_at = models.DateTimeField()  # with its marks; a form that saw an older one is stale
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(null=True)
    begun_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField(null=True)
    heard_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)  # signed, or cancelled
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mode="own", unit=F("by_unit"))
                | (~Q(mode="own") & ~Q(unit=F("by_unit")))
                | (~Q(mode="own") & Q(unit__isnull=True)),
                name="checks_inspection_not_itself",
                violation_error_message=_(
                    "No unit inspects itself; what it looks at itself is a check of its own work."
                ),
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, place="") | (Q(unit__isnull=True) & ~Q(place="")),
                name="checks_inspection_of_one",
                violation_error_message=_("Name a unit, or a place or body: one of the two."),
            ),
            models.UniqueConstraint(
                fields=["by_unit", "unit", "place", "subject", "mode", "planned_on"],
                condition=~Q(state="cancelled"),
                nulls_distinct=False,
                name="checks_inspection_once",
                violation_error_message=_("This inspection is planned for that day already."),
            ),
            models.CheckConstraint(condition=both("begun"), name="checks_inspection_begun"),
            models.CheckConstraint(condition=both("handed"), name="checks_inspection_handed"),
            models.CheckConstraint(condition=both("heard"), name="checks_inspection_heard"),
            models.CheckConstraint(condition=both("ended"), name="checks_inspection_ended"),
        ]
        indexes = [models.Index(fields=["by_unit", "-planned_on"], name="checks_inspection_by")]

    def __str__(self) -> str:
        return f"{self.planned_on} {self.subject} ({self.pk})"

    @property
    def ledger_chain(self) -> str:
        """Recorded in the chain of the unit that inspects."""
        return f"unit:{self.by_unit_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.INSPECTION_MOVES


class Mark(models.Model):
    """The result of one checklist item, in an inspection or a re-check."""

    mutability = "mutable"
    words_blanked = ("words",)
    files_erased = ("file",)
    words_kept = {"codes of the rules": ("rule_id", "item")}
    words_path = "recheck__matter_id"

    class Result(models.TextChoices):
        KEPT = "kept", pgettext_lazy("checks", "As it should be")
        NOT_KEPT = "not_kept", _("Not kept")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")

    inspection = models.ForeignKey(Inspection, null=True, on_delete=models.PROTECT, related_name="marks")
    recheck = models.ForeignKey(Recheck, null=True, on_delete=models.PROTECT, related_name="marks")
    rule_id = models.CharField(max_length=80)
    item = models.CharField(max_length=60)
    result = models.CharField(max_length=14, choices=Result)
    words = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(inspection__isnull=False, recheck__isnull=True)
                | Q(inspection__isnull=True, recheck__isnull=False),
                name="checks_mark_of_one",
            ),
            models.UniqueConstraint(
                fields=["inspection", "rule_id", "item"],
                condition=Q(inspection__isnull=False),
                name="checks_mark_inspection",
            ),
            models.UniqueConstraint(
                fields=["recheck", "rule_id", "item"], condition=Q(recheck__isnull=False), name="checks_mark_recheck"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}/{self.item}: {self.result}"


class Visit(models.Model):
    """Supervision from outside: who came (congress, conference, press, residents), and what they said."""

    mutability = "append_only"

    class Body(models.TextChoices):
        CONGRESS = "congress", _("People's congress")
        CONSULTATIVE = "consultative", _("Political consultative conference")
        PRESS = "press", _("Press")
        RESIDENTS = "residents", _("Residents")
        SUPERIOR = "superior", _("Superior or discipline body")

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")  # which invited them
    body = models.CharField(max_length=12, choices=Body)
    happened_on = models.DateField()
    guests = models.PositiveSmallIntegerField()  # how many came; no list of them
    subject = models.CharField(max_length=120)
    said = models.CharField(max_length=1000)
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(guests__gte=1),
                name="checks_visit_guests",
                violation_error_message=_("At least one came, else nobody supervised."),
            ),
            models.UniqueConstraint(
                fields=["unit", "body", "happened_on", "subject"],
                name="checks_visit_once",
                violation_error_message=_("This visit is on record already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.happened_on}"
