"""Invitations: who is asked, announced, withdrawn, excused."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory.models import Unit, User
from firstdesk.ledger.actors import Actor
from firstdesk.meetings.models import AgendaItem, Invitee, Meeting
from firstdesk.meetings.services import telling
from firstdesk.meetings.services.kernel import Happening, check_state, happen, hold
from firstdesk.meetings.states import BEFORE, MeetingState
from firstdesk.notices.services.outbox import normalised
from firstdesk.notices.states import Way

CALLED = telling.News(text=gettext_noop("You are asked to “%(title)s”: %(begins)s, %(place)s."))
UNASKED = telling.News(
    text=gettext_noop("You need not come to “%(title)s” of %(begins)s: the invitation is taken back."),
    level="warning", is_off=True,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Guest:
    """An outside organisation; it decides whom to send."""

    organisation: str
    mail: str = ""


@transaction.atomic
def call(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Announce the meeting with place, time and agenda to everybody invited."""
    check_state(meeting, {MeetingState.PLANNED})
    if meeting.period.lower <= at:
        raise at_field("begins", _("It would have begun already. Move it to a time that is still to come."))
    if not AgendaItem.objects.filter(meeting=meeting).exists():
        raise NotAllowed(_("Put something on the agenda first."))
    hold(meeting)
    people, guests = telling.tell(meeting, CALLED, by=by, at=at)
    Invitee.objects.filter(meeting=meeting).update(told_at=at, told_by=by.by_id)
    changes = {"called_at": at, "called_by_id": by.by_id}
    noted = {"people": people, "guests": guests}
    happen(meeting, Happening("meeting.called", MeetingState.CALLED, changes, noted), by=by, at=at)
    return meeting


def ask_person(meeting: Meeting, person: User, *, by: Actor, at: datetime) -> Invitee:
    """Invite a member of staff."""
    return _ask(meeting, Invitee(meeting=meeting, person=person), by=by, at=at)


def ask_unit(meeting: Meeting, unit: Unit, *, by: Actor, at: datetime) -> Invitee:
    """Invite a unit; its leaders are told."""
    return _ask(meeting, Invitee(meeting=meeting, unit=unit), by=by, at=at)


def ask_guest(meeting: Meeting, guest: Guest, *, by: Actor, at: datetime) -> Invitee:
    """Invite an outside organisation: by mail where an address is known, otherwise somebody calls."""
    if not guest.organisation.strip():
        raise at_field("organisation", _("Name the organisation; nobody outside is asked by name."))
    mail = normalised(Way.MAIL, guest.mail) if guest.mail.strip() else ""
    return _ask(
        meeting, Invitee(meeting=meeting, organisation=guest.organisation.strip()[:80], mail=mail), by=by, at=at
    )


@transaction.atomic
def _ask(meeting: Meeting, row: Invitee, *, by: Actor, at: datetime) -> Invitee:
    check_state(meeting, BEFORE)
    hold(meeting)
    same = Invitee.objects.filter(meeting=meeting, person=row.person, unit=row.unit, organisation=row.organisation)
    if same.exists():
        raise at_field("organisation" if row.organisation else "unit", _("Already asked."))
    if meeting.called_at is not None:
        row.told_at, row.told_by_id = at, by.by_id
    row.save(force_insert=True)
    happen(meeting, Happening("meeting.invited", noted={"who": row.name}), by=by, at=at)
    if meeting.called_at is not None:
        telling.tell_one(row, CALLED, by=by, at=at)
    return row


@transaction.atomic
def unask(row: Invitee, *, by: Actor, at: datetime) -> None:
    """Withdraw an invitation. Raises NotAllowed for chair and recorder."""
    meeting = row.meeting
    check_state(meeting, BEFORE)
    if row.person_id in {meeting.chair_id, meeting.recorder_id} and row.person_id is not None:
        raise NotAllowed(_("Chair and recorder are always asked. Name somebody else first."))
    hold(meeting)
    happen(meeting, Happening("meeting.uninvited", noted={"who": row.name}), by=by, at=at)
    if row.told_at is not None:
        telling.tell_one(row, UNASKED, by=by, at=at)
    row.delete()


@transaction.atomic
def excuse(row: Invitee, reason: str, *, by: Actor, at: datetime) -> Invitee:
    """An invitee excuses themselves, with a short reason."""
    meeting = row.meeting
    check_state(meeting, BEFORE | {MeetingState.RUNNING})
    if not reason.strip():
        raise at_field("excuse", _("Say in a word why: on duty, on leave, another meeting."))
    hold(meeting)
    row.excuse, row.excused_at, row.excused_by_id = reason.strip()[:120], at, by.by_id
    row.save(update_fields=["excuse", "excused_at", "excused_by"])
    happen(meeting, Happening("meeting.excused", noted={"who": row.name}), by=by, at=at)
    return row
