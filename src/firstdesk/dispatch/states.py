"""The life of a referral."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferralState(models.TextChoices):
    OFFERED = "offered", _("Offered")
    OBJECTED = "objected", _("Objected")
    WITHDRAWN = "withdrawn", _("Taken back")
    WORKING = "working", _("In handling")
    ANSWERED = "answered", _("Result returned")
    CONFIRMED = "confirmed", _("Confirmed")


MOVES: dict[str, frozenset[str]] = {
    ReferralState.OFFERED: frozenset({ReferralState.WORKING, ReferralState.OBJECTED, ReferralState.WITHDRAWN}),
    ReferralState.WORKING: frozenset({ReferralState.ANSWERED, ReferralState.WITHDRAWN}),
    ReferralState.ANSWERED: frozenset({ReferralState.CONFIRMED, ReferralState.WORKING, ReferralState.WITHDRAWN}),
    ReferralState.OBJECTED: frozenset(),
    ReferralState.WITHDRAWN: frozenset(),
    ReferralState.CONFIRMED: frozenset(),
}
OPEN = frozenset({ReferralState.OFFERED, ReferralState.WORKING, ReferralState.ANSWERED})
OWNER: dict[str, str] = {
    ReferralState.OFFERED: "receiver",
    ReferralState.WORKING: "receiver",
    ReferralState.ANSWERED: "sender",
    ReferralState.OBJECTED: "sender",
    ReferralState.WITHDRAWN: "sender",
    ReferralState.CONFIRMED: "nobody",
}
EVENT: dict[str, str] = {
    ReferralState.OFFERED: "referral.offered",
    ReferralState.OBJECTED: "referral.objected",
    ReferralState.WITHDRAWN: "referral.withdrawn",
    ReferralState.WORKING: "referral.accepted",
    ReferralState.ANSWERED: "referral.answered",
    ReferralState.CONFIRMED: "referral.confirmed",
}
