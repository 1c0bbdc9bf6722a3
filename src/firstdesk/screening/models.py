"""Disputes looked for and reported: drives with what each unit found, major disputes, the figures of a month."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firstdesk.common.secrecy import SecretText
from firstdesk.matters.models import Matter
from firstdesk.mediation.models import Case
from firstdesk.screening import states
from firstdesk.screening.states import CampaignState, FindingState, MajorState, StatementState

USER = settings.AUTH_USER_MODEL


class Campaign(models.Model):
    """A drive in which units look for disputes: regular, or concentrated for an occasion; each unit reports, if only zero."""

    mutability = "mutable"

    class Mode(models.TextChoices):
        REGULAR = "regular", _("Regular")
        CONCENTRATED = "concentrated", _("Concentrated")

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=12, choices=Mode)
    occasion = models.CharField(max_length=80, blank=True)  # Spring Festival, an event; of a regular one nothing
    title = models.CharField(max_length=80)
    areas = models.CharField(max_length=200)  # where, and on what to look
    first = models.DateField()
    last = models.DateField()
    due_on = models.DateField()  # by when each unit reports
    state = models.CharField(max_length=8, choices=CampaignState, default=CampaignState.RUNNING)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(
        "files.File", null=True, on_delete=models.PROTECT, related_name="+"
    )  # as it left the house

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first"), due_on__gte=F("first")),
                name="screening_campaign_days",
                violation_error_message=_("A drive ends after it begins, and is reported on after it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(mode="concentrated") | ~Q(occasion=""),
                name="screening_campaign_occasion",
                violation_error_message=_("A concentrated drive names its occasion."),
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False, ended_by__isnull=False)
                | (~Q(state="ended") & Q(ended_at=None, ended_by=None)),
                name="screening_campaign_ended",
            ),
        ]
        indexes = [models.Index(fields=["centre", "-first"], name="screening_campaign_centre")]

    def __str__(self) -> str:
        return self.title

    @property
    def changed_at(self) -> datetime:
        """When it began or ended; what each unit says stands on its own line."""
        return self.ended_at or self.begun_at

    @property
    def ledger_chain(self) -> str:
        """Recorded in the centre's chain."""
        return f"unit:{self.centre_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.CAMPAIGN_MOVES


class Finding(models.Model):
    """What one unit found in a drive: the matters themselves, or zero said as such."""

    mutability = "mutable"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="findings")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=FindingState, default=FindingState.AWAITED)
    is_zero = models.BooleanField(default=False)
    matters = models.ManyToManyField(Matter, related_name="found_in")
    words = models.CharField(max_length=300, blank=True)  # of places and things, never of persons
    is_late = models.BooleanField(default=False)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="screening_finding_once"),
            models.CheckConstraint(
                condition=Q(state="reported", reported_at__isnull=False, reported_by__isnull=False)
                | (~Q(state="reported") & Q(reported_at=None, reported_by=None, is_zero=False)),
                name="screening_finding_reported",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.campaign_id}"

    @property
    def changed_at(self) -> datetime:
        """When its unit was asked, or spoke."""
        return self.reported_at or self.campaign.begun_at

    @property
    def ledger_chain(self) -> str:
        """Recorded in the chain of the centre that asked."""
        return self.campaign.ledger_chain

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.FINDING_MOVES


class Major(models.Model):
    """Registration of a major dispute, reported upward: about the event; of persons only the parties of this dispute."""

    mutability = "mutable"
    words_erased = ("place",)
    words_blanked = ("parties", "cause", "focus", "course", "risk", "measures", "asked", "note", "answer")
    files_erased = ("paper",)
    words_kept = {"codes, and who found it": ("number", "kind", "found_by")}

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="majors")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="majors")
    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    superior = models.ForeignKey("directory.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=44, unique=True)  # the matter's number, -Z1, -Z2 …
    state = models.CharField(max_length=8, choices=MajorState, default=MajorState.REPORTED)
    place = models.CharField(max_length=200)
    found_by = models.CharField(max_length=80)  # which unit or post
    found_on = models.DateField()
    kind = models.CharField(max_length=60)  # a topic
    parties = SecretText()  # one a line
    people_involved = models.PositiveIntegerField()
    cause = SecretText()
    focus = SecretText()
    course = SecretText(blank=True)
    risk = SecretText(blank=True)  # what may happen; never what somebody is
    measures = SecretText()
    asked = SecretText()  # what the superior is asked for
    note = SecretText()  # the explanation that goes with it
    leader = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")  # who answers for it
    due_on = models.DateField(null=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    taken_up_at = models.DateTimeField(null=True)
    taken_up_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    answer = SecretText(blank=True)  # the superior's
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()  # with its notes; a form that saw an older one is stale
    paper = models.ForeignKey(
        "files.File", null=True, on_delete=models.PROTECT, related_name="+"
    )  # as it left the house

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False, ended_by__isnull=False)
                | (~Q(state="ended") & Q(ended_at=None, ended_by=None)),
                name="screening_major_ended",
            ),
            models.CheckConstraint(
                condition=Q(taken_up_at=None, taken_up_by=None)
                | Q(taken_up_at__isnull=False, taken_up_by__isnull=False),
                name="screening_major_taken_up",
            ),
        ]
        indexes = [models.Index(fields=["centre", "-reported_at"], name="screening_major_centre")]

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_chain(self) -> str:
        """Recorded in the matter's chain."""
        return f"matter:{self.matter_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.MAJOR_MOVES


class Progress(models.Model):
    """How a major dispute goes on."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_blanked = ("words",)
    words_path = "major__matter_id"

    major = models.ForeignKey(Major, on_delete=models.PROTECT, related_name="progresses")
    words = SecretText()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "progresses"

    def __str__(self) -> str:
        return f"progress of {self.major_id}"


class Statement(models.Model):
    """The figures of a month, computed and kept as they were: each with the keys of what it counts."""

    mutability = "mutable"

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()  # its first day
    state = models.CharField(max_length=8, choices=StatementState, default=StatementState.FILLED)
    figures = models.JSONField()  # {code: [keys]}
    mean_days = models.FloatField(null=True)
    explanation = models.CharField(max_length=1000, blank=True)  # of what came late or is missing
    filled_at = models.DateTimeField()
    filled_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(
        "files.File", null=True, on_delete=models.PROTECT, related_name="+"
    )  # as it left the house

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "month"], name="screening_statement_once"),
            models.CheckConstraint(
                condition=Q(state="issued", checked_at__isnull=False, checked_by__isnull=False)
                | (~Q(state="issued") & Q(checked_at=None, checked_by=None)),
                name="screening_statement_checked",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("filled_by")),
                name="screening_statement_two",
                violation_error_message=_("Somebody else checks than who filled it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id}: {self.month:%Y-%m}"

    @property
    def changed_at(self) -> datetime:
        """When it was filled or checked last."""
        return self.checked_at or self.filled_at

    @property
    def ledger_chain(self) -> str:
        """Recorded in the centre's chain."""
        return f"unit:{self.centre_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.STATEMENT_MOVES
