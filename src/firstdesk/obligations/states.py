"""States and moves of clocks and duties."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockState(models.TextChoices):
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Stopped")


class Outcome(models.TextChoices):
    KEPT = "kept", _("Kept")
    LATE = "late", _("Late")
    MOOT = "moot", _("No longer applies")


class OccurrenceState(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    PARTIAL = "partial", _("Done in part")
    DONE = "done", _("Done")
    MISSED = "missed", _("Missed")
    WAIVED = "waived", _("Waived")


OPEN = (OccurrenceState.SCHEDULED, OccurrenceState.PARTIAL, OccurrenceState.MISSED)  # still owed


MOVES: dict[str, frozenset[str]] = {
    ClockState.RUNNING: frozenset({ClockState.PAUSED, ClockState.STOPPED}),
    ClockState.PAUSED: frozenset({ClockState.RUNNING, ClockState.STOPPED}),
    ClockState.STOPPED: frozenset(),
}
OCCURRENCE_MOVES: dict[str, frozenset[str]] = {
    OccurrenceState.SCHEDULED: frozenset(
        {OccurrenceState.PARTIAL, OccurrenceState.DONE, OccurrenceState.MISSED, OccurrenceState.WAIVED}
    ),
    OccurrenceState.PARTIAL: frozenset(
        {OccurrenceState.SCHEDULED, OccurrenceState.DONE, OccurrenceState.MISSED, OccurrenceState.WAIVED}
    ),
    # late is better than never, and stays visible as late
    OccurrenceState.MISSED: frozenset({OccurrenceState.DONE, OccurrenceState.WAIVED}),
    # its proof was taken back
    OccurrenceState.DONE: frozenset({OccurrenceState.SCHEDULED, OccurrenceState.PARTIAL, OccurrenceState.MISSED}),
    OccurrenceState.WAIVED: frozenset(),
}

# Events after which the promise speaks of nothing any more: a clock they stop in time is neither kept nor late.
VOIDING = frozenset(
    {"matter.withdrawn", "matter.marked_duplicate", "matter.marked_invalid", "referral.withdrawn"}
    | {"matter.supervision_lifted", "turnout.stood_down", "task.withdrawn", "service.ended", "mediation.regraded"}
)

# What the clocks themselves put into the record of a matter or an organisation.
EVENT = {
    "clock.warned": _("Promise nearly due"),
    "clock.breached": _("Promise broken"),
    "clock.escalated": _("Broken promise told a level up"),
    "clock.extended": _("More time granted"),
    "clock.shortened": _("Promise shortened: urgent"),
    "clock.adopted": _("Promise timed by a new version of the rules"),
    "clock.recounted": _("Promise counted again with the announced holidays"),
    "duty.discharged": _("Duty done"),
    "duty.proved": _("Part of a duty proved"),
    "duty.reopened": _("Proof of a duty taken back"),
    "duty.missed": _("Duty missed"),
    "duty.explained": _("Missed duty explained"),
    "duty.waived": _("Duty waived"),
    "duty.remarked": _("Remark on a duty"),
    "sensitive.declared": _("Sensitive period declared"),
    "sensitive.ended": _("Sensitive period ended early"),
    "clause.confirmed": _("Looked whether a clause is kept"),
    "market_days.set": _("Market days set"),
    "calendar.linked": _("Private calendar address made"),
    "calendar.unlinked": _("Private calendar address taken back"),
}
