"""People are told of a meeting: at the bell, and outside guests by mail with the appointment."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import translation

from firstdesk.common import clock as walls
from firstdesk.common.refusals import Refusal
from firstdesk.ledger.actors import Actor
from firstdesk.meetings import calendar
from firstdesk.meetings.models import Invitee, Meeting
from firstdesk.meetings.selectors import people
from firstdesk.meetings.selectors.places import place_of
from firstdesk.notices.models import Notice
from firstdesk.notices.selectors import sentence
from firstdesk.notices.services import Message, Outgoing, send, send_out
from firstdesk.notices.states import Way
from firstdesk.notices.ways import open_ways

CHINESE = "zh-hans"  # what goes out of the house


def tell(meeting: Meeting, text: str, values: Mapping[str, object], *, by: Actor, at: datetime) -> tuple[int, int]:
    """Everybody asked; returns how many people of the house, and how many guests by mail."""
    said = _values(meeting) | {name: str(value) for name, value in values.items()}
    users = [user for user in people.told(meeting, at) if user.pk != by.person_id]
    send(_message(meeting, text, said), to=users, at=at)
    guests = [row for row in people.invitees(meeting) if row.organisation and row.mail]
    return len(users), sum(_mail(row, meeting, _words(text, said), by=by, at=at) for row in guests)


def tell_one(row: Invitee, text: str, *, by: Actor, at: datetime) -> None:
    """One who is asked later."""
    meeting = row.meeting
    said = _values(meeting)
    users = [row.person] if row.person is not None else []
    if row.unit is not None:
        users = people.speakers_for([row.unit], at)[row.unit.pk]
    send(_message(meeting, text, said), to=users, at=at)
    if row.organisation and row.mail:
        _mail(row, meeting, _words(text, said), by=by, at=at)


def _values(meeting: Meeting) -> dict[str, str]:
    begins = f"{walls.local(meeting.period.lower):%m-%d %H:%M}"
    return {"title": meeting.title, "begins": begins, "place": place_of(meeting)}


def _message(meeting: Meeting, text: str, said: Mapping[str, str]) -> Message:
    level = "warning" if "reason" in said else "info"
    return Message(kind="meeting", level=level, text=text, values=said, url=f"/meetings/{meeting.pk}/")


def _words(text: str, said: Mapping[str, str]) -> str:
    with translation.override(CHINESE):
        return sentence(Notice(text=text, values=dict(said)))


def _mail(row: Invitee, meeting: Meeting, text: str, *, by: Actor, at: datetime) -> int:
    """An organisation outside, with the appointment; nothing where mail is not set up, or the address cannot be right."""
    if Way.MAIL not in open_ways():
        return 0
    try:
        send_out(
            Outgoing(
                key=f"meeting:{meeting.pk}:{row.pk}:{meeting.edition}", way=Way.MAIL, to_address=row.mail, text=text,
                kind="meeting", subject=meeting.title, calendar=calendar.appointment(meeting, at).decode(),
                label=meeting.title[:40], unit_id=meeting.centre_id, by_id=by.person_id,
            ),
            at=at,
        )  # fmt: skip
    except Refusal:
        return 0
    return 1
