"""What people who work on one matter say to each other, and who is looking at it just now."""

from django.conf import settings
from django.db import models

from firstdesk.matters.models import Matter


class Note(models.Model):
    """An internal note. The person who asked never sees it; a trigger lets nobody change it, only erase its words when their
    time is over. A mistake is corrected by another note."""

    mutability = "mutable"
    words_erased = ("text",)
    words_kept = {"names of posts": ("post_name",)}

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()  # "" once erased
    for_unit = models.ForeignKey(
        "directory.Unit", null=True, on_delete=models.PROTECT, related_name="+"
    )  # for the people of this unit alone; None: for everybody who may read the matter
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    post_name = models.CharField(max_length=240, blank=True)  # from which post it was written
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["matter", "-noted_at"], name="teamwork_note_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.noted_at:%Y-%m-%d %H:%M}"


class Mention(models.Model):
    """Somebody named in a note with @, and told."""

    mutability = "append_only"

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="teamwork_mention_once")]

    def __str__(self) -> str:
        return f"{self.note_id} @{self.user_id}"


class Presence(models.Model):
    """Somebody has the page of a matter open. Unlogged: worth nothing after a crash, and costs next to nothing."""

    mutability = "mutable"
    words_kept = {"gone within minutes": ("post_name", "doing")}
    times_of_the_world = ("seen_at",)

    matter_id = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    post_name = models.CharField(max_length=240, blank=True)
    doing = models.CharField(max_length=60, blank=True)  # the form they are in, by its name on their screen
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter_id", "user"],
                name="teamwork_presence_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.matter_id}"
