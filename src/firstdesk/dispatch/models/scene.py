"""One unit's way to a place: ordered, gone, there, relieved or done."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.dispatch import states
from firstdesk.dispatch.models.referral import Referral
from firstdesk.dispatch.states import TurnoutState
from firstdesk.matters.models import Matter


def pair(at: str, by: str) -> Q:
    """A moment and its person: both or neither."""
    neither, both = {at: None, by: None}, {f"{at}__isnull": False, f"{by}__isnull": False}
    return Q(**neither) | Q(**both)


class Turnout(models.Model):
    """A unit sent to a place. Two may be open at once: the police first, and the unit whose business it is (SS-110-19)."""

    mutability = "mutable"
    words_erased = ("note", "ending")

    class Part(models.TextChoices):
        FIRST = "first", _("Goes first")
        RESPONSIBLE = "responsible", _("Responsible unit")

    class Outcome(models.TextChoices):
        """What came of it at the place. About the event; nobody is entered in a list."""

        SETTLED = "settled", _("Settled at the place")
        HELPED = "helped", _("A person in need was helped")
        TAKEN_UP = "taken_up", _("Place protected, case taken up")
        NOTHING = "nothing", _("Nothing found")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="turnouts")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="turnouts")
    referral = models.ForeignKey(Referral, null=True, on_delete=models.PROTECT, related_name="turnouts")
    part = models.CharField(max_length=12, choices=Part, default=Part.RESPONSIBLE)
    state = models.CharField(max_length=12, choices=TurnoutState, default=TurnoutState.ORDERED)
    note = models.TextField(blank=True)  # the order in words
    seen_on_camera = models.BooleanField(default=False)  # somebody saw it on a screen and passed it on (GC-11-03)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # null: import, web
    departed_at = models.DateTimeField(null=True)
    departed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)  # relieved, done, or no longer needed
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    ending = models.TextField(blank=True)  # what was found and done, or why it is no longer needed
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "unit"],
                condition=Q(state__in=sorted(states.TURNOUT_OPEN)),
                name="dispatch_turnout_one_open",
            ),
            models.CheckConstraint(condition=pair("departed_at", "departed_by"), name="dispatch_turnout_departed"),
            models.CheckConstraint(condition=pair("arrived_at", "arrived_by"), name="dispatch_turnout_arrived"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(states.TURNOUT_OPEN), ended_at=None, ended_by=None)
                | (~Q(state__in=sorted(states.TURNOUT_OPEN)) & Q(ended_at__isnull=False)),
                name="dispatch_turnout_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="on_scene") | Q(arrived_at__isnull=False), name="dispatch_turnout_on_scene"
            ),
        ]
        indexes = [
            BrinIndex(fields=["ordered_at"], autosummarize=True, name="dispatch_turnout_month"),
            models.Index(
                fields=["unit", "-ordered_at"],
                condition=Q(state__in=sorted(states.TURNOUT_OPEN)),
                name="dispatch_turnout_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.unit_id} {self.state}"

    @property
    def clock_part(self) -> str:
        """What its clocks are told apart by."""
        return f"turnout:{self.pk}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.TURNOUT_MOVES

    @property
    def is_open(self) -> bool:
        """Whether the unit is still out, or about to go."""
        return self.state in states.TURNOUT_OPEN

    def minutes_to(self, moment: datetime | None) -> int | None:
        """Whole minutes from the order to a moment."""
        return int((moment - self.ordered_at).total_seconds() // 60) if moment else None
