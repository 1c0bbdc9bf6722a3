"""Recurring duties: each occurrence, and the proofs that it was done."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Self

from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.obligations import states
from firstdesk.obligations.states import OPEN, OccurrenceState


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """Lists of duties; those a person sees start from `visible_to`."""

    def open(self) -> Self:
        """Neither done nor waived: what was missed is still owed."""
        return self.filter(state__in=OPEN)

    def late(self, at: datetime) -> Self:
        """Open past their due moment, announced or not."""
        return self.open().filter(due_at__lt=at)

    def owed_by(self, acting: Acting) -> Self:
        """Owed by a post this person holds."""
        return self.filter(owing_post__in=acting.post_ids)

    def visible_to(self, acting: Acting) -> Self:
        """Duties owed by this person's posts or units or to their centre, and those of everything beneath where they
        may read it."""
        found = Q(owing_post__in=acting.post_ids) | Q(unit__in=acting.unit_ids)
        if acting.may(Permission.READ_OWN):
            found |= Q(centre__in=acting.unit_ids)
        if acting.may(Permission.READ_SUBTREE):
            for path in acting.subtree_paths:
                found |= Q(centre__path__startswith=path) | Q(unit__path__startswith=path)
        return self.filter(found)


class Occurrence(models.Model):
    """One occurrence of a recurring duty, owed by one organisation or for one thing of it."""

    mutability = "mutable"
    times_of_the_world = ("due_at", "warn_at", "warned_at", "done_at", "missed_at")
    words_blanked = ("explanation", "waiver")  # said in the reason of their entry, where they can be erased

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="occurrences")
    centre = models.ForeignKey("directory.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    # in whose regulation the duty stands; always set
    owing_post = models.ForeignKey("directory.Post", null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40, blank=True, default="")  # "grid:3": owed for one thing alone
    subject_label = models.CharField(max_length=120, blank=True, default="")  # how pages call it
    rule_id = models.CharField(max_length=80)
    rulebook_version = models.CharField(max_length=64)
    period_start = models.DateField()
    period_end = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)  # 1, 2 … where the duty falls due several times a period
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    is_provisional = models.BooleanField(default=False)  # in a year whose holidays are not published
    is_tightened = models.BooleanField(default=False)  # owed because of a sensitive period
    state = models.CharField(max_length=10, choices=OccurrenceState, default=OccurrenceState.SCHEDULED)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("directory.User", null=True, on_delete=models.PROTECT, related_name="+")
    # none: the clockwork found it done
    evidence = models.TextField(blank=True)  # its proofs in words
    missed_at = models.DateTimeField(null=True)
    explanation = models.TextField(blank=True, default="")  # why it was missed
    explained_at = models.DateTimeField(null=True)
    explained_by = models.ForeignKey("directory.User", null=True, on_delete=models.PROTECT, related_name="+")
    waiver = models.TextField(blank=True, default="")  # why it need not be done this time
    waived_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey("directory.User", null=True, on_delete=models.PROTECT, related_name="+")

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "unit", "rule_id", "subject", "period_start", "number"],
                name="obligations_occurrence_once",
            ),
            models.CheckConstraint(
                condition=(Q(state="done", done_at__isnull=False, evidence__gt=""))
                | (~Q(state="done") & Q(done_at=None, done_by=None)),
                name="obligations_occurrence_done",
                violation_error_message=_("A duty is done only with its evidence."),
            ),
            models.CheckConstraint(
                condition=Q(explained_at=None, explained_by=None, explanation="")
                | Q(explained_at__isnull=False, explained_by__isnull=False, explanation__gt=""),
                name="obligations_occurrence_explained",
            ),
            models.CheckConstraint(
                condition=Q(state="waived", waived_at__isnull=False, waived_by__isnull=False, waiver__gt="")
                | (~Q(state="waived") & Q(waived_at=None, waived_by=None, waiver="")),
                name="obligations_occurrence_waived",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["scheduled", "partial"]), name="obligations_occ_due"
            ),
            models.Index(
                fields=["warn_at"],
                condition=Q(state__in=["scheduled", "partial"], warned_at=None, warn_at__isnull=False),
                name="obligations_occ_warn",
            ),
            models.Index(fields=["unit", "period_end"], name="obligations_occ_unit"),
            models.Index(fields=["centre", "due_at"], name="obligations_occ_centre"),
            models.Index(fields=["rule_id", "due_at"], name="obligations_occ_rule"),
            models.Index(fields=["owing_post", "due_at"], name="obligations_occ_post"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.period_start}"

    @property
    def ledger_chain(self) -> str:
        """Recorded in the chain of the organisation that owes it."""
        return f"unit:{self.unit_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.OCCURRENCE_MOVES

    @property
    def changed_at(self) -> datetime:
        """The moment of the last change; before any, the start of its time."""
        shown = self.proofs.aggregate(shown=Max("shown_at"), taken=Max("taken_back__taken_at"))
        own = (self.done_at, self.missed_at, self.explained_at, self.waived_at)
        begins = datetime.combine(self.period_start, time(), self.due_at.tzinfo)
        return max((each for each in (*own, *shown.values()) if each is not None), default=begins)

    @property
    def is_late(self) -> bool:
        """Whether it was done after its due moment."""
        return self.done_at is not None and self.done_at > self.due_at

    @property
    def is_open(self) -> bool:
        """Neither done nor waived."""
        return self.state in OPEN


class Proof(models.Model):
    """Evidence that a duty, or part of it, was done: produced by work in the product, or handed in on the duty's
    page."""

    mutability = "append_only"

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=60)  # an evidence name of the rules
    ref = models.CharField(max_length=120)  # "meeting:12"; "by_hand:…"
    url = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500)
    happened_on = models.DateField()
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField()
    shown_by = models.ForeignKey("directory.User", null=True, on_delete=models.PROTECT, related_name="+")
    # none: the clockwork

    class Meta:
        indexes = [models.Index(fields=["ref"], name="obligations_proof_ref")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"

    @property
    def is_added_later(self) -> bool:
        """Entered on a later day than it happened."""
        return clock.local(self.shown_at).date() > self.happened_on


class TakenBack(models.Model):
    """A withdrawn proof: the work behind it was undone."""

    mutability = "append_only"

    proof = models.OneToOneField(Proof, on_delete=models.PROTECT, related_name="taken_back")
    reason = models.CharField(max_length=500)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("directory.User", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.proof_id} taken back"
