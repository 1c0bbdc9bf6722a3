"""Every channel in: the contact, the report taken from it, the parties (optional), and imports."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from firstdesk.intake import states
from firstdesk.intake.states import ContactState, ImportState
from firstdesk.matters.models import Channel, Matter


class Contact(models.Model):
    """Somebody got in touch. Every contact ends as a report or with a reason why not (WS-110-07)."""

    mutability = "mutable"
    words_erased = ("drop_reason", "draft")
    words_path = "report__matter_id"
    times_of_the_world = ("rang_at", "answered_at", "ended_at")

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=20, choices=Channel)
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contacts")
    state = models.CharField(max_length=12, choices=ContactState, default=ContactState.OPEN)
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    drop_reason = models.TextField(blank=True)
    draft = models.JSONField(default=dict)
    client_key = models.UUIDField(null=True, unique=True)  # given by the page where it was taken without a connection

    class Meta:
        indexes = [BrinIndex(fields=["rang_at"], autosummarize=True, name="intake_contact_month")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="dropped") | Q(drop_reason__gt=""),
                name="intake_contact_drop_reason",
                violation_error_message=_("A contact without a report gives the reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.rang_at:%m-%d %H:%M}"

    @property
    def ledger_chain(self) -> str:
        """Recorded in its own chain until it has a matter."""
        return f"contact:{self.pk}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.CONTACT_MOVES


class Report(models.Model):
    """What was reported, as it was taken down."""

    mutability = "mutable"
    words_erased = ("occurred_note", "place", "narrative")
    words_blanked = ("place_key",)
    words_kept = {"where it was imported from": ("source", "source_id")}
    times_of_the_world = ("received_at", "occurred_at", "answered_at", "interview_ended_at")

    class Reporter(models.TextChoices):
        NAMED = "named", _("Named")
        PSEUDONYMOUS = "pseudonymous", _("Under a pseudonym")
        ANONYMOUS = "anonymous", _("Anonymous")

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="report")
    contact = models.OneToOneField(Contact, null=True, on_delete=models.PROTECT, related_name="report")
    received_at = models.DateTimeField()  # rang, came in, was sent
    answered_at = models.DateTimeField(null=True)
    interview_ended_at = models.DateTimeField(null=True)
    occurred_at = models.DateTimeField()
    occurred_note = models.CharField(max_length=120, blank=True)  # "every evening since May"
    place = models.CharField(max_length=300)
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    grid = models.ForeignKey("directory.Grid", null=True, on_delete=models.PROTECT, related_name="reports")
    narrative = models.TextField()
    reporter = models.CharField(max_length=12, choices=Reporter, default=Reporter.ANONYMOUS)
    may_contact = models.BooleanField(default=False)
    source = models.CharField(max_length=60, blank=True)  # import: name of the mapping
    source_id = models.CharField(max_length=80, blank=True)  # import: id in the source
    source_centre = models.ForeignKey(
        "directory.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # import: the centre it was imported for, which the matter may leave; another may use the same source
    place_key = models.CharField(max_length=100, blank=True)  # the address without its room (likeness.place_key)
    sketch = ArrayField(models.IntegerField(), default=list)  # of the story, to find what is alike (likeness.sketch)

    class Meta:
        indexes = [
            BrinIndex(fields=["received_at"], autosummarize=True, name="intake_report_month"),
            models.Index(fields=["place_key", "-matter"], condition=~Q(place_key=""), name="intake_report_place"),
            models.Index(fields=["lat", "lng"], condition=Q(lat__isnull=False), name="intake_report_near"),
            GinIndex(fields=["sketch"], name="intake_report_sketch"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_centre", "source", "source_id"],
                condition=Q(source__gt=""),
                name="intake_report_source_once",
            ),
            models.CheckConstraint(
                condition=Q(source="") | Q(source_centre__isnull=False), name="intake_report_source_centre"
            ),
            models.CheckConstraint(
                condition=Q(lng=None, lat=None) | Q(lng__isnull=False, lat__isnull=False), name="intake_report_point"
            ),
        ]

    def __str__(self) -> str:
        return f"report of {self.matter_id}"


DIGITS = Func(F("phone"), Value("[^0-9]"), Value(""), Value("g"), function="regexp_replace")  # of a phone number


class Party(models.Model):
    """A person named in one report and nowhere else. Masked by default; reading it whole is logged with a purpose."""

    mutability = "mutable"
    words_erased = ("name", "phone", "note")
    words_kept = {"codes of the rules": ("purpose",)}

    class Role(models.TextChoices):
        REPORTER = "reporter", _("Reporter")
        PARTY = "party", _("Party")
        WITNESS = "witness", _("Witness")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=10, choices=Role)
    name = models.CharField(max_length=80, blank=True)  # a pseudonym where the person wishes
    phone = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=80, default="handling")
    keep_until = models.DateField()  # retention: reviewed, then erased

    class Meta:
        verbose_name_plural = "parties"
        indexes = [models.Index(DIGITS, F("matter").desc(), condition=~Q(phone=""), name="intake_party_phone")]

    def __str__(self) -> str:
        return f"{self.role} of {self.matter_id}"


class Submission(models.Model):
    """What another system sent under a key of its own: the same key again answers what the first time was answered."""

    mutability = "append_only"
    words_kept = {"keys of another system": ("key", "digest")}
    times_of_the_world = ("received_at",)

    token = models.ForeignKey("directory.ApiToken", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)  # SHA-256 of the body as understood: a key is for one body
    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="submission")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "key"], name="intake_submission_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.key}"


class Paper(models.Model):
    """A file handed in while a contact is open: a draft, like the text. It follows into the matter, or goes."""

    mutability = "mutable"
    words_kept = {"goes with the draft": ("file",)}

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="papers")
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "file"], name="intake_paper_once")]

    def __str__(self) -> str:
        return f"{self.file_id} of contact {self.contact_id}"


class Asking(models.Model):
    """A form of the portal that was sent: the same form with the same content again leads to the same matter."""

    mutability = "mutable"
    words_kept = {"key; the row goes after a month": ("key",)}
    times_of_the_world = ("asked_at",)

    key = models.CharField(max_length=64, unique=True)  # SHA-256 of the form's own secret and of what was typed
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"asked once: {self.matter_id}"


class ImportRun(models.Model):
    """One import of one file under one mapping. The same file under the same mapping is the same run: it resumes."""

    mutability = "mutable"
    times_of_the_world = ("created_at", "finished_at")

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=400)  # stored copy under the data directory
    sha256 = models.CharField(max_length=64)
    mapping_name = models.CharField(max_length=60)
    mapping = models.JSONField()
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.CHECKED)
    total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)  # rows done, in file order
    imported = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imports")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "sha256", "mapping_name"], name="intake_importrun_once")
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def ledger_chain(self) -> str:
        """Recorded in its own chain."""
        return f"import:{self.pk}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.IMPORT_MOVES


class ImportFault(models.Model):
    """A row that was not imported, with what to do about it. The row's own content stays in the file."""

    mutability = "append_only"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="faults")
    row_number = models.PositiveIntegerField()  # 1 = first row under the heading
    column = models.CharField(max_length=80, blank=True)
    message = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "row_number"], name="intake_importfault_once")]

    def __str__(self) -> str:
        return f"{self.run_id} row {self.row_number}"
