"""What was agreed, who signed it, what was promised in it and what became of that."""

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
from firstdesk.mediation.states import AgreementState, ConfirmationState, PromiseState

USER = settings.AUTH_USER_MODEL


class Agreement(models.Model):
    """A mediation agreement, written or oral. In effect only when everything the law asks for is on it (arts. 28–30)."""

    mutability = "mutable"
    words_blanked = ("open_issues", "facts", "issues", "responsibility", "breach")
    words_kept = {"codes and digests": ("number", "digest")}
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


class Term(models.Model):
    """One thing agreed: who owes whom what."""

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
    """One performance with its date: a term has one, or as many as it has instalments. Its clock is part `promise:<id>`."""

    mutability = "mutable"
    words_path = "term__agreement__case__matter_id"
    words_blanked = ("proof_words",)
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
    """One numbered copy: each party's and the committee's own."""

    mutability = "mutable"
    words_path = "agreement__case__matter_id"
    words_kept = {"codes and digests": ("sha256",), "offices, places and words of the procedure": ("receipt",)}

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="copies_made")
    no = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="copies")  # null: the committee
    sha256 = models.CharField(max_length=64)
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
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


class Visit(models.Model):
    """A visit or call after mediation: is it performed, is all well, was there a suit."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_erased = ("next_action",)
    words_blanked = ("opinion", "news", "problem")

    class Way(models.TextChoices):
        VISIT = "visit", _("Visit")
        PHONE = "phone", _("By phone")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="visits")
    way = models.CharField(max_length=6, choices=Way)
    is_performed = models.BooleanField(null=True)  # null: nothing due yet
    stars = models.PositiveSmallIntegerField(null=True)
    opinion = SecretText(blank=True)
    news = SecretText(blank=True)  # what is new since
    problem = SecretText(blank=True)  # what does not go well
    suit_filed = models.BooleanField(default=False)
    next_action = models.TextField(blank=True)
    visited_at = models.DateTimeField()
    visited_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stars=None) | Q(stars__gte=1, stars__lte=5), name="mediation_visit_stars"
            ),
        ]

    def __str__(self) -> str:
        return f"visit in {self.case_id}"


class Urging(models.Model):
    """A broken promise was urged, or the way to court was told (arts. 31, 32)."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_path = "promise__term__agreement__case__matter_id"
    words_blanked = ("words",)

    class Kind(models.TextChoices):
        REMINDED = "reminded", _("Reminded before the day")
        URGED = "urged", _("Urged")
        COURT_TOLD = "court_told", _("Told of the way to court")

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="urgings")
    kind = models.CharField(max_length=10, choices=Kind)
    words = SecretText(blank=True)
    urged_at = models.DateTimeField()
    urged_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")  # null: the clock

    def __str__(self) -> str:
        return f"{self.kind}: {self.promise_id}"


class Confirmation(models.Model):
    """Joint application for confirmation by a court, within 30 days from effect (art. 33)."""

    mutability = "mutable"
    words_path = "agreement__case__matter_id"
    words_erased = ("decision",)
    words_kept = {"offices, places and words of the procedure": ("court", "joined")}
    times_of_the_world = ("filed_at", "accepted_at", "decided_at")

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="confirmation")
    state = models.CharField(max_length=10, choices=ConfirmationState, default=ConfirmationState.PREPARED)
    court = models.CharField(max_length=120)
    joined = models.JSONField(default=list)  # numbers of the parties who ask for it: all of them before it is filed
    filed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    more_days = models.PositiveSmallIntegerField(null=True)  # that the court's president added to its time
    paper = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"confirmation of {self.agreement_id}"

    @property
    def ledger_chain(self) -> str:
        """Recorded in the matter's chain."""
        return self.agreement.case.ledger_chain

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.CONFIRMATION_MOVES


class Paper(models.Model):
    """A document of the case as it was made: application, notice, plan, record, mandate, agreement, failure record …"""

    mutability = "append_only"
    words_kept = {"codes and digests": ("form", "sha256")}

    class Kind(models.TextChoices):
        APPLICATION = "application", _("Application for mediation")
        RIGHTS = "rights", _("Notice of rights and duties")
        PLAN = "plan", _("Mediation plan")
        INVITATION = "invitation", _("Invitation")
        INQUIRY = "inquiry", _("Investigation record")
        RECORD = "record", _("Record of a session")
        MANDATE = "mandate", _("Mandate")
        AGREEMENT = "agreement", _("Mediation agreement")
        ORAL = "oral", _("Register of oral agreements")
        FAILURE = "failure", _("Record of ending without agreement")
        PERFORMANCE = "performance", _("Record of performance and visits")
        CONFIRMATION = "confirmation", _("Joint application for confirmation")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=Kind)
    subject = models.PositiveBigIntegerField(default=0)  # key of the session, agreement, agent or party it is about
    form = models.CharField(max_length=4, default="pdf")  # pdf | docx
    is_signed = models.BooleanField(default=False)  # a scan of what was signed, or a sealed PDF
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "kind", "-made_at"], name="mediation_paper_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class Inquiry(models.Model):
    """Questions put to somebody outside a session, and the answers (investigation record)."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_blanked = ("name", "talk")
    words_kept = {"offices, places and words of the procedure": ("capacity", "place")}

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inquiries")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="inquiries")
    name = SecretText(blank=True)  # of a witness
    capacity = models.CharField(max_length=60)
    place = models.CharField(max_length=120)
    talk = SecretText()  # JSON [[question, answer], …]
    is_read_over = models.BooleanField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "inquiries"

    def __str__(self) -> str:
        return f"inquiry in {self.case_id}"
