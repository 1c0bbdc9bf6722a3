"""The case: its source, gravity, procedure and state."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.common.secrecy import SecretText
from firstdesk.matters.models import Grade, Matter
from firstdesk.mediation import states
from firstdesk.mediation.states import CaseState

USER = settings.AUTH_USER_MODEL


class Source(models.TextChoices):
    WRITTEN = "written", _("Written application")
    SPOKEN = "spoken", _("Spoken application, taken down")
    PROACTIVE = "proactive", _("Offered by the committee")
    COURT = "court", _("Told by a court")
    POLICE = "police", _("Told by the police")
    REFERRAL = "referral", _("Referred by a unit")
    MATTER = "matter", _("Out of a matter")


class Profile(models.TextChoices):
    """Two procedures that are never mixed: people's and public-order mediation."""

    PEOPLE = "people", _("People's mediation")
    PUBLIC_ORDER = "public_order", _("Public-order mediation by the police")


class Joint(models.Model):
    """Several cases of one dispute mediated together (联合调解): sessions may be common, parties see their own case."""

    mutability = "append_only"

    title = models.CharField(max_length=120)
    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title


class Case(models.Model):
    """One dispute under mediation. It belongs to a matter and is recorded in the matter's chain."""

    mutability = "mutable"
    words_erased = ("decided_why",)
    words_blanked = ("facts", "requests")
    words_held_by = "ended_at"  # the file is an archive's for its term; words of other tables that lead here with it
    words_kept = {"codes and digests": ("number", "kind"), "offices, places and words of the procedure": ("told_by",)}
    times_of_the_world = ("effective_at",)

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="cases")
    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)  # RT-350322-2026-0000001
    state = models.CharField(max_length=12, choices=CaseState, default=CaseState.APPLIED)
    edition = models.PositiveIntegerField(default=1)  # counts changes: a form that saw an older one is stale
    source = models.CharField(max_length=10, choices=Source)
    told_by = models.CharField(max_length=80, blank=True)  # the court, the station, the unit that told of it
    profile = models.CharField(max_length=12, choices=Profile, default=Profile.PEOPLE)
    grade = models.CharField(max_length=10, choices=Grade, default=Grade.ORDINARY)
    kind = models.CharField(max_length=40)  # a topic of rules/topics.yaml
    facts = SecretText()  # main facts of the dispute, as told
    requests = SecretText(blank=True)  # what is asked for
    is_on_the_spot = models.BooleanField(default=False)  # simple, settled where it arose (即时调解)
    is_open = models.BooleanField(default=False)  # held in the open, because every party chose so
    joint = models.ForeignKey(Joint, null=True, on_delete=models.PROTECT, related_name="cases")
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")  # who took it down
    decided_at = models.DateTimeField(null=True)  # taken on or not
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_why = models.TextField(blank=True)  # why it is not taken on; erased with the parties
    effective_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # without agreement, withdrawn, not taken on, closed
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "seq"], name="mediation_case_number"),
            models.CheckConstraint(
                condition=Q(state="applied", decided_at=None, decided_by=None)
                | Q(state__in=["failed", "withdrawn", "closed"])
                | (~Q(state="applied") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="mediation_case_decided",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["declined", "closed"], ended_at__isnull=False, ended_by__isnull=False)
                | (~Q(state__in=["declined", "closed"]) & Q(ended_at=None, ended_by=None)),
                name="mediation_case_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["effective", "performed", "breached"]) | Q(effective_at__isnull=False),
                name="mediation_case_effective",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-applied_at"], name="mediation_case_centre"),
            models.Index(fields=["matter"], name="mediation_case_matter"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_chain(self) -> str:
        """Recorded in the matter's chain."""
        return f"matter:{self.matter_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.MOVES

    @property
    def part(self) -> str:
        """The part of the matter whose clocks its events move."""
        return f"case:{self.pk}"


class Failure(models.Model):
    """Why a case ended without agreement, and that the other legal ways were explained (art. 26)."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_erased = ("risk",)
    words_blanked = ("words",)
    words_kept = {"offices, places and words of the procedure": ("ways_told", "reported_to")}

    class Reason(models.TextChoices):
        REFUSED = "refused", _("A party refused mediation")
        NO_AGREEMENT = "no_agreement", _("No agreement was reached")
        ABSENT = "absent", _("A party stayed away")
        UNFIT = "unfit", _("Not a matter for mediation after all")
        DANGER = "danger", _("Danger of escalation: given to the police")
        NOT_SIGNED = "not_signed", _("The agreement was not signed")
        TIME_OVER = "time_over", _("The time was over and not extended by both sides")
        WITHDRAWN = "withdrawn", _("The application was withdrawn")

    class Way(models.TextChoices):
        COURT = "court", _("Suit at the people's court")
        ARBITRATION = "arbitration", _("Arbitration")
        ADMINISTRATIVE = "administrative", _("An agency of the government")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="failure")
    reason = models.CharField(max_length=15, choices=Reason)
    words = SecretText()
    refusing = models.ForeignKey("mediation.Party", null=True, on_delete=models.PROTECT, related_name="+")
    ways_told = models.JSONField(default=list)  # values of Way
    risk = models.TextField(blank=True)  # about the event, never about a person
    is_urgent_report = models.BooleanField(default=False)
    reported_to = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        USER, null=True, on_delete=models.PROTECT, related_name="+"
    )  # null: a party, by their link

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="refused") | Q(refusing__isnull=False), name="mediation_failure_refusing"
            ),
            models.CheckConstraint(
                condition=Q(is_urgent_report=False) | ~Q(reported_to=""), name="mediation_failure_reported"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.reason}"
