"""What other units help with, and the ways in which the centre serves a person."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.dispatch import states
from firstdesk.dispatch.models.scene import pair
from firstdesk.dispatch.states import ServiceMode, ServiceState, TaskState
from firstdesk.matters.models import Matter


class Task(models.Model):
    """What a unit beside the one in the lead is asked to do, with a clock of its own."""

    mutability = "mutable"
    words_erased = ("request", "answer")
    times_of_the_world = ("wanted_by",)

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="tasks")
    from_unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.ASKED)
    request = models.TextField()
    is_required = models.BooleanField(default=True)  # the lead does not return its result before, or says why
    wanted_by = models.DateTimeField(null=True)  # none: as the rule says
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)  # taken on or refused
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)  # what was done, or why not
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=pair("decided_at", "decided_by"), name="dispatch_task_decided"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(states.TASK_OPEN), ended_at=None, ended_by=None)
                | (~Q(state__in=sorted(states.TASK_OPEN)) & Q(ended_at__isnull=False)),
                name="dispatch_task_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "objected"]) | Q(answer__gt=""),
                name="dispatch_task_answer",
                violation_error_message=_("Help given or refused is said in words."),
            ),
            models.CheckConstraint(
                condition=~Q(from_unit=models.F("unit")),
                name="dispatch_task_other_unit",
                violation_error_message=_("A unit does not ask itself for help."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "asked_at"], condition=Q(state__in=sorted(states.TASK_OPEN)), name="dispatch_task_open"
            ),
            models.Index(fields=["matter"], name="dispatch_task_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.unit_id} {self.state}"

    @property
    def clock_part(self) -> str:
        """What its clocks are told apart by."""
        return f"task:{self.pk}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.TASK_MOVES

    @property
    def is_open(self) -> bool:
        """Whether the unit still owes something."""
        return self.state in states.TASK_OPEN


class Service(models.Model):
    """A way in which somebody is served beyond the desk, begun at their own request; there is no field for a fee."""

    mutability = "mutable"
    words_kept = {"codes of the rules": ("next_step",)}
    times_of_the_world = ("meets_at",)

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="service_modes")
    mode = models.CharField(max_length=10, choices=ServiceMode)
    state = models.CharField(max_length=10, choices=ServiceState, default=ServiceState.OPEN)
    next_step = models.CharField(max_length=20, blank=True)  # key of states.STEPS[mode]; empty once all are done
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    meets_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "mode"], condition=Q(state="open"), name="dispatch_service_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None, ended_by=None)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="dispatch_service_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.mode} {self.state}"

    @property
    def clock_part(self) -> str:
        """What its clocks are told apart by."""
        return f"service:{self.pk}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.SERVICE_MOVES

    @property
    def is_open(self) -> bool:
        """Whether steps are still to come."""
        return self.state == ServiceState.OPEN


class ServiceStep(models.Model):
    """One step of a service, with its evidence in words. Where somebody went is not kept."""

    mutability = "append_only"
    words_erased = ("note",)
    words_kept = {"codes of the rules": ("step",)}

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "step"], name="dispatch_service_step_once")]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.step}"
