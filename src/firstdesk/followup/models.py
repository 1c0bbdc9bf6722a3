"""What the person who asked gets: the answer, and the call back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.matters.models import Channel, Matter, ResultCode


class Reply(models.Model):
    """The answer as it was given to the person."""

    mutability = "append_only"

    class Way(models.TextChoices):
        PHONE = "phone", _("By phone")
        FACE = "face", _("Face to face")
        LETTER = "letter", _("In writing")
        PORTAL = "portal", _("On the follow page")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="replies")
    way = models.CharField(max_length=10, choices=Way)
    text = models.TextField()
    replied_at = models.DateTimeField()
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.replied_at:%Y-%m-%d}"


class CallBack(models.Model):
    """A visit or call after the answer: was the person reached, what do they say (CP-02-12, CP-13-05, CP-13-08)."""

    mutability = "append_only"

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
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__gte=1, satisfaction__lte=5),
                name="followup_callback_levels",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.called_at:%Y-%m-%d}"


class ContactNote(models.Model):
    """Word exchanged with the person on the way: what they were told, who handles it (PM-016, GC-01-07, WS-110-08)."""

    mutability = "append_only"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="contact_notes")
    channel = models.CharField(max_length=20, choices=Channel)
    text = models.TextField()
    handler_told = models.BooleanField(default=False)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.noted_at:%Y-%m-%d %H:%M}"


class OwnResult(models.Model):
    """What the unit that had the matter itself did about it; a referred matter has its result on the referral."""

    mutability = "append_only"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="own_results")
    code = models.CharField(max_length=20, choices=ResultCode)
    text = models.TextField()
    finished_at = models.DateTimeField()
    finished_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.code}"
