"""States and moves of meetings and resolutions."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planned, not announced")
    CALLED = "called", _("Announced")
    RUNNING = "running", _("In session")
    HELD = "held", _("Held, minutes to be signed")
    SIGNED = "signed", _("Signed and filed")
    CANCELLED = "cancelled", _("Not held")


class ResolutionState(models.TextChoices):
    OPEN = "open", _("To be done")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped by a later meeting")


class Turn(models.TextChoices):
    """What may be reported about a resolution while it is carried out."""

    PROGRESS = "progress", _("How far it is")
    DONE = "done", _("It is done")
    REOPENED = "reopened", _("Not done after all")
    DROPPED = "dropped", _("Drop it")


MEETING_MOVES: dict[str, frozenset[str]] = {
    MeetingState.PLANNED: frozenset({MeetingState.CALLED, MeetingState.CANCELLED}),
    MeetingState.CALLED: frozenset({MeetingState.RUNNING, MeetingState.CANCELLED}),
    MeetingState.RUNNING: frozenset({MeetingState.HELD, MeetingState.CALLED}),
    MeetingState.HELD: frozenset({MeetingState.SIGNED, MeetingState.RUNNING}),
    MeetingState.SIGNED: frozenset(),
    MeetingState.CANCELLED: frozenset(),
}
RESOLUTION_MOVES: dict[str, frozenset[str]] = {
    ResolutionState.OPEN: frozenset({ResolutionState.DONE, ResolutionState.DROPPED}),
    ResolutionState.DONE: frozenset({ResolutionState.OPEN}),
    ResolutionState.DROPPED: frozenset(),
}
COMING = frozenset({MeetingState.PLANNED, MeetingState.CALLED, MeetingState.RUNNING})
BEFORE = frozenset({MeetingState.PLANNED, MeetingState.CALLED})
WRITTEN = frozenset({MeetingState.RUNNING, MeetingState.HELD})  # minutes and resolutions are taken down
OVER = frozenset({MeetingState.HELD, MeetingState.SIGNED})

# What the record says of each verb.
EVENT: dict[str, str | Promise] = {
    "meeting.planned": _("Meeting planned: %(title)s"),
    "meeting.changed": _("Plan of the meeting changed"),
    "meeting.agenda_assembled": _("Agenda put together: %(points)s points"),
    "meeting.point_added": _("A point was put on the agenda"),
    "meeting.point_dropped": _("A point was taken off the agenda"),
    "meeting.invited": _("Invited: %(who)s"),
    "meeting.uninvited": _("Invitation taken back: %(who)s"),
    "meeting.excused": _("Cannot come: %(who)s"),
    "meeting.called": _("Announced to %(people)s people and %(guests)s guests"),
    "meeting.postponed": _("Postponed to %(begins)s"),
    "meeting.cancelled": _("Will not be held"),
    "meeting.begun": _("Meeting begun"),
    "meeting.begun_early": _("Meeting begun %(minutes)s minutes before its time"),
    "meeting.unbegun": _("Meeting not begun after all: “Begin” at %(begun)s was a mistake"),
    "meeting.attended": _("Signed in (%(way)s)"),
    "meeting.struck": _("A line of the attendance was struck"),
    "meeting.counted": _("Residents present: %(residents)s"),
    "meeting.written": _("Minutes of point %(no)s written"),
    "meeting.ended": _("Meeting ended, %(present)s present"),
    "meeting.reopened": _("Meeting goes on: it was not over at %(ended)s"),
    "meeting.resolved": _("Resolution %(no)s, due on %(due_on)s"),
    "meeting.resolution_amended": _("Resolution %(no)s reworded, due on %(due_on)s"),
    "meeting.resolution_struck": _("Resolution %(no)s struck before signing"),
    "meeting.resolution_progressed": _("Resolution %(no)s: said how far it is"),
    "meeting.resolution_done": _("Resolution %(no)s done"),
    "meeting.resolution_reopened": _("Resolution %(no)s is not done after all"),
    "meeting.resolution_dropped": _("Resolution %(no)s dropped"),
    "meeting.signed": _("Minutes signed and filed as %(number)s"),
    "meeting.guests_erased": _("Names of guests erased, their time being over: %(guests)s"),
}
