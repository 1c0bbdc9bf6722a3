"""The life of a draw, of what it draws, of an inspection, of a finding and the orders about it, of an opinion."""

from django.db import models
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
    PLANNED = "planned", _("Planned")
    UNDERWAY = "underway", _("Under way")
    HANDED = "handed", _("Handed over, the unit has its word")
    HEARD = "heard", _("The unit was heard")
    SIGNED = "signed", _("Signed")
    CANCELLED = "cancelled", _("Cancelled")


class FindingState(models.TextChoices):
    OPEN = "open", _("To be put right")
    REMEDIED = "remedied", _("Put right, to be looked at again")
    CLOSED = "closed", _("Settled")


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
