"""What overseers say to a unit about a matter, and what a unit applies for."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.matters.models import Matter
from firstdesk.obligations.models import Clock
from firstdesk.oversight import states
from firstdesk.oversight.states import ApplicationState, Card, Kind, SupervisionState


class Supervision(models.Model):
    """An overseer urges the unit whose turn it is, or gives it a card; the unit answers in time; a card is lifted again."""

    mutability = "mutable"
    words_erased = ("text", "answer", "lifted_reason")
    words_kept = {"names of posts": ("issuing_post",)}

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="supervisions")
    unit = models.ForeignKey(
        "directory.Unit", on_delete=models.PROTECT, related_name="supervisions"
    )  # that is to answer
    card = models.CharField(max_length=10, choices=Card)
    state = models.CharField(max_length=10, choices=SupervisionState, default=SupervisionState.OPEN)
    text = models.TextField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issuing_post = models.CharField(max_length=120)  # as it read then: "警调中心 督查员"
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="oversight_supervision_answered",
                violation_error_message=_("An answer has its words, its time and its person."),
            ),
            models.CheckConstraint(
                condition=(Q(state=SupervisionState.LIFTED, lifted_at__isnull=False, lifted_by__isnull=False))
                | (~Q(state=SupervisionState.LIFTED) & Q(lifted_at=None, lifted_by=None)),
                name="oversight_supervision_lifted",
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=~Q(state=SupervisionState.LIFTED) & ~Q(card=Card.URGE),
                name="oversight_supervision_one_card",
                violation_error_message=_("A matter has at most one card; a graver one takes its place."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "card", "-issued_at"], name="oversight_supervision_unit")]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.card} → {self.unit_id}"

    @property
    def ledger_chain(self) -> str:
        """Recorded in the matter's chain."""
        return f"matter:{self.matter_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.SUPERVISION_MOVES

    @property
    def part(self) -> str:
        """The part of the matter whose clock this is."""
        return f"supervision:{self.pk}"

    @property
    def is_card(self) -> bool:
        """More than a reminder."""
        return self.card in states.CARDS


class Application(models.Model):
    """Whoever works on a matter asks for more time, for rest, for an end without an answer, or for another classification."""

    mutability = "mutable"
    words_erased = ("reason", "decision", "awaits")
    words_kept = {"codes and figures of the rules": ("unit_of_time", "values", "approver", "verdict")}

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="applications")
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=ApplicationState, default=ApplicationState.ASKED)
    clock = models.ForeignKey(
        Clock, null=True, on_delete=models.PROTECT, related_name="+"
    )  # the promise to be extended
    amount = models.PositiveSmallIntegerField(null=True)  # of what `unit_of_time` says
    unit_of_time = models.CharField(max_length=20, blank=True)  # working_days, calendar_days, hours
    values = models.JSONField(default=dict)  # the classification asked for: nature, topic, urgency, grade, remit
    until = models.DateField(null=True)  # suspension: the day on which work goes on by itself
    awaits = models.CharField(max_length=200, blank=True)  # suspension: the event it waits for, where no day is known
    reason = models.TextField()
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")  # that asks
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approver = models.CharField(max_length=40)  # the post the rules name
    verdict = models.JSONField(default=dict)  # why that post, as the rules said then
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.TextField(blank=True)  # the approver's words

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "kind"],
                condition=Q(state=ApplicationState.ASKED),
                name="oversight_application_one_open",
                violation_error_message=_("One application of a kind is open already."),
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.ASKED, decided_at=None, decided_by=None)
                | Q(state=ApplicationState.LAPSED, decided_at__isnull=False)
                | Q(
                    state__in=[ApplicationState.APPROVED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="oversight_application_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ApplicationState.APPROVED, ApplicationState.REFUSED])
                | ~Q(decided_by=models.F("asked_by")),
                name="oversight_application_not_oneself",
                violation_error_message=_("Nobody decides what they applied for themselves."),
            ),
            models.CheckConstraint(
                condition=(Q(kind=Kind.EXTENSION, clock__isnull=False, amount__gt=0) & ~Q(unit_of_time=""))
                | (~Q(kind=Kind.EXTENSION) & Q(clock=None)),
                name="oversight_application_extension",
                violation_error_message=_("An extension names the promise and by how much."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-asked_at"], name="oversight_application_state"),
            models.Index(
                fields=["until"],
                condition=Q(kind=Kind.SUSPENSION, state=ApplicationState.APPROVED, until__isnull=False),
                name="oversight_application_until",
            ),  # the ticker asks which rest is over
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.kind} {self.state}"

    @property
    def ledger_chain(self) -> str:
        """Recorded in the matter's chain."""
        return f"matter:{self.matter_id}"

    @property
    def part(self) -> str:
        """The part of the matter whose clock this is."""
        return f"application:{self.pk}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.APPLICATION_MOVES
