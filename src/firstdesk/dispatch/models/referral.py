"""Referral to units: offer, accept or object, answer, confirm; and what is agreed or handed over on the way."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.dispatch import states
from firstdesk.dispatch.states import ReferralState
from firstdesk.matters.models import Matter, ResultCode


class Referral(models.Model):
    """One unit asks another to take a matter. The sender stays responsible until it is accepted."""

    mutability = "mutable"
    words_erased = ("handover_note", "objection", "result_text")
    words_kept = {"codes of the rules": ("route_row",)}

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="referrals")
    from_unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="referrals_sent")
    to_unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="referrals_received")
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.OFFERED)
    handover_note = models.TextField()
    route_row = models.CharField(max_length=80, blank=True)  # the row of the table that chose the unit
    person_informed_at = models.DateTimeField(null=True)  # the person was told who takes it on
    person_informed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # null: import, web
    decided_at = models.DateTimeField(null=True)  # accepted, objected or taken back
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    objection = models.TextField(blank=True)
    hop = models.PositiveSmallIntegerField(default=1)  # which unit this is since the matter was (re)opened
    round = models.PositiveSmallIntegerField(default=0)  # how often the matter had been reopened by then
    opened_at = models.DateTimeField(null=True)  # somebody of the unit that was asked has read it
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="handled_referrals"
    )
    result_code = models.CharField(max_length=20, choices=ResultCode, blank=True)
    result_text = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(state__in=sorted(states.OPEN)), name="dispatch_referral_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="objected") | Q(objection__gt=""),
                name="dispatch_referral_objection",
                violation_error_message=_("An objection gives its reason."),
            ),
            models.CheckConstraint(
                condition=~Q(from_unit=models.F("to_unit")),
                name="dispatch_referral_other_unit",
                violation_error_message=_("A unit does not refer a matter to itself."),
            ),
            models.CheckConstraint(
                condition=Q(person_informed_at=None, person_informed_by=None)
                | Q(person_informed_at__isnull=False, person_informed_by__isnull=False),
                name="dispatch_referral_person_informed",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by=None) | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="dispatch_referral_opened",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="dispatch_referral_decided",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="dispatch_referral_answered",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="dispatch_referral_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["to_unit", "state"], name="dispatch_referral_to_state"),
            BrinIndex(fields=["offered_at"], autosummarize=True, name="dispatch_referral_month"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.from_unit_id} → {self.to_unit_id}"

    @property
    def ledger_chain(self) -> str:
        """Recorded in the matter's chain."""
        return f"matter:{self.matter_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.MOVES


class ReturnedResult(models.Model):
    """A result that was sent back as not enough, and why; the next one stands on the referral."""

    mutability = "append_only"
    words_erased = ("text", "reason")

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="returned_results")
    code = models.CharField(max_length=20, choices=ResultCode)
    text = models.TextField()
    reason = models.TextField()
    returned_at = models.DateTimeField()
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.code}"


class OnSceneHandover(models.Model):
    """The police leave the place because the responsible unit has arrived and carries on (SS-110-20)."""

    mutability = "append_only"
    words_erased = ("received_by_name", "note")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="scene_handovers")
    from_unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    handed_over_at = models.DateTimeField()
    handed_over_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_by_name = models.CharField(max_length=80)
    note = models.TextField()

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.from_unit_id} → {self.to_unit_id}"


class Appointment(models.Model):
    """A time agreed with departments to deal with a matter together, and the measures they propose (SS-MC-07)."""

    mutability = "mutable"
    words_erased = ("place", "measures")
    times_of_the_world = ("meets_at",)

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="appointments")
    units = models.ManyToManyField("directory.Unit", related_name="+")
    meets_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    measures = models.TextField(blank=True)
    measures_at = models.DateTimeField(null=True)
    measures_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(measures_at=None, measures_by=None, measures="")
                | (Q(measures_at__isnull=False, measures_by__isnull=False) & ~Q(measures="")),
                name="dispatch_appointment_measures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.meets_at:%Y-%m-%d %H:%M}"
