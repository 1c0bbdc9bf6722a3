"""What was uploaded: one row per upload. The bytes stand under the data directory, by their hash (shelf.py).

And what left the house: one row per copy that anybody may check.
"""

from django.conf import settings
from django.db import models

from firstdesk.common.secrecy import SecretText
from firstdesk.files import codes, kinds
from firstdesk.files.kinds import Kind


class File(models.Model):
    """A file as it is kept. Whoever points to it decides who may read it; what nothing points to is swept away."""

    mutability = "mutable"

    sha256 = models.CharField(max_length=64, db_index=True)  # of the bytes kept
    source_sha256 = models.CharField(max_length=64)  # of the bytes that were handed in
    kind = models.CharField(max_length=8, choices=Kind)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)  # pixels of a picture
    height = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120)  # as its owner called it, made harmless
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # null: a resident, or an installation's own

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="files_file_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown small."""
        return self.kind in kinds.PICTURES

    @property
    def is_sound(self) -> bool:
        """Whether it can be heard."""
        return self.kind in kinds.SOUNDS


class Issued(models.Model):
    """A copy of a document as it left the house: enough to tell a genuine one, and nothing about anybody."""

    mutability = "mutable"

    code = models.CharField(max_length=24, unique=True)  # printed on it, made before its bytes are
    sha256 = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=80)  # "人民调解协议书", in the words of the paper
    number = models.CharField(max_length=80)
    issuer = models.CharField(max_length=120)
    is_test = models.BooleanField(default=False)  # by a unit whose certificate is for trying out
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # null: the installation's own
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=False) | models.Q(ended_by__isnull=True, successor__isnull=True),
                name="files_issued_ended_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.code}"

    @property
    def is_in_force(self) -> bool:
        """Neither withdrawn nor replaced."""
        return self.ended_at is None


class LeftPaper(models.Model):
    """A paper that left the house, as its context keeps it: `leaving.leave` gives what stands here (`Left.columns`)."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    code = models.CharField(max_length=24)  # printed on it, asked for at /verify/
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def printed_code(self) -> str:
        """Its code as it stands on it."""
        return codes.shown(self.code)


class SealCertificate(models.Model):
    """What a unit seals with, and what it sealed with before: whoever checks an old copy asks whether it was ours."""

    mutability = "mutable"
    times_of_the_world = ("ends_at", "warned_at")

    unit_id = models.BigIntegerField()  # key of the directory's unit
    fingerprint = models.CharField(max_length=64, db_index=True)
    chain = models.TextField()  # PEM, its own first, then who vouches for it
    key = SecretText(blank=True)  # PEM; none: another followed, and nothing more is sealed with this one
    is_test = models.BooleanField()  # of this installation's own test authority
    ends_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)  # when its unit was told that it ends soon
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # null: by command
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id"], condition=models.Q(ended_at=None), name="files_sealcertificate_one"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=False, key="") | models.Q(ended_at=None, ended_by=None),
                name="files_sealcertificate_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.fingerprint[:12]}"
