"""Where a message on its way stands, and by which ways people are told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How a message leaves the house. Inside the product nothing has to be sent: the notice itself is there."""

    MAIL = "mail", _("Mail")
    SMS = "sms", _("Text message")


class Stage(models.TextChoices):
    """Where a delivery stands. `sending` was written down before the carrier was asked, so a crash can be seen."""

    QUEUED = "queued", _("Waiting to be sent")
    HELD = "held", _("Kept for the digest")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent out")
    UNSURE = "unsure", _("Perhaps sent: nobody knows")
    STUCK = "stuck", _("Could not be sent")
    GIVEN_UP = "given_up", _("Given up")
    FOLDED = "folded", _("Sent with the digest")


class Wish(models.TextChoices):
    """From which level on a person wants to be told by a way."""

    NEVER = "never", _("Never")
    DANGER = "danger", _("Only what is late or urgent")
    WARNING = "warning", _("What is nearly due too")
    ALL = "all", _("Everything")


class Digest(models.TextChoices):
    """Whether mail that is not urgent comes one by one."""

    NONE = "none", _("Each by itself")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


NEEDS_A_PERSON = frozenset({Stage.STUCK, Stage.UNSURE})
OVER = frozenset({Stage.SENT, Stage.GIVEN_UP, Stage.FOLDED})
LEVELS = ("info", "warning", "danger")
REACHES: dict[str, frozenset[str]] = {
    Wish.NEVER: frozenset(),
    Wish.DANGER: frozenset({"danger"}),
    Wish.WARNING: frozenset({"warning", "danger"}),
    Wish.ALL: frozenset(LEVELS),
}


class Wording(models.TextChoices):
    """What a wording is for."""

    REPLY = "reply", _("For an answer")
    NOTICE = "notice", _("For word on the way")
    MEDIATION = "mediation", _("For the parties of a mediation")
