"""Closed matters drawn by lot and checked again by somebody who had no part in them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firstdesk.checks import states
from firstdesk.checks.models.shapes import USER, both
from firstdesk.checks.states import DrawState, RecheckState
from firstdesk.matters.models import Matter


class Draw(models.Model):
    """One draw. Its population is frozen before the number is drawn, so that nobody can choose."""

    mutability = "mutable"

    class Measure(models.TextChoices):
        NUMBER = "number", _("This many")
        PERCENT = "percent", _("Per cent")

    unit = models.ForeignKey(
        "directory.Unit", on_delete=models.PROTECT, related_name="+"
    )  # which draws, and checks again
    units = models.ManyToManyField("directory.Unit", related_name="+")  # whose work it is about
    checkers = models.ManyToManyField("directory.User", related_name="+")
    natures = models.JSONField(default=list)  # codes; empty: every kind
    first = models.DateField()  # closed from
    last = models.DateField()  # closed until
    measure = models.CharField(max_length=8, choices=Measure)
    amount = models.PositiveSmallIntegerField()
    population = models.JSONField()  # numbers of the matters, sorted
    left_out = models.PositiveIntegerField(default=0)  # closed in the time, but no checker may read or judge it
    population_hash = models.CharField(max_length=64)
    public_number = models.CharField(max_length=40, blank=True)
    drawn_how = models.CharField(max_length=200, blank=True)  # how the number came about, where anybody could see it
    seed = models.CharField(max_length=64, blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=DrawState, default=DrawState.FROZEN)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="checks_draw_days",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                condition=Q(measure="number", amount__gte=1) | Q(measure="percent", amount__gte=1, amount__lte=100),
                name="checks_draw_amount",
                violation_error_message=_("At least one, and of per cent a hundred at most."),
            ),
            models.CheckConstraint(condition=both("drawn"), name="checks_draw_drawn"),
            models.CheckConstraint(condition=both("ended"), name="checks_draw_ended"),
            models.CheckConstraint(
                condition=Q(state__in=["frozen", "dropped"], seed="") | Q(~Q(seed=""), state__in=["drawn", "finished"]),
                name="checks_draw_seed",
            ),
            models.UniqueConstraint(
                fields=["unit", "population_hash"],
                condition=Q(state="frozen"),
                name="checks_draw_once",
                violation_error_message=_("This very list is frozen already. Draw from that one, or drop it first."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "-frozen_at"], name="checks_draw_unit")]

    def __str__(self) -> str:
        return f"{self.first}–{self.last} ({self.pk})"

    @property
    def changed_at(self) -> datetime:
        """When its last step was taken."""
        return self.ended_at or self.drawn_at or self.frozen_at

    @property
    def ledger_chain(self) -> str:
        """Recorded in the chain of the unit that draws."""
        return f"unit:{self.unit_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.DRAW_MOVES


class Recheck(models.Model):
    """One matter that was drawn: who checks it again, and what came of it."""

    mutability = "mutable"
    words_blanked = ("words",)

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="rechecks")
    rank = models.PositiveSmallIntegerField()
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="rechecks")
    unit = models.ForeignKey(
        "directory.Unit", on_delete=models.PROTECT, related_name="+"
    )  # which answered for it when it was closed
    checker = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=5, choices=RecheckState, default=RecheckState.OPEN)
    is_kept = models.BooleanField(null=True)  # nothing was found wanting
    words = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField()  # with its marks; a form that saw an older one is stale
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "matter"], name="checks_recheck_once"),
            models.CheckConstraint(condition=both("done"), name="checks_recheck_done"),
            models.CheckConstraint(
                condition=Q(state="done", is_kept__isnull=False, done_at__isnull=False)
                | Q(state="open", is_kept=None, done_at=None),
                name="checks_recheck_result",
            ),
        ]
        indexes = [models.Index(fields=["checker"], condition=Q(state="open"), name="checks_recheck_open")]

    def __str__(self) -> str:
        return f"{self.rank} of {self.draw_id}"

    @property
    def ledger_chain(self) -> str:
        """Recorded in the matter's chain, where its readers see that it was checked again."""
        return f"matter:{self.matter_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.RECHECK_MOVES
