"""The sign-in code on the screen: signed, short-lived, valid for one meeting."""

from datetime import datetime, timedelta

from django.core import signing

from firstdesk.meetings.models import Meeting
from firstdesk.meetings.states import MeetingState

SHOWN = "meetings.door.shown"  # on the screen
HELD = "meetings.door.held"  # in the hand of somebody who scanned it
EACH = timedelta(seconds=30)  # the screen shows a new one
SCAN_WITHIN = timedelta(minutes=3)
WRITE_WITHIN = timedelta(minutes=15)
EARLY = timedelta(minutes=30)


def is_open(meeting: Meeting, at: datetime) -> bool:
    """Whether people may sign in: once announced, from half an hour before the start until the end."""
    if meeting.state == MeetingState.RUNNING:
        return True
    return meeting.state == MeetingState.CALLED and meeting.period.lower - EARLY <= at <= meeting.period.upper


def shown(meeting: Meeting, at: datetime) -> str:
    """The code the screen shows now."""
    return _made(meeting.pk, SHOWN, at)


def held(meeting_id: int, at: datetime) -> str:
    """The code a page holds after a valid scan: long-lived enough to type a name or sign in."""
    return _made(meeting_id, HELD, at)


def meeting_of(code: str, at: datetime) -> int | None:
    """Id of the meeting a code is valid for now; None where it expired or was never issued."""
    return _read(code, SHOWN, at, SCAN_WITHIN) or _read(code, HELD, at, WRITE_WITHIN)


def _made(meeting_id: int, salt: str, at: datetime) -> str:
    return signing.Signer(salt=salt).sign(f"{meeting_id}-{int(at.timestamp())}").replace(":", ".")


def _read(code: str, salt: str, at: datetime, within: timedelta) -> int | None:
    try:
        text = signing.Signer(salt=salt).unsign(code.replace(".", ":", 1))
    except signing.BadSignature:
        return None
    meeting_id, _, made = text.partition("-")
    age = at.timestamp() - int(made)
    return int(meeting_id) if -60 <= age <= within.total_seconds() else None
