"""Forms and conditions of postings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    PLACE = "place", _("Hung up in place")
    HANDOUT = "handout", _("Handed out on paper")
    ONLINE = "online", _("On this page")


class Standing(models.TextChoices):
    """The condition of something that must be posted; derived from days, never stored."""

    LACKING = "lacking", _("Not posted")
    OUTDATED = "outdated", _("Outdated")
    UNCHECKED = "unchecked", _("To be looked at again")
    STANDING = "standing", _("Posted")
