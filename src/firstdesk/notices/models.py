"""Messages to people inside the product. The text lives with the context that sends: here are its msgid and values."""

from django.db import models


class Notice(models.Model):
    """One message to one person."""

    mutability = "mutable"
    times_of_the_world = ("created_at", "read_at")  # only the recipient reads it

    recipient = models.ForeignKey("directory.User", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)  # "clock.warned", "clock.breached", "referral.offered" …
    level = models.CharField(max_length=10, default="info")  # info, warning, danger
    text = models.TextField()  # msgid of the sending context, with %(name)s places
    values = models.JSONField(default=dict)
    matter_id = models.BigIntegerField(null=True, db_index=True)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notices_recipient_time"),
            models.Index(
                fields=["recipient", "-created_at"], condition=models.Q(read_at=None), name="notices_unread"
            ),  # the bell counts these every few seconds
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_id}"
