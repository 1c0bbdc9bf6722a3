"""The meeting itself: begun, attendance, residents counted, ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory.models import Unit, User
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.meetings import doors, policies
from firstdesk.meetings.models import AgendaItem, Attendance, Meeting, Reopening
from firstdesk.meetings.selectors import people
from firstdesk.meetings.selectors.kinds import rule_of
from firstdesk.meetings.services.kernel import Happening, check_state, happen, hold, note
from firstdesk.meetings.states import WRITTEN, MeetingState

MINUTE = timedelta(minutes=1)
MOST_GUESTS = 500  # who give a name at the door of one meeting


@transaction.atomic
def begin(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Begin on the announced day. Raises Refusal unless it was announced, has an agenda, and its head leads it or the
    reason why not is given."""
    check_state(meeting, {MeetingState.CALLED})
    policies.check_its_day(meeting, at)
    found = {
        "meeting_notice": meeting.called_at is not None,
        "meeting_agenda": AgendaItem.objects.filter(meeting=meeting).exists(),
        "meeting_chair": bool(meeting.chair_reason) or people.leads(meeting, rule_of(meeting).chair, at),
        "meeting_occasion": bool(meeting.occasion),
    }
    present = [name for name, is_there in found.items() if is_there]
    demand(meeting.centre.centre_kind, "meetings.begin", present, {"meeting": meeting.kind}, meeting.rulebook_version)
    changes = {"begun_at": at, "begun_by_id": by.by_id}
    early = (meeting.period.lower - at) // MINUTE
    event, noted = ("meeting.begun_early", {"minutes": early}) if early > 0 else ("meeting.begun", {})
    happen(meeting, Happening(event, MeetingState.RUNNING, changes, noted), by=by, at=at)
    return meeting


@transaction.atomic
def unbegin(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """It was begun by mistake and waits again, as if it had not been: on its day, while nothing of it is recorded."""
    hold(meeting)
    begun_at = policies.check_unbegins(meeting, by, at)
    changes = {"begun_at": None, "begun_by_id": None}
    noted = {"begun": f"{walls.local(begun_at):%H:%M}"}
    happen(meeting, Happening("meeting.unbegun", MeetingState.CALLED, changes, noted), by=by, at=at)
    return meeting


@transaction.atomic
def sign_in(meeting: Meeting, person: User, unit: Unit, *, way: str, by: Actor, at: datetime) -> Attendance:
    """Sign in a member of staff. Idempotent."""
    _check_open(meeting, at, way)
    row, is_new = Attendance.objects.get_or_create(
        meeting=meeting, person=person, defaults={"unit": unit, "way": way, "came_at": at, "came_by_id": by.by_id}
    )
    if is_new:
        note(meeting, "meeting.attended", {"way": way, "unit": unit.name}, by=by, at=at)
    return row


@transaction.atomic
def sign_in_listed(meeting: Meeting, rows: Sequence[tuple[int, int]], *, by: Actor, at: datetime) -> int:
    """Sign in several from the list, each with the unit they come for; all or none."""
    people_there = User.objects.in_bulk([person for person, _unit in rows])
    units = Unit.objects.in_bulk([unit for _person, unit in rows])
    for person, unit in rows:
        sign_in(meeting, people_there[person], units[unit], way=Attendance.Way.LIST, by=by, at=at)
    return len(rows)


@transaction.atomic
def sign_guest_in(meeting: Meeting, name: str, organisation: str, *, way: str, by: Actor, at: datetime) -> Attendance:
    """Sign in a guest who gave a name, or an organisation entered by the recorder. The ledger says that somebody came,
    not who. Idempotent."""
    _check_open(meeting, at, way)
    by_list = way == Attendance.Way.LIST and bool(organisation.strip())
    if not name.strip() and not by_list:
        raise at_field("name", _("Write your name, or ask the recorder to count you without it."))
    Meeting.objects.select_for_update(no_key=True).get(
        pk=meeting.pk
    )  # one after the other: who presses twice comes once
    known = None if by_list else people.guest(meeting, name.strip()[:40], organisation.strip()[:80])
    if known is not None:
        return known
    if Attendance.objects.filter(meeting=meeting, person=None).count() >= MOST_GUESTS:
        raise NotAllowed(_("The list of guests is full. Ask the recorder."))
    row = Attendance.objects.create(
        meeting=meeting, guest=name.strip()[:40], organisation=organisation.strip()[:80], way=way, came_at=at,
        came_by_id=by.person_id,
    )  # fmt: skip
    note(meeting, "meeting.attended", {"way": way, "guest": True}, by=by, at=at)
    return row


def _check_open(meeting: Meeting, at: datetime, way: str) -> None:
    """Raises NotAllowed outside the time for signing in: by code until the end, by list until it is signed."""
    if way == Attendance.Way.CODE:
        if not doors.is_open(meeting, at):
            raise NotAllowed(_("Nobody signs in now: the meeting has ended, or begins later."))
        return
    check_state(meeting, {MeetingState.CALLED, *WRITTEN})
    if meeting.state == MeetingState.CALLED:
        policies.check_its_day(meeting, at)


@transaction.atomic
def strike(row: Attendance, *, by: Actor, at: datetime) -> None:
    """Strike a wrong attendance before the minutes are signed."""
    check_state(row.meeting, {MeetingState.CALLED, *WRITTEN})
    way, meeting = row.way, row.meeting
    try:
        row.delete()
    except IntegrityError as error:
        raise NotAllowed(_("The minutes are signed; nothing in them changes any more.")) from error
    note(meeting, "meeting.struck", {"way": way}, by=by, at=at)


@transaction.atomic
def count_residents(meeting: Meeting, residents: int, *, by: Actor, at: datetime) -> Meeting:
    """Set the number of residents who came; nothing else is kept of them."""
    check_state(meeting, WRITTEN)
    if not 0 <= residents <= 9999:
        raise at_field("residents", _("Between 0 and 9999."))
    changes = {"residents": residents}
    happen(meeting, Happening("meeting.counted", changes=changes, noted=changes), by=by, at=at)
    return meeting


@transaction.atomic
def end(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """End the meeting. Minutes are finished and signed afterwards."""
    check_state(meeting, {MeetingState.RUNNING})
    hold(meeting)
    present = Attendance.objects.filter(meeting=meeting).count() + meeting.residents
    changes = {"ended_at": at, "ended_by_id": by.by_id}
    happen(meeting, Happening("meeting.ended", MeetingState.HELD, changes, {"present": present}), by=by, at=at)
    return meeting


@transaction.atomic
def reopen(meeting: Meeting, reason: str, *, by: Actor, at: datetime) -> Meeting:
    """It was ended too early and goes on, as if it had not been: on its day, by those who sit in it."""
    ended_at = policies.check_reopens(meeting, by, at)
    if not reason.strip():
        raise at_field("reason", _("Say why it goes on."))
    hold(meeting)
    Reopening.objects.create(
        meeting=meeting, was_ended_at=ended_at, reason=reason.strip()[:300], reopened_at=at, reopened_by_id=by.by_id
    )
    changes = {"ended_at": None, "ended_by_id": None}
    noted = {"ended": f"{walls.local(ended_at):%H:%M}"}
    happen(meeting, Happening("meeting.reopened", MeetingState.RUNNING, changes, noted), by=by, at=at)
    return meeting
