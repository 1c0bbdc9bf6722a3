"""What the person who asked gets: the answer, and the call back."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.matters.models import Channel, Matter, ResultCode


class Reply(models.Model):
    """The answer as it was given to the person."""

    mutability = "append_only"
    words_erased = ("text",)
    words_kept = {"key of the short link": ("code",)}

    class Way(models.TextChoices):
        PHONE = "phone", _("By phone")
        FACE = "face", _("Face to face")
        LETTER = "letter", _("In writing")
        PORTAL = "portal", _("On the follow page")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="replies")
    way = models.CharField(max_length=10, choices=Way)
    text = models.TextField()
    code = models.CharField(max_length=14, unique=True, null=True)  # of the short link; none for the oldest answers
    replied_at = models.DateTimeField()
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.replied_at:%Y-%m-%d}"


class CallBack(models.Model):
    """A visit or call after the answer: was the person reached, what do they say (CP-02-12, CP-13-05, CP-13-08)."""

    mutability = "append_only"
    words_erased = ("opinion", "next_action")

    class Method(models.TextChoices):
        PHONE = "phone", _("By phone")
        VISIT = "visit", _("Visit")
        NOT_POSSIBLE = "not_possible", _("Not possible: the person cannot be reached")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="call_backs")
    method = models.CharField(max_length=15, choices=Method)
    reached = models.BooleanField()
    satisfaction = models.PositiveSmallIntegerField(null=True)  # 5 very satisfied … 1 very dissatisfied; voluntary
    opinion = models.TextField(blank=True)
    next_action = models.TextField(blank=True)
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [BrinIndex(fields=["called_at"], autosummarize=True, name="followup_call_month")]
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__gte=1, satisfaction__lte=5),
                name="followup_callback_levels",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.called_at:%Y-%m-%d}"


class NotTold(models.Model):
    """Why the person of a joined report was not told what came of the matter it was joined to."""

    mutability = "append_only"
    words_erased = ("reason",)

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="not_told")
    reason = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.noted_at:%Y-%m-%d}"


class ContactNote(models.Model):
    """Word exchanged with the person on the way: what they were told, who handles it (PM-016, GC-01-07, WS-110-08)."""

    mutability = "append_only"
    words_erased = ("text",)

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="contact_notes")
    channel = models.CharField(max_length=20, choices=Channel)
    text = models.TextField()
    handler_told = models.BooleanField(default=False)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [BrinIndex(fields=["noted_at"], autosummarize=True, name="followup_note_month")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.noted_at:%Y-%m-%d %H:%M}"


class OwnResult(models.Model):
    """What the unit that had the matter itself did about it; a referred matter has its result on the referral."""

    mutability = "append_only"
    words_erased = ("text",)

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="own_results")
    code = models.CharField(max_length=20, choices=ResultCode)
    text = models.TextField()
    finished_at = models.DateTimeField()
    finished_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.code}"


class Rating(models.Model):
    """What the person thinks of an answer, said by the person alone; the newest one counts (CP-13-08)."""

    mutability = "append_only"
    words_erased = ("words",)
    times_of_the_world = ("rated_at",)  # by the person who asked, who has no account

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="ratings")
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="ratings")
    number = models.PositiveSmallIntegerField()  # 1, then 2 … where the person changed it
    level = models.PositiveSmallIntegerField(null=True)  # 5 very satisfied … 1 very dissatisfied; none: contested only
    words = models.TextField(blank=True)
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "number"], name="followup_rating_number"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5) | (Q(level=None) & ~Q(words="")), name="followup_rating_levels"
            ),
        ]
        indexes = [models.Index(fields=["matter", "-rated_at"], name="followup_rating_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.level}"


class Task(models.Model):
    """Something still owed to the person after an answer: a call back, a verification, word of what came of it."""

    mutability = "mutable"
    words_erased = ("finding",)
    words_kept = {"codes of the rules": ("clock_code",)}
    times_of_the_world = ("next_at",)

    class Kind(models.TextChoices):
        CALL_BACK = "call_back", _("Call back")
        VERIFY = "verify", _("Verify")
        FEED_BACK = "feed_back", _("Feed back")

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        NOT_POSSIBLE = "not_possible", _("Not possible")
        RATED = "rated", _("Rated by the person")
        REOPENED = "reopened", _("Taken up again")
        TRUE = "true", _("The person is right")
        NOT_TRUE = "not_true", _("Not confirmed")
        TOLD = "told", _("The person was told")
        CLOSED = "closed", _("Closed before")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="followup_tasks")
    kind = models.CharField(max_length=10, choices=Kind)
    clock_code = models.CharField(max_length=40)  # the promise whose end is the task's due date
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)  # when to try again
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=15, choices=Outcome, blank=True)
    finding = models.TextField(blank=True)  # of a verification: what was found, what is to be put right
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "kind"], condition=Q(ended_at=None), name="followup_task_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="followup_task_ended",
                violation_error_message=_("A task that is done has a time and an outcome."),
            ),
        ]
        indexes = [models.Index(fields=["opened_at"], condition=Q(ended_at=None), name="followup_task_open")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.matter_id}"
