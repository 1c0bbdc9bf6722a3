"""Who is on: the minimal shift table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shift(models.Model):
    """A person stands at a post from one moment until (before) another."""

    mutability = "mutable"
    times_of_the_world = ("starts_at", "ends_at")

    post = models.ForeignKey("directory.Post", on_delete=models.PROTECT, related_name="shifts")
    person = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="rosters_shift_order",
                violation_error_message=_("A shift ends after it starts."),
            ),
            models.UniqueConstraint(fields=["post", "person", "starts_at"], name="rosters_shift_once"),
        ]
        indexes = [models.Index(fields=["post", "starts_at", "ends_at"], name="rosters_shift_post_time")]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.post_id} {self.starts_at:%m-%d %H:%M}"
