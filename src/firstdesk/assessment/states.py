"""States and moves of assessments, sheets, awards and accountability findings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(models.TextChoices):
    OPEN = "open", pgettext_lazy("assessment", "Under way")
    CLOSED = "closed", pgettext_lazy("assessment", "Final")


class SheetState(models.TextChoices):
    OPEN = "open", _("Awaits the own remark")
    REMARKED = "remarked", _("Awaits the assessor")
    ASSESSED = "assessed", _("Told, may be appealed")
    APPEALED = "appealed", _("Appealed")
    FINAL = "final", pgettext_lazy("assessment", "Final")


class AwardState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("assessment", "Proposed")
    GIVEN = "given", pgettext_lazy("assessment", "Given")
    DECLINED = "declined", pgettext_lazy("assessment", "Not given")
    REPORTED = "reported", _("Given and reported upward")


class FindingState(models.TextChoices):
    PROPOSED = "proposed", _("To be heard")
    HEARD = "heard", _("Heard, to be decided")
    TOLD = "told", _("Told, may be appealed")
    APPEALED = "appealed", _("Appealed")
    HELD = "held", _("Held accountable")
    CLEARED = "cleared", _("Not held accountable")


ROUND_MOVES: dict[str, frozenset[str]] = {
    RoundState.OPEN: frozenset({RoundState.CLOSED}),
    RoundState.CLOSED: frozenset(),
}
SHEET_MOVES: dict[str, frozenset[str]] = {
    SheetState.OPEN: frozenset({SheetState.REMARKED, SheetState.ASSESSED}),
    SheetState.REMARKED: frozenset({SheetState.ASSESSED}),
    SheetState.ASSESSED: frozenset({SheetState.APPEALED, SheetState.FINAL}),
    SheetState.APPEALED: frozenset({SheetState.FINAL}),
    SheetState.FINAL: frozenset(),
}
AWARD_MOVES: dict[str, frozenset[str]] = {
    AwardState.PROPOSED: frozenset({AwardState.GIVEN, AwardState.DECLINED}),
    AwardState.GIVEN: frozenset({AwardState.REPORTED}),
    AwardState.DECLINED: frozenset(),
    AwardState.REPORTED: frozenset(),
}
FINDING_MOVES: dict[str, frozenset[str]] = {
    FindingState.PROPOSED: frozenset({FindingState.HEARD}),
    FindingState.HEARD: frozenset({FindingState.TOLD, FindingState.CLEARED}),
    FindingState.TOLD: frozenset({FindingState.APPEALED, FindingState.HELD}),
    FindingState.APPEALED: frozenset({FindingState.HELD, FindingState.CLEARED}),
    FindingState.HELD: frozenset(),
    FindingState.CLEARED: frozenset(),
}

EVENT = {
    "assessment.opened": _("Assessment “%(title)s” opened with %(sheets)s sheets"),
    "assessment.remarked": _("Own remark in the assessment “%(title)s”"),
    "assessment.assessed": _("Assessor's words in “%(title)s” told"),
    "assessment.appealed": _("Appeal in the assessment “%(title)s”"),
    "assessment.appeal_decided": _("Appeal in the assessment “%(title)s” decided"),
    "assessment.final": _("A sheet of the assessment “%(title)s” is final"),
    "assessment.closed": _("Assessment “%(title)s” final with %(sheets)s sheets"),
    "award.proposed": _("Award proposed for “%(unit)s”"),
    "award.given": _("Award given to “%(unit)s”"),
    "award.declined": _("Award for “%(unit)s” not given"),
    "award.reported": _("Award of “%(unit)s” reported to “%(superior)s”"),
    "accountability.proposed": _("A finding of accountability proposed in “%(unit)s”"),
    "accountability.heard": _("A statement was taken before a finding of accountability"),
    "accountability.told": _("A finding of accountability decided and told; it may be appealed"),
    "accountability.appealed": _("An appeal against a finding of accountability"),
    "accountability.held": _("A finding of accountability is final: held accountable"),
    "accountability.cleared": _("A finding of accountability is final: not held accountable"),
}
