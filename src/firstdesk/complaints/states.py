"""What becomes of money promised for a late answer: which moves exist, whose turn it is, what each move is called."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CompensationState(models.TextChoices):
    OWED = "owed", _("Amount to be decided")
    APPROVED = "approved", _("Approved, to be paid")
    PAID = "paid", _("Paid")
    EXPLAINED = "explained", _("Not paid, explained")
    DECLINED = "declined", _("Declined by the person")


class Turn(models.TextChoices):
    APPROVER = "approver", _("Somebody not responsible")
    PAYER = "payer", _("Whoever pays")
    NOBODY = "nobody", _("Nobody")


S = CompensationState
OPEN = frozenset({S.OWED, S.APPROVED})
MOVES: dict[str, frozenset[str]] = {
    S.OWED: frozenset({S.APPROVED, S.EXPLAINED}),
    S.APPROVED: frozenset({S.PAID, S.DECLINED}),
    S.PAID: frozenset(),
    S.EXPLAINED: frozenset(),
    S.DECLINED: frozenset(),
}
OWNER: dict[str, Turn] = {
    S.OWED: Turn.APPROVER,
    S.APPROVED: Turn.PAYER,
    S.PAID: Turn.NOBODY,
    S.EXPLAINED: Turn.NOBODY,
    S.DECLINED: Turn.NOBODY,
}
EVENT: dict[str, "str | Promise"] = {
    "compensation.computed": _("Answered late: CNY %(amount)s for %(days)s days"),
    "compensation.approved": _("Compensation approved"),
    "compensation.paid": _("Compensation paid"),
    "compensation.explained": _("Compensation not paid, explained"),
    "compensation.declined": _("Compensation declined by the person"),
}
