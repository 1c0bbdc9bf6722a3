"""A file that belongs to a matter. Whoever may read the matter may read it; what is taken away stays as a line."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """One file of one matter, and what it is a part of."""

    mutability = "mutable"
    words_erased = ("caption", "removed_reason")
    words_kept = {"let go of on a day of its own": ("file",)}

    class Part(models.TextChoices):
        REPORT = "report", _("With the report")
        ANSWER = "answer", _("With a result")
        REPLY = "reply", _("With the answer to the person")
        NOTE = "note", _("Internal")

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")  # none: erased
    part = models.CharField(max_length=10, choices=Part)
    part_id = models.BigIntegerField(null=True)  # the referral, reply or note it came with, where it came with one
    caption = models.CharField(max_length=200, blank=True)
    keep_until = models.DateField()  # retention: erased once this is over and the matter has ended
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # null: the person who asked
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    removed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["matter", "part"], name="matters_attachment_matter")]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removed_reason="", file__isnull=False)
                | Q(removed_at__isnull=False),
                name="matters_attachment_removed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.pk} of {self.matter_id}"
