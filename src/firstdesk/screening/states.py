"""The life of a drive, of a unit's answer in it, of a major dispute reported upward, and of a month's figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignState(models.TextChoices):
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")


class FindingState(models.TextChoices):
    AWAITED = "awaited", _("Not reported yet")
    REPORTED = "reported", _("Reported")


class MajorState(models.TextChoices):
    REPORTED = "reported", _("Reported upward")
    TAKEN_UP = "taken_up", _("Taken up by the superior")
    ENDED = "ended", _("Settled or handed on")


class StatementState(models.TextChoices):
    FILLED = "filled", _("Filled, to be checked")
    ISSUED = "issued", _("Checked and reported")


CAMPAIGN_MOVES: dict[str, frozenset[str]] = {
    CampaignState.RUNNING: frozenset({CampaignState.ENDED}),
    CampaignState.ENDED: frozenset(),
}
FINDING_MOVES: dict[str, frozenset[str]] = {
    FindingState.AWAITED: frozenset({FindingState.REPORTED}),
    FindingState.REPORTED: frozenset(),
}
MAJOR_MOVES: dict[str, frozenset[str]] = {
    MajorState.REPORTED: frozenset({MajorState.TAKEN_UP, MajorState.ENDED}),
    MajorState.TAKEN_UP: frozenset({MajorState.ENDED}),
    MajorState.ENDED: frozenset(),
}
STATEMENT_MOVES: dict[str, frozenset[str]] = {
    StatementState.FILLED: frozenset({StatementState.ISSUED}),
    StatementState.ISSUED: frozenset(),
}
