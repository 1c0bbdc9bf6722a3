"""Clocks: deadlines of matters."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.obligations.states import ClockState, Outcome


def late(at: datetime) -> Q:
    """Running beyond their due moment."""
    return Q(state=ClockState.RUNNING, due_at__lt=at, is_advisory=False)


def warned(at: datetime) -> Q:
    """Running past their first warning, not yet late."""
    return Q(state=ClockState.RUNNING, warn_at__lte=at, due_at__gte=at)


def owed_by(acting: Acting) -> Q:
    """Owed by this person, or by a queue they stand at."""
    return Q(owing_person=acting.user) | Q(owing_post__in=acting.post_ids)


class ClockQuerySet(models.QuerySet["Clock"]):
    """Lists of clocks; those a person sees start from `visible_to`."""

    def open(self) -> Self:
        """Running or paused."""
        return self.exclude(state=ClockState.STOPPED)

    def promises(self) -> Self:
        """Promises made to somebody that count: no internal measures, nothing the law merely advises."""
        return self.filter(is_promise=True, is_advisory=False)

    def late(self, at: datetime) -> Self:
        """Running beyond their due moment."""
        return self.filter(late(at))

    def warned(self, at: datetime) -> Self:
        """Running past their first warning, not yet late."""
        return self.filter(warned(at))

    def beside(self) -> Self:
        """Open ones beside the handling of the matter itself: for a part of it, or verifying a contested result."""
        return self.filter(~Q(state=ClockState.STOPPED) & (~Q(part="") | Q(code="verify")))

    def owed_by(self, acting: Acting) -> Self:
        """Owed by this person, or by a queue they stand at."""
        return self.filter(owed_by(acting))

    def visible_to(self, acting: Acting) -> Self:
        """Clocks owed by this person or their units, or to their centre. Of restricted matters only those they owe
        themselves; nothing about a complaint against them."""
        own = owed_by(acting)
        around = Q(pk__in=[])
        if acting.may(Permission.READ_OWN):
            around |= Q(owing_unit__in=acting.unit_ids) | Q(centre__in=acting.unit_ids)
        if acting.may(Permission.READ_SUBTREE):
            for path in acting.subtree_paths:
                around |= Q(centre__path__startswith=path) | Q(owing_unit__path__startswith=path)
        return self.filter(own | (around & Q(is_restricted=False))).exclude(kept_from__contains=[acting.user.pk])


class Clock(models.Model):
    """A deadline running for one matter, started and stopped by events as one rule of one rulebook version says."""

    mutability = "mutable"
    words_kept = {
        "codes, figures and moments of a promise": (
            "part", "label", "kept_from", "code", "rule_id", "rulebook_version", "centre_kind", "facts", "pauses",
            "extensions", "shortened", "stop_event", "verdict", "handed",
        )
    }  # fmt: skip
    times_of_the_world = (
        "started_at", "due_at", "warn_at", "next_alarm_at", "paused_at", "stopped_at", "warned_at", "breached_at", "escalated_at",
        "handed_at",
    )  # fmt: skip

    matter_id = models.BigIntegerField()  # a foreign key in the database (migration of `matters`): the arrow points up
    part = models.CharField(
        max_length=40, blank=True, default=""
    )  # "task:7": owed for one part of it alone; "": for all
    label = models.CharField(max_length=40, blank=True)  # the matter's number, as notices and lists call it
    is_restricted = models.BooleanField(default=False)  # of a confidential or compartmented matter
    compartment = models.ForeignKey(
        "directory.Compartment", null=True, on_delete=models.PROTECT, related_name="+"
    )  # the circle that alone hears of it
    kept_from = models.JSONField(null=True)  # keys of the people a complaint is about: they hear nothing of it
    code = models.CharField(max_length=40)  # "triage", "accept", "handling" …
    rule_id = models.CharField(max_length=80)
    rulebook_version = models.CharField(max_length=64)
    centre_kind = models.CharField(max_length=20)
    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ClockState, default=ClockState.RUNNING)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField(null=True)
    next_alarm_at = models.DateTimeField(null=True)  # the sweep's only key: warn_at, then due_at, then none
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    escalated_level = models.PositiveSmallIntegerField(default=0)  # how far up a broken promise has been told
    escalated_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)  # [[from, until], …] ISO, ended ones
    extensions = models.JSONField(default=list)  # [{amount, unit, by, at, application}, …] as granted
    shortened = models.JSONField(
        null=True
    )  # {by, at, was, floor}: became urgent while it ran; `floor` where it was over
    stopped_at = models.DateTimeField(null=True)
    stop_event = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    is_promise = models.BooleanField(default=True)
    is_advisory = models.BooleanField(default=False)
    is_provisional = models.BooleanField(default=False)  # reaches into a year whose holidays are not published
    verdict = models.JSONField(default=dict)  # the arithmetic, as the rulebook gave it
    owing_unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="clocks_owed")
    owing_post = models.ForeignKey("directory.Post", null=True, on_delete=models.PROTECT, related_name="+")
    owing_person = models.ForeignKey("directory.User", null=True, on_delete=models.PROTECT, related_name="+")
    handed = models.JSONField(
        null=True
    )  # [[unit, until when it owed this], …]: reports ask who owed it at their cut-off
    handed_at = models.DateTimeField(null=True)  # the last of them
    sender_post = models.ForeignKey("directory.Post", null=True, on_delete=models.PROTECT, related_name="+")
    sender_person = models.ForeignKey("directory.User", null=True, on_delete=models.PROTECT, related_name="+")
    # who asked for what is owed, where the rule tells the sender too

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ClockState.STOPPED, stopped_at__isnull=False, outcome__gt="", next_alarm_at=None)
                | (~Q(state=ClockState.STOPPED) & Q(stopped_at=None, outcome="")),
                name="obligations_clock_stopped",
                violation_error_message=_("A stopped clock has a time and an outcome, a running one has neither."),
            ),
            models.CheckConstraint(
                condition=Q(state=ClockState.PAUSED, paused_at__isnull=False, next_alarm_at=None)
                | (~Q(state=ClockState.PAUSED) & Q(paused_at=None)),
                name="obligations_clock_paused",
            ),
            models.UniqueConstraint(
                fields=["matter_id", "code", "part"],
                condition=~Q(state=ClockState.STOPPED),
                name="obligations_clock_one_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_alarm_at"], condition=Q(next_alarm_at__isnull=False), name="obligations_clock_alarm"
            ),
            models.Index(fields=["matter_id", "state"], name="obligations_clock_matter"),
            models.Index(
                fields=["owing_unit"],
                condition=~Q(state=ClockState.STOPPED) & (~Q(part="") | Q(code="verify")),
                name="obligations_clock_part",
            ),  # everybody's day asks for what is owed beside the matters themselves
            models.Index(fields=["due_at"], condition=~Q(state=ClockState.STOPPED), name="obligations_clock_due"),
            models.Index(fields=["rule_id", "stopped_at"], name="obligations_clock_rule"),
            models.Index(
                fields=["centre", "stopped_at"],
                include=["id", "outcome"],
                condition=Q(is_promise=True, is_advisory=False, stopped_at__isnull=False),
                name="obligations_clock_ended",
            ),  # reports and the wall count what ended in a month, of a year of a city
            models.Index(
                fields=["centre", "due_at"],
                condition=Q(is_promise=True, is_advisory=False, outcome=Outcome.LATE),
                name="obligations_clock_late",
            ),
            models.Index(fields=["handed_at"], condition=Q(handed_at__isnull=False), name="obligations_clock_handed"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.matter_id}"
