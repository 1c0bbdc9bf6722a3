"""The code on the screen by which people sign in: signed, short-lived, good for one meeting."""

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
    """From half an hour before it begins, once it is announced, until it ends."""
    if meeting.state == MeetingState.RUNNING:
        return True
    return meeting.state == MeetingState.CALLED and meeting.period.lower - EARLY <= at <= meeting.period.upper


def shown(meeting: Meeting, at: datetime) -> str:
    """The code the screen shows now."""
    return _made(meeting.pk, SHOWN, at)


def held(meeting_id: int, at: datetime) -> str:
    """What a page keeps of a code that was scanned in time: long enough to write a name or to sign in."""
    return _made(meeting_id, HELD, at)


def meeting_of(code: str, at: datetime) -> int | None:
    """The meeting a code is good for now; None where it is over, or was never given out."""
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
