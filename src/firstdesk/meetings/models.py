"""Meetings: time and place, invitees, attendance, agenda, resolutions and documents."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firstdesk.common.secrecy import SecretChar
from firstdesk.files.models import LeftPaper
from firstdesk.meetings import states
from firstdesk.meetings.states import MeetingState, ResolutionState

USER = settings.AUTH_USER_MODEL


def _both(name: str) -> Q:
    """A moment and its person, or neither."""
    there = Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})
    return there | Q(**{f"{name}_at": None, f"{name}_by": None})


class Meeting(models.Model):
    """One meeting of a kind the rules define, held by a centre. It has a ledger chain of its own."""

    mutability = "mutable"

    centre = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="meetings")
    rule_id = models.CharField(max_length=80)
    rulebook_version = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)  # a value of the fact `meeting`
    also = models.JSONField(
        default=list
    )  # further rules it is held by at the same time: their points are spoken of too
    year = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()  # of its kind in the year
    title = models.CharField(max_length=120, blank=True)  # as somebody named it; empty: by its kind
    occasion = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    edition = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    period = DateTimeRangeField()
    room = models.ForeignKey("mediation.Room", null=True, on_delete=models.PROTECT, related_name="meetings")
    place = models.CharField(max_length=120, blank=True)
    chair = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    chair_reason = models.CharField(max_length=200, blank=True)  # why somebody else than its head leads it
    recorder = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    residents = models.PositiveSmallIntegerField(default=0)  # of whom nothing is kept but how many came
    reason = models.CharField(max_length=300, blank=True)  # why it is not held
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(null=True)
    begun_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "kind", "year", "no"], name="meetings_meeting_no"),
            ExclusionConstraint(
                name="meetings_meeting_room_once",
                expressions=[("room", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(room__isnull=False) & ~Q(state="cancelled"),
                violation_error_message=_("The meeting room is taken then."),
            ),
            models.CheckConstraint(condition=Q(room__isnull=False) | ~Q(place=""), name="meetings_meeting_somewhere"),
            models.CheckConstraint(condition=_both("called"), name="meetings_meeting_called"),
            models.CheckConstraint(condition=_both("begun"), name="meetings_meeting_begun"),
            models.CheckConstraint(condition=_both("ended"), name="meetings_meeting_ended"),
            models.CheckConstraint(
                condition=(Q(state="signed") & Q(signed_at__isnull=False, signed_by=F("chair")))
                | (~Q(state="signed") & Q(signed_at=None, signed_by=None)),
                name="meetings_meeting_signed",
                violation_error_message=_("The chair signs, once."),
            ),
            models.CheckConstraint(
                condition=(Q(state="cancelled", cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(reason=""))
                | (~Q(state="cancelled") & Q(cancelled_at=None, cancelled_by=None)),
                name="meetings_meeting_cancelled",
            ),
        ]
        indexes = [models.Index(fields=["centre", "state"], name="meetings_meeting_centre")]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.year}-{self.no}"

    @property
    def ledger_chain(self) -> str:
        """A chain of its own: minutes are saved often, and nobody else should wait for that."""
        return f"meeting:{self.pk}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.MEETING_MOVES


class Postponement(models.Model):
    """The earlier time of a meeting, and why it was moved."""

    mutability = "append_only"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="postponements")
    was = DateTimeRangeField()
    reason = models.CharField(max_length=300)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"postponement of {self.meeting_id}"


class Reopening(models.Model):
    """It had been ended and was not over; why it goes on."""

    mutability = "append_only"
    times_of_the_world = ("was_ended_at",)

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reopenings")
    was_ended_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    reopened_at = models.DateTimeField()
    reopened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"reopening of {self.meeting_id}"


class Invitee(models.Model):
    """Who is invited: a member of staff, a unit, or an outside organisation."""

    mutability = "mutable"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitees")
    person = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=80, blank=True)
    mail = SecretChar(blank=True)  # of the organisation; erased with the names of guests
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    excuse = models.CharField(max_length=120, blank=True)
    excused_at = models.DateTimeField(null=True)
    excused_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit=None, organisation="")
                | Q(person=None, unit__isnull=False, organisation="")
                | (Q(person=None, unit=None) & ~Q(organisation="")),
                name="meetings_invitee_one",
                violation_error_message=_("An invitation is to a person, to a unit or to an organisation outside."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="meetings_invitee_person"
            ),
            models.UniqueConstraint(
                fields=["meeting", "unit"], condition=Q(unit__isnull=False), name="meetings_invitee_unit"
            ),
            models.UniqueConstraint(
                fields=["meeting", "organisation"], condition=~Q(organisation=""), name="meetings_invitee_organisation"
            ),
            models.CheckConstraint(condition=_both("told"), name="meetings_invitee_told"),
            models.CheckConstraint(
                condition=(_both("excused") & Q(excused_at=None, excuse=""))
                | (_both("excused") & Q(excused_at__isnull=False) & ~Q(excuse="")),
                name="meetings_invitee_excused",
            ),
        ]

    def __str__(self) -> str:
        return f"invitee {self.pk} of {self.meeting_id}"

    @property
    def name(self) -> str:
        """The name as lists show it."""
        return str(self.person or self.unit or self.organisation)


class Attendance(models.Model):
    """Somebody attended: a member of staff, or a guest who gave a name, for an organisation or themselves."""

    mutability = "mutable"

    class Way(models.TextChoices):
        CODE = "code", _("by the code on the screen")
        LIST = "list", _("by the list")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=80, blank=True)
    guest = SecretChar(blank=True)  # the name a guest gave; erased when its time is over
    way = models.CharField(max_length=4, choices=Way)
    came_at = models.DateTimeField()
    came_by = models.ForeignKey(
        USER, null=True, on_delete=models.PROTECT, related_name="+"
    )  # who entered it; no one: a guest

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="meetings_attendance_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation="", guest="") | Q(person=None),
                name="meetings_attendance_one",
            ),
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk} of {self.meeting_id}"


class AgendaItem(models.Model):
    """One agenda item with its minutes: standing, put there by what is due or not done, or added by hand."""

    mutability = "mutable"

    class Source(models.TextChoices):
        STANDARD = "standard", _("Always")
        RESOLUTION = "resolution", _("Not done yet")
        DUTIES = "duties", _("Duties")
        CLOCKS = "clocks", _("Promises")
        FINDINGS = "findings", _("Findings")
        PERIOD = "period", _("Sensitive period")
        HAND = "hand", _("Added")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    no = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=10, choices=Source)
    code = models.CharField(max_length=80, blank=True)  # which one of its source, so that it stands there once
    title = models.CharField(max_length=200, blank=True)  # as somebody wrote it; empty: what its code says
    count = models.PositiveIntegerField(null=True)
    url = models.CharField(max_length=200, blank=True)
    resolution = models.ForeignKey("Resolution", null=True, on_delete=models.PROTECT, related_name="returns")
    minutes = models.TextField(blank=True)
    minutes_edition = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "no"], name="meetings_item_no", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["meeting", "source", "code"], condition=~Q(code=""), name="meetings_item_once"
            ),
            models.CheckConstraint(condition=_both("written"), name="meetings_item_written"),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.title or self.code}"


class Resolution(models.Model):
    """What a unit must do by when. It returns to the next agenda of its kind until it is done."""

    mutability = "mutable"
    times_of_the_world = ("reminded_at", "late_told_at")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolutions")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT, related_name="resolutions")
    no = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=ResolutionState, default=ResolutionState.OPEN)
    edition = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)  # that its day comes near
    late_told_at = models.DateTimeField(null=True)  # that its day is over
    words = models.CharField(
        max_length=500, blank=True
    )  # how far it is; what was done; why it is dropped, or comes back
    said_at = models.DateTimeField(null=True)
    said_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "no"], name="meetings_resolution_no"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None, settled_by=None)
                | (~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(words="")),
                name="meetings_resolution_settled",
            ),
            models.CheckConstraint(condition=_both("said"), name="meetings_resolution_said"),
        ]
        indexes = [models.Index(fields=["unit", "due_on"], condition=Q(state="open"), name="meetings_resolution_open")]

    def __str__(self) -> str:
        return f"resolution {self.no} of {self.meeting_id}"

    @property
    def ledger_chain(self) -> str:
        """Recorded with its meeting."""
        return f"meeting:{self.meeting_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.RESOLUTION_MOVES


class Paper(LeftPaper):
    """The record or the summary of a signed meeting, as issued."""

    mutability = "append_only"

    class Kind(models.TextChoices):
        RECORD = "record", _("Record of the meeting")
        SUMMARY = "summary", _("Summary of the meeting")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=8, choices=Kind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "kind"], name="meetings_paper_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.meeting_id}"
