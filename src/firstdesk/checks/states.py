"""States and moves of draws, re-checks, inspections, findings, orders and opinions."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DrawState(models.TextChoices):
    FROZEN = "frozen", _("Frozen, the number is to be drawn")
    DRAWN = "drawn", _("Drawn, being checked again")
    FINISHED = "finished", _("Finished")
    DROPPED = "dropped", _("Dropped before the draw")


class RecheckState(models.TextChoices):
    OPEN = "open", _("To be checked again")
    DONE = "done", _("Checked again")


class InspectionState(models.TextChoices):
    PLANNED = "planned", _("To be inspected")
    UNDERWAY = "underway", _("Under way")
    HANDED = "handed", _("Handed over, the unit has its word")
    HEARD = "heard", _("The unit was heard")
    SIGNED = "signed", _("Signed")
    CANCELLED = "cancelled", _("Cancelled")


class FindingState(models.TextChoices):
    OPEN = "open", _("To be put right")
    REMEDIED = "remedied", _("Put right, to be looked at again")
    CLOSED = "closed", _("Settled and closed")


class OrderState(models.TextChoices):
    GIVEN = "given", _("Awaits an answer")
    ANSWERED = "answered", _("Answered")
    ENDED = "ended", _("Ended")


class OpinionState(models.TextChoices):
    RECEIVED = "received", _("To be sorted")
    IMPROVING = "improving", _("Being improved")
    ANSWERED = "answered", _("Answered in public")
    TURNED = "turned", _("Became a matter")
    NOTED = "noted", _("Noted")


DRAW_MOVES: dict[str, frozenset[str]] = {
    DrawState.FROZEN: frozenset({DrawState.DRAWN, DrawState.DROPPED}),
    DrawState.DRAWN: frozenset({DrawState.FINISHED}),
    DrawState.FINISHED: frozenset(),
    DrawState.DROPPED: frozenset(),
}
RECHECK_MOVES: dict[str, frozenset[str]] = {
    RecheckState.OPEN: frozenset({RecheckState.DONE}),
    RecheckState.DONE: frozenset(),
}
INSPECTION_MOVES: dict[str, frozenset[str]] = {
    InspectionState.PLANNED: frozenset({InspectionState.UNDERWAY, InspectionState.CANCELLED}),
    InspectionState.UNDERWAY: frozenset({InspectionState.HANDED, InspectionState.SIGNED, InspectionState.CANCELLED}),
    InspectionState.HANDED: frozenset({InspectionState.HEARD, InspectionState.SIGNED}),
    InspectionState.HEARD: frozenset({InspectionState.SIGNED}),
    InspectionState.SIGNED: frozenset(),
    InspectionState.CANCELLED: frozenset(),
}
FINDING_MOVES: dict[str, frozenset[str]] = {
    FindingState.OPEN: frozenset({FindingState.REMEDIED}),
    FindingState.REMEDIED: frozenset({FindingState.OPEN, FindingState.CLOSED}),
    FindingState.CLOSED: frozenset(),
}
ORDER_MOVES: dict[str, frozenset[str]] = {
    OrderState.GIVEN: frozenset({OrderState.ANSWERED, OrderState.ENDED}),
    OrderState.ANSWERED: frozenset({OrderState.ENDED}),
    OrderState.ENDED: frozenset(),
}
OPINION_MOVES: dict[str, frozenset[str]] = {
    OpinionState.RECEIVED: frozenset(
        {OpinionState.IMPROVING, OpinionState.ANSWERED, OpinionState.TURNED, OpinionState.NOTED}
    ),
    OpinionState.IMPROVING: frozenset({OpinionState.ANSWERED}),
    OpinionState.ANSWERED: frozenset(),
    OpinionState.TURNED: frozenset(),
    OpinionState.NOTED: frozenset(),
}

# Every verb of checks as the record tells it.
EVENT: dict[str, "str | Promise"] = {
    "draw.frozen": _("List to draw from frozen: %(population)s matters, %(left_out)s left out"),
    "draw.drawn": _("%(drawn)s of %(population)s matters drawn to be checked again"),
    "draw.dropped": _("List to draw from dropped"),
    "draw.finished": _("%(checked)s matters checked again, nothing wanting in %(kept)s"),
    "recheck.marked": _("Checking again: %(marked)s items marked"),
    "recheck.done": _("Checked again: %(wanting)s items wanting"),
    "inspection.planned": _("Inspection planned for %(planned_on)s"),
    "inspection.marked": _("Inspection: %(marked)s items marked"),
    "inspection.handed": _("Inspection handed over to the unit: %(wanting)s items wanting"),
    "inspection.heard": _("The unit had its word on an inspection"),
    "inspection.signed": _("Inspection signed: %(wanting)s of %(items)s items wanting"),
    "inspection.cancelled": _("Inspection cancelled"),
    "visit.noted": _("Supervision from outside on %(happened_on)s: %(guests)s came"),
    "finding.raised": _("Finding, to be put right by %(due_on)s"),
    "finding.owner_named": _("Named who puts a finding right"),
    "finding.remedied": _("Finding put right, to be looked at again"),
    "finding.returned": _("Looked at again: not yet put right"),
    "finding.settled": _("Looked at again: finding settled"),
    "finding.late": _("Told upward: a finding was not put right in time"),
    "order.given": _("Supervision order, to be answered by %(answer_by)s"),
    "order.answered": _("Supervision order answered"),
    "order.ended": _("Supervision order ended with its finding"),
    "opinion.received": _("Opinion received"),
    "opinion.answered": _("Opinion answered in public"),
    "opinion.turned": _("Opinion became matter %(matter)s"),
    "opinion.improving": _("Opinion to be improved on by %(due_on)s"),
    "opinion.noted": _("Opinion noted"),
    "opinions.sought": _("Opinions asked for: %(answered)s of %(asked)s answered"),
    "opinions.summed": _("Opinions of half a year summed up: %(all)s"),
    "opinions.erased": _("Opinions of residents erased, their time being over: %(opinions)s"),
    "box.emptied": _("Opinion box opened: %(count)s slips"),
}
