"""After the agreement: visits, urgings, court confirmation; and the documents of a case."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.common.secrecy import SecretText
from firstdesk.mediation import states
from firstdesk.mediation.models.case import Case
from firstdesk.mediation.models.outcome import Agreement, Promise
from firstdesk.mediation.models.people import Party
from firstdesk.mediation.states import ConfirmationState

USER = settings.AUTH_USER_MODEL


class Visit(models.Model):
    """A visit or call after mediation: whether promises are kept, all is well, a suit was filed."""

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
    """The debtor of a promise was reminded or urged, or the way to court was explained (arts. 31, 32)."""

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
    files_erased = ("paper",)
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
    files_erased = ("file",)

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
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")  # none: erased
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
