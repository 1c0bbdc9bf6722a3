"""Opinions of residents: from the box, the page, and when asked."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firstdesk.checks import states
from firstdesk.checks.models.shapes import USER, both
from firstdesk.checks.states import OpinionState
from firstdesk.common.secrecy import SecretText
from firstdesk.matters.models import Matter


class Emptying(models.Model):
    """The paper box was opened by two people, with the number of slips; none is a result, too."""

    mutability = "append_only"

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120)  # where the box hangs
    happened_on = models.DateField()
    count = models.PositiveSmallIntegerField()
    witness = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    emptied_at = models.DateTimeField()
    emptied_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(witness=F("emptied_by")),
                name="checks_emptying_two",
                violation_error_message=_("Two people open the box: name the other one."),
            ),
            models.UniqueConstraint(
                fields=["unit", "place", "happened_on", "count"],
                name="checks_emptying_once",
                violation_error_message=_("This opening of the box is on record already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.happened_on}"


class Seeking(models.Model):
    """Opinions we asked for: where, how, of how many, with what result."""

    mutability = "append_only"

    class Way(models.TextChoices):
        VISIT = "visit", _("At people's homes")
        PHONE = "phone", _("By phone")
        COUNTER = "counter", _("At the counter")
        TALK = "talk", _("At a talk")
        FORM = "form", _("By a form")

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way)
    happened_on = models.DateField()
    asked = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=1000)  # what was said, and what it is to change; nobody is named
    sought_at = models.DateTimeField()
    sought_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked__gte=1, answered__lte=F("asked")),
                name="checks_seeking_counts",
                violation_error_message=_("At least one was asked, and no more answered than were asked."),
            ),
            models.UniqueConstraint(
                fields=["unit", "way", "happened_on", "asked", "answered"],
                name="checks_seeking_once",
                violation_error_message=_("These opinions asked for are on record already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.happened_on}"


class Opinion(models.Model):
    """One opinion, without a name. Contact details are voluntary and kept until it is settled."""

    mutability = "mutable"
    words_erased = ("public_text",)
    words_blanked = ("text", "contact", "answer", "note")  # what is encrypted is empty or readable, nothing else
    words_kept = {"a number of ours": ("number",), "a fingerprint nobody reads back": ("form_key",)}

    class Way(models.TextChoices):
        WEB = "web", _("Web")
        BOX = "box", _("Paper box")
        SPOKEN = "spoken", _("Spoken")

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=6, choices=Way)
    number = models.CharField(max_length=40, unique=True)  # YJ-350399001-2026-0001
    form_key = models.CharField(max_length=64, blank=True)  # of the form it came by: sent twice, it is one
    emptying = models.ForeignKey(Emptying, null=True, on_delete=models.PROTECT, related_name="opinions")
    text = SecretText()
    contact = SecretText(blank=True)
    public_text = models.CharField(max_length=500, blank=True)  # its gist, in our words, without anybody
    answer = models.CharField(max_length=1000, blank=True)  # published beside it
    note = models.CharField(max_length=300, blank=True)  # why it is only noted
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="opinions")
    owner = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")  # of an improvement
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=OpinionState, default=OpinionState.RECEIVED)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        USER, null=True, on_delete=models.PROTECT, related_name="+"
    )  # null: the person wrote it on the page
    sorted_at = models.DateTimeField(null=True)
    sorted_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=both("sorted"), name="checks_opinion_sorted"),
            models.UniqueConstraint(fields=["form_key"], condition=~Q(form_key=""), name="checks_opinion_form"),
            models.CheckConstraint(condition=both("answered"), name="checks_opinion_answered"),
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(public_text="") & ~Q(answer="")), name="checks_opinion_published"
            ),
            models.CheckConstraint(
                condition=~Q(state="improving") | Q(owner__isnull=False, due_on__isnull=False),
                name="checks_opinion_owner",
            ),
            models.CheckConstraint(
                condition=Q(state="turned", matter__isnull=False) | (~Q(state="turned") & Q(matter__isnull=True)),
                name="checks_opinion_turned",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-received_at"], name="checks_opinion_unit")]

    def __str__(self) -> str:
        return self.number

    @property
    def changed_at(self) -> datetime:
        """When its last step was taken."""
        return self.answered_at or self.sorted_at or self.received_at

    @property
    def ledger_chain(self) -> str:
        """Recorded in the centre's chain."""
        return f"unit:{self.unit_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.OPINION_MOVES


class Summary(models.Model):
    """The published summary of half a year's opinions: frozen counts, words, improvements."""

    mutability = "append_only"

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    half = models.DateField()  # its first day: 1 January or 1 July
    figures = models.JSONField()
    words = models.CharField(max_length=2000)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "summaries"
        constraints = [models.UniqueConstraint(fields=["unit", "half"], name="checks_summary_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.half}"
