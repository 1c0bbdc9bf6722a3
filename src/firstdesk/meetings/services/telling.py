"""Notices about a meeting: in the product, by mail with the appointment where wished; guests by mail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import translation

from firstdesk.common import clock as walls
from firstdesk.common.refusals import Refusal
from firstdesk.ledger.actors import Actor
from firstdesk.meetings import calendar
from firstdesk.meetings.models import Invitee, Meeting
from firstdesk.meetings.selectors import people, titles
from firstdesk.meetings.selectors.places import place_of
from firstdesk.notices.models import Notice
from firstdesk.notices.selectors import sentence
from firstdesk.notices.services import Message, Outgoing, send, send_out
from firstdesk.notices.states import Way
from firstdesk.notices.ways import open_ways


@dataclass(frozen=True, kw_only=True)
class News:
    """News about a meeting with its appointment; `is_off` removes it from the reader's calendar."""

    text: str  # a msgid
    values: Mapping[str, str] = field(default_factory=dict)
    level: str = "info"
    is_off: bool = False


def tell(meeting: Meeting, news: News, *, by: Actor, at: datetime) -> tuple[int, int]:
    """Tell everybody invited; returns the number of staff told and of guests mailed."""
    users = [user for user in people.told(meeting, at) if user.pk != by.person_id]
    send(_message(meeting, news, at), to=users, at=at)
    guests = [row for row in people.invitees(meeting) if row.organisation and row.mail]
    for row in guests:
        row.meeting = meeting
    return len(users), sum(_mail(row, news, by=by, at=at) for row in guests)


def tell_one(row: Invitee, news: News, *, by: Actor, at: datetime) -> None:
    """Tell one invitee who was added later or need not come."""
    users = [row.person] if row.person is not None else []
    if row.unit is not None:
        users = people.speakers_for([row.unit], at)[row.unit.pk]
    send(_message(row.meeting, news, at), to=users, at=at)
    if row.organisation and row.mail:
        _mail(row, news, by=by, at=at)


def _said(meeting: Meeting, news: News) -> dict[str, str]:
    begins = f"{walls.local(meeting.period.lower):%m-%d %H:%M}"
    return {**titles.told(meeting), "begins": begins, "place": place_of(meeting), **news.values}


def _appointment(meeting: Meeting, news: News, at: datetime) -> str:
    return calendar.appointment(meeting, at, is_off=news.is_off).decode()


def _message(meeting: Meeting, news: News, at: datetime) -> Message:
    return Message(
        kind="meeting", level=news.level, text=news.text, values=_said(meeting, news), url=f"/meetings/{meeting.pk}/",
        calendar=_appointment(meeting, news, at),
    )  # fmt: skip


def _mail(row: Invitee, news: News, *, by: Actor, at: datetime) -> int:
    """Mail an outside organisation with the appointment; 0 where mail is not set up or the address is invalid."""
    if Way.MAIL not in open_ways():
        return 0
    meeting = row.meeting
    with translation.override(titles.CHINESE):
        text, title = sentence(Notice(text=news.text, values=_said(meeting, news))), titles.of_meeting(meeting)
    try:
        send_out(
            Outgoing(
                key=f"meeting:{meeting.pk}:{row.pk}:{meeting.edition}", way=Way.MAIL, to_address=row.mail, text=text,
                kind="meeting", subject=title, calendar=_appointment(meeting, news, at), label=title[:40],
                unit_id=meeting.centre_id, by_id=by.person_id,
            ),
            at=at,
        )  # fmt: skip
    except Refusal:
        return 0
    return 1
