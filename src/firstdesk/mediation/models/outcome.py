"""Agreements, signatures, copies and promises."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.common.secrecy import SecretText
from firstdesk.mediation import states
from firstdesk.mediation.models.case import Case
from firstdesk.mediation.models.people import Agent, Party, Seat
from firstdesk.mediation.models.room import Proposal, Session
from firstdesk.mediation.states import AgreementState, PromiseState

USER = settings.AUTH_USER_MODEL


class Agreement(models.Model):
    """A mediation agreement, written or oral. It takes effect only when everything the law requires is present (arts.
    28–30)."""

    mutability = "mutable"
    words_blanked = ("open_issues", "facts", "issues", "responsibility", "breach")
    words_kept = {"codes and digests": ("number", "digest")}
    files_erased = ("file", "sealed_file")
    times_of_the_world = ("effective_at",)

    class Kind(models.TextChoices):
        WRITTEN = "written", _("Written agreement")
        ORAL = "oral", _("Oral agreement, entered in the register")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agreements")
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="agreements")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="agreements")
    number = models.CharField(max_length=44, unique=True)  # the case's number, -1, -2 …
    kind = models.CharField(max_length=8, choices=Kind)
    is_partial = models.BooleanField(default=False)  # some of the issues stay open
    open_issues = SecretText(blank=True)
    state = models.CharField(max_length=10, choices=AgreementState, default=AgreementState.DRAFT)
    edition = models.PositiveIntegerField(default=1)
    facts = SecretText()
    issues = SecretText()
    responsibility = SecretText(blank=True)
    breach = SecretText(blank=True)  # what follows if a promise is broken
    copies = models.PositiveSmallIntegerField(default=3)
    digest = models.CharField(max_length=64, blank=True)  # of the text as fixed
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField(null=True)
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")  # PDF as fixed
    sealed_file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["draft", "frozen", "signed"]),
                name="mediation_agreement_one_open",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None, frozen_by=None) | Q(frozen_at__isnull=False, frozen_by__isnull=False),
                name="mediation_agreement_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state="effective") | Q(effective_at__isnull=False), name="mediation_agreement_effective"
            ),
            models.CheckConstraint(condition=Q(copies__gte=2), name="mediation_agreement_copies"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ledger_chain(self) -> str:
        """Recorded in the matter's chain."""
        return self.case.ledger_chain

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.AGREEMENT_MOVES

    @property
    def part(self) -> str:
        """The part of the matter whose clocks its way to a court moves: each agreement has its own thirty days."""
        return f"agreement:{self.pk}"


class Term(models.Model):
    """One term: who owes whom what."""

    mutability = "mutable"
    words_path = "agreement__case__matter_id"
    words_blanked = ("what", "manner", "place")

    class Kind(models.TextChoices):
        PAY = "pay", _("Pay money")
        DO = "do", _("Do something")
        REFRAIN = "refrain", _("Leave something off")
        APOLOGISE = "apologise", _("Apologise")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="terms")
    no = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    debtor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="owes")
    creditor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="is_owed")
    what = SecretText()
    amount = models.BigIntegerField(null=True)  # fen, of PAY alone: the whole of its instalments
    manner = SecretText(blank=True)
    place = SecretText(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "no"], name="mediation_term_no"),
            models.CheckConstraint(
                condition=Q(kind="pay", amount__gt=0) | (~Q(kind="pay") & Q(amount=None)),
                name="mediation_term_amount",
            ),
            models.CheckConstraint(condition=~Q(debtor=models.F("creditor")), name="mediation_term_two"),
        ]

    def __str__(self) -> str:
        return f"term {self.no} of {self.agreement_id}"


class Promise(models.Model):
    """One performance with its date; a term has one, or one per instalment. Its clock is part `promise:<id>`."""

    mutability = "mutable"
    words_path = "term__agreement__case__matter_id"
    words_blanked = ("proof_words",)
    files_erased = ("proof",)
    times_of_the_world = ("kept_at", "broken_at")

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="promises")
    no = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(null=True)  # fen
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=PromiseState, default=PromiseState.AWAITED)
    kept_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    proof = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    proof_words = SecretText(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "no"], name="mediation_promise_no"),
            models.CheckConstraint(
                condition=~Q(state="kept") | Q(kept_at__isnull=False), name="mediation_promise_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"promise {self.no} of {self.term_id}"

    @property
    def ledger_chain(self) -> str:
        """Recorded in the matter's chain."""
        return self.term.agreement.case.ledger_chain

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.PROMISE_MOVES

    @property
    def part(self) -> str:
        """The part of the matter whose clocks its events move."""
        return f"promise:{self.pk}"


class Signature(models.Model):
    """One signature on an agreement: a party (or who signs for them), a mediator, or the committee's seal."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_path = "agreement__case__matter_id"
    words_blanked = ("strokes",)
    words_kept = {"codes and digests": ("digest",)}
    files_erased = ("scan",)

    class Way(models.TextChoices):
        PAPER = "paper", _("On paper, scanned back")
        TOUCH = "touch", _("On a screen")
        FINGERPRINT = "fingerprint", _("Fingerprint on paper, scanned back")
        SEAL = "seal", _("Seal of the committee")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="signatures")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="signatures")
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="signatures")  # for the party
    way = models.CharField(max_length=11, choices=Way)
    digest = models.CharField(max_length=64)  # of the text that was signed
    strokes = SecretText(blank=True)  # JSON of the pen's way, with its times
    scan = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField(null=True)  # of the scan
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")  # who took it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "digest", "party"], condition=Q(party__isnull=False), name="mediation_sign_party"
            ),
            models.UniqueConstraint(
                fields=["agreement", "digest", "seat"], condition=Q(seat__isnull=False), name="mediation_sign_seat"
            ),
            models.CheckConstraint(
                condition=Q(way="seal", party=None, seat=None)
                | (~Q(way="seal") & (Q(party__isnull=False, seat=None) | Q(party=None, seat__isnull=False))),
                name="mediation_sign_who",
            ),
        ]

    def __str__(self) -> str:
        return f"signature on {self.agreement_id}"


class Copy(models.Model):
    """One numbered copy, for each party and for the committee."""

    mutability = "mutable"
    words_path = "agreement__case__matter_id"
    words_kept = {"codes and digests": ("sha256",), "offices, places and words of the procedure": ("receipt",)}
    files_erased = ("file",)

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="copies_made")
    no = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="copies")  # null: the committee
    sha256 = models.CharField(max_length=64)
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")  # none: erased
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    receipt = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "copies"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "no"], name="mediation_copy_no"),
            models.CheckConstraint(
                condition=Q(delivered_at=None, delivered_by=None)
                | Q(delivered_at__isnull=False, delivered_by__isnull=False),
                name="mediation_copy_delivered",
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.no} of {self.agreement_id}"
