"""Parties, agents, mediators, participants, and what each agreed to."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.common.secrecy import SecretText
from firstdesk.mediation.models.case import Case

USER = settings.AUTH_USER_MODEL


class Party(models.Model):
    """A person or organisation on one side of a dispute. Everything personal is encrypted; lists show it masked."""

    mutability = "mutable"
    words_erased = ("language",)
    words_blanked = ("name", "id_number", "phone", "address")
    words_kept = {"codes and digests": ("identity",)}

    class Kind(models.TextChoices):
        PERSON = "person", pgettext_lazy("mediation", "Person")
        ORGANISATION = "organisation", _("Organisation")

    class Capacity(models.TextChoices):
        FULL = "full", _("Acts alone")
        MINOR = "minor", _("Minor, with a guardian")
        LIMITED = "limited", _("Cannot act alone, with a guardian")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    side = models.PositiveSmallIntegerField()  # 1 applicant's side, 2 the other, 3 … further sides
    no = models.PositiveSmallIntegerField()  # within the case: 甲方, 乙方, 丙方 …
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PERSON)
    capacity = models.CharField(max_length=8, choices=Capacity, default=Capacity.FULL)
    name = SecretText()
    id_number = SecretText(blank=True)  # optional; of an organisation its unified social credit code
    phone = SecretText(blank=True)
    address = SecretText(blank=True)
    identity = models.CharField(max_length=64, blank=True, db_index=True)  # digest of what makes it the same person
    language = models.CharField(max_length=40, blank=True)  # where an interpreter is needed, which
    keep_until = models.DateField()  # retention: reviewed, then erased
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["case", "no"], name="mediation_party_no"),
            models.UniqueConstraint(
                fields=["case", "identity"],
                condition=~Q(identity=""),
                name="mediation_party_one_side",
                violation_error_message=_("The same person cannot stand on two sides, nor twice on one."),
            ),
            models.CheckConstraint(condition=Q(side__gte=1, side__lte=9), name="mediation_party_side"),
        ]

    def __str__(self) -> str:
        return f"party {self.no} of {self.case_id}"


class Agent(models.Model):
    """Who speaks or acts for a party: by a mandate, as a guardian, or as an interpreter."""

    mutability = "mutable"
    words_path = "party__case__matter_id"
    words_erased = ("relation", "powers")
    files_erased = ("paper",)
    words_blanked = ("name", "id_number", "phone")

    class Role(models.TextChoices):
        REPRESENTATIVE = "representative", _("Representative with a mandate")
        GUARDIAN = "guardian", _("Guardian")
        INTERPRETER = "interpreter", _("Interpreter")

    class Scope(models.TextChoices):
        GENERAL = "general", _("May speak; may not agree, waive or admit")
        SPECIAL = "special", _("May agree, waive, admit and sign as well")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="agents")
    role = models.CharField(max_length=15, choices=Role)
    name = SecretText()
    id_number = SecretText(blank=True)
    phone = SecretText(blank=True)
    relation = models.CharField(max_length=60, blank=True)
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.GENERAL)
    powers = models.TextField(blank=True)  # what a special mandate names
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)  # last day of a mandate
    paper = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")  # the mandate itself
    keep_until = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    spoken_at = models.DateTimeField(null=True)  # given by word before the mediator, who took it down
    spoken_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(spoken_at=None, spoken_by=None) | Q(spoken_at__isnull=False, spoken_by__isnull=False),
                name="mediation_agent_spoken",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="mediation_agent_revoked",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="mediation_agent_period",
                violation_error_message=_("A mandate ends after it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(role="representative") | Q(valid_until__isnull=False), name="mediation_agent_expires"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.party_id}"

    @property
    def is_on_file(self) -> bool:
        """Whether the mandate itself is there: its paper, or the party's word as the mediator took it down."""
        return self.paper_id is not None or self.spoken_at is not None


class Consent(models.Model):
    """What one party agreed to or refused, when and how. The last word on a question counts."""

    mutability = "append_only"  # but for its words, which are erased when their time is over
    words_path = "party__case__matter_id"
    words_blanked = ("words",)

    class About(models.TextChoices):
        MEDIATION = "mediation", _("To be mediated")
        MEDIATOR = "mediator", _("This mediator")
        OPEN = "open", _("In the open")
        PARTICIPANT = "participant", _("This other person taking part")
        SESSION = "session", _("This session")
        ORAL = "oral", _("An oral agreement")
        EXTENSION = "extension", _("More time")
        JOINT = "joint", _("Mediated together with other cases")
        CONFIRMATION = "confirmation", _("Confirmation by a court")
        CHOICE = "choice", _("Choice of a mediator from the register")

    class Way(models.TextChoices):
        PRESENT = "present", _("Present, by word")
        SIGNED = "signed", _("In writing")
        PHONE = "phone", _("By phone")
        LINK = "link", _("By their own link")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="consents")
    about = models.CharField(max_length=12, choices=About)
    subject = models.PositiveBigIntegerField(default=0)  # key of the mediator's part, participant or session meant
    is_given = models.BooleanField()
    way = models.CharField(max_length=8, choices=Way)
    words = SecretText(blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")  # who took it down

    class Meta:
        indexes = [models.Index(fields=["party", "about", "-said_at"], name="mediation_consent_last")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.about} {self.is_given}"


class Committee(models.Model):
    """A people's mediation committee: 3 to 9 members, women among them, three years (arts. 8, 9)."""

    mutability = "mutable"

    unit = models.OneToOneField("directory.Unit", on_delete=models.PROTECT, related_name="committee")
    name = models.CharField(max_length=120)
    women = models.PositiveSmallIntegerField(default=1)  # how many of its members; of the law, not of a person
    term_from = models.DateField()
    term_to = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(term_to__gt=F("term_from")), name="mediation_committee_term"),
        ]

    def __str__(self) -> str:
        return self.name


class Mediator(models.Model):
    """Somebody on a committee's register."""

    mutability = "mutable"

    class Role(models.TextChoices):
        CHAIR = "chair", _("Head of the committee")
        MEMBER = "member", _("Member")
        HIRED = "hired", _("Engaged mediator")

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="mediators")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="mediator_of")
    role = models.CharField(max_length=6, choices=Role, default=Role.MEMBER)
    expertise = ArrayField(models.CharField(max_length=40), default=list)  # root topics
    introduction = models.CharField(max_length=200, blank=True)  # what parties read when they choose
    employer = models.CharField(max_length=120, blank=True)  # compared with the parties: ties
    from_day = models.DateField()
    to_day = models.DateField()
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "user"], name="mediation_mediator_once"),
            models.CheckConstraint(condition=Q(to_day__gte=F("from_day")), name="mediation_mediator_term"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.committee_id}"


class Seat(models.Model):
    """A mediator's role in one case: how chosen, free of ties or not, still in the case or not."""

    mutability = "mutable"
    words_erased = ("left_why",)

    class Role(models.TextChoices):
        CHAIR = "chair", _("Leading mediator")
        MEDIATOR = "mediator", _("Mediator")
        RECORDER = "recorder", _("Recorder")

    class Chosen(models.TextChoices):
        APPOINTED = "appointed", _("Appointed by the committee")
        PARTIES = "parties", _("Chosen by the parties")

    class Tie(models.TextChoices):
        FAMILY = "family", _("Family of a party")
        EMPLOYER = "employer", _("Same employer as a party")
        EARLIER = "earlier", _("Earlier part in this matter")
        INTEREST = "interest", _("Own interest in the outcome")
        OTHER = "other", _("Another tie that may cast doubt")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="seats")
    mediator = models.ForeignKey(Mediator, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=8, choices=Role)
    chosen = models.CharField(max_length=9, choices=Chosen)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(null=True)  # ties declared, or that there are none
    declared_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    ties = ArrayField(models.CharField(max_length=10, choices=Tie), default=list)
    left_at = models.DateTimeField(null=True)  # stood back, or was replaced
    left_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    left_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "mediator"], condition=Q(left_at=None), name="mediation_seat_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(left_at=None, role="chair"), name="mediation_seat_one_chair"
            ),
            models.CheckConstraint(
                condition=Q(declared_at=None, declared_by=None)
                | Q(declared_at__isnull=False, declared_by__isnull=False),
                name="mediation_seat_declared",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None, left_by=None, left_why="")
                | (Q(left_at__isnull=False, left_by__isnull=False) & ~Q(left_why="")),
                name="mediation_seat_left",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.case_id}"


class Challenge(models.Model):
    """A party objects to a mediator (申请回避); somebody else decides."""

    mutability = "mutable"
    words_path = "seat__case__matter_id"
    words_erased = ("decided_why",)
    words_blanked = ("reason",)
    times_of_the_world = ("made_at",)

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="challenges")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="challenges")
    reason = SecretText()
    made_at = models.DateTimeField()
    is_granted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_granted=None, decided_at=None, decided_by=None)
                | Q(is_granted__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="mediation_challenge_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"challenge of {self.seat_id}"


class Participant(models.Model):
    """Somebody else who takes part with every party's consent (art. 20): relative, neighbour, expert or unit."""

    mutability = "mutable"
    words_erased = ("capacity",)
    words_blanked = ("name",)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="participants")
    name = SecretText()
    capacity = models.CharField(max_length=60)
    keep_until = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"participant of {self.case_id}"


class PartyLink(models.Model):
    """A party's private link to their own case. A new one ends the one before."""

    mutability = "mutable"

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="links")
    token = models.CharField(max_length=43, unique=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")  # null: with a reminder
    is_ended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(is_ended=False), name="mediation_link_one"),
        ]

    def __str__(self) -> str:
        return f"link of {self.party_id}"
