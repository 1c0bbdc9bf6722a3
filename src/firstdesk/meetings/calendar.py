"""A meeting as an appointment other calendars read (.ics)."""

from datetime import datetime

from firstdesk.common.appointments import Appointment, book
from firstdesk.meetings.models import Meeting
from firstdesk.meetings.selectors import titles
from firstdesk.meetings.selectors.places import place_of


def appointment(meeting: Meeting, at: datetime, *, is_off: bool = False) -> bytes:
    """Time, place and title. The same meeting keeps its identity when it is moved or not held; `is_off` for somebody who need not come any more."""
    entry = Appointment(
        uid=f"meeting-{meeting.pk}", stamped_at=at, begins=meeting.period.lower, ends=meeting.period.upper,
        title=titles.filed(meeting), place=place_of(meeting), edition=meeting.edition, is_off=is_off or meeting.state == "cancelled",
        is_private=False,
    )  # fmt: skip
    return book("meetings", [entry])
