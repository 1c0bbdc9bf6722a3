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

EVENT = {
    "campaign.begun": _("Drive begun: %(title)s (%(units)s units)"),
    "campaign.reminded": _("Silent units of a drive reminded: %(title)s (%(units)s units)"),
    "campaign.reported": _("A unit reported what it found in a drive: %(found)s"),
    "campaign.ended": _("Drive ended: %(title)s (%(said)s of %(units)s units reported)"),
    "major.registered": _("Major dispute registered and reported upward: %(number)s"),
    "major.progressed": _("How the major dispute %(number)s goes on was noted"),
    "major.taken_up": _("The superior took up the major dispute %(number)s"),
    "major.ended": _("Major dispute %(number)s settled or handed on"),
    "statistics.filled": _("Figures of %(month)s filled"),
    "statistics.issued": _("Figures of %(month)s checked and reported"),
}
