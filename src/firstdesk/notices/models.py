"""Messages: the notice inside the product, the delivery by a carrier, and how each person wants to be told.

The text of a notice lives with the context that sends: here are its msgid and values.
"""

from datetime import time

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstdesk.notices.states import Digest, Stage, Way, Wish, Wording


class Notice(models.Model):
    """One message to one person."""

    mutability = "mutable"
    words_erased = ("text", "values")
    words_kept = {"what it is about, without words": ("kind", "level", "url")}
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


class Delivery(models.Model):
    """One message to one recipient by one way that leaves the house. Written with the data; sent once, or a person looks."""

    mutability = "mutable"
    words_erased = ("address", "subject", "text", "trouble", "settled_reason", "calendar")
    words_kept = {"names of wordings, keys of ours and of carriers": ("key", "kind", "template", "label", "carrier_id")}
    times_of_the_world = ("created_at", "due_at", "handed_at", "claimed_at", "sent_at")

    key = models.CharField(max_length=160, unique=True)  # the carrier gets it too: asked twice, it sends once
    way = models.CharField(max_length=5, choices=Way)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.QUEUED)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )  # one of the house; None: a person who asked
    notice = models.ForeignKey(Notice, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    address = models.CharField(max_length=254, blank=True)  # erased some time after it ended
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()  # word for word as it goes out
    calendar = models.TextField(blank=True)  # an appointment that goes with a mail (.ics)
    template = models.CharField(max_length=80, blank=True)  # code@version
    matter_id = models.BigIntegerField(null=True, db_index=True)
    label = models.CharField(max_length=40, blank=True)  # number of the matter
    unit = models.ForeignKey("directory.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()  # not before
    handed_at = models.DateTimeField(null=True)  # a job was asked for it
    claimed_at = models.DateTimeField(null=True)  # the carrier is being asked since
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=0)  # a person had it sent anew, the carrier not having it
    trouble = models.CharField(max_length=300, blank=True)  # what the carrier said last
    carrier_id = models.CharField(max_length=120, blank=True)
    folded_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="folded")
    settled_at = models.DateTimeField(null=True)  # a person decided about it
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_at=None, settled_by=None)
                | models.Q(settled_at__isnull=False, settled_by__isnull=False),
                name="notices_delivery_settled",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="sent") | models.Q(sent_at__isnull=False), name="notices_delivery_sent"
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="sending") | models.Q(claimed_at__isnull=False),
                name="notices_delivery_claimed",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(stage="queued"), name="notices_delivery_due"),
            models.Index(fields=["claimed_at"], condition=models.Q(stage="sending"), name="notices_delivery_claim"),
            models.Index(
                fields=["-created_at"],
                condition=models.Q(stage__in=["stuck", "unsure"]),
                name="notices_delivery_stuck",
            ),
            models.Index(
                fields=["recipient", "due_at"], condition=models.Q(stage="held"), name="notices_delivery_held"
            ),
            models.Index(
                fields=["created_at"],
                condition=models.Q(address__gt="", stage__in=["sent", "given_up", "folded"]),
                name="notices_delivery_to_erase",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.kind} {self.label}".strip()


class Preference(models.Model):
    """How somebody of the house wants to be told beside the bell, and when not."""

    mutability = "mutable"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+")
    mail = models.EmailField(blank=True)
    mobile = models.CharField(max_length=11, blank=True)
    mail_wish = models.CharField(max_length=10, choices=Wish, default=Wish.NEVER)
    sms_wish = models.CharField(max_length=10, choices=Wish, default=Wish.NEVER)
    quiet_from = models.TimeField(null=True, blank=True)  # none: as the post has it, or at night
    quiet_until = models.TimeField(null=True, blank=True)
    digest = models.CharField(max_length=10, choices=Digest, default=Digest.NONE)
    digest_hour = models.TimeField(default=time(8, 0))
    digest_weekday = models.PositiveSmallIntegerField(default=0)  # 0 is Monday
    language = models.CharField(max_length=10, choices=[("zh-hans", "简体中文"), ("en", "English")], default="zh-hans")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notices_preference_quiet",
                violation_error_message=_("Quiet hours have a beginning and an end, or neither."),
            ),
            models.CheckConstraint(condition=models.Q(digest_weekday__lte=6), name="notices_preference_weekday"),
            models.CheckConstraint(
                condition=models.Q(mail_wish="never") | models.Q(mail__gt=""),
                name="notices_preference_mail",
                violation_error_message=_("Give the mail address you want to be told at."),
            ),
            models.CheckConstraint(
                condition=models.Q(sms_wish="never") | models.Q(mobile__gt=""),
                name="notices_preference_mobile",
                violation_error_message=_("Give the mobile number you want to be told at."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.mail_wish} {self.sms_wish}"


class QuietPost(models.Model):
    """Quiet hours of a post, for those of its holders who have chosen none: a duty post may have none at all."""

    mutability = "mutable"

    post = models.OneToOneField("directory.Post", primary_key=True, on_delete=models.CASCADE, related_name="+")
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()  # the same as `quiet_from`: never quiet

    def __str__(self) -> str:
        return f"{self.post_id}: {self.quiet_from:%H:%M}-{self.quiet_until:%H:%M}"


class Template(models.Model):
    """A centre's own wording in one of its versions. The newest counts; one that is retired gives way to the product's."""

    mutability = "append_only"

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60, validators=[RegexValidator(r"^[a-z0-9_.\-]+$")])
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Wording)
    title = models.CharField(max_length=80)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    is_retired = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "code", "version"], name="notices_template_version")]

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"
