"""A meeting as an appointment other calendars read (.ics)."""

from datetime import datetime

import icalendar

from firstdesk.meetings.models import Meeting
from firstdesk.meetings.selectors.places import place_of


def appointment(meeting: Meeting, at: datetime) -> bytes:
    """Time, place and title. The same meeting keeps its identity when it is moved or not held."""
    event = icalendar.Event()
    event.add("uid", f"meeting-{meeting.pk}@firstdesk")
    event.add("dtstamp", at)
    event.add("dtstart", meeting.period.lower)
    event.add("dtend", meeting.period.upper)
    event.add("sequence", meeting.edition)
    event.add("summary", meeting.title)
    event.add("location", place_of(meeting))
    event.add("status", "CANCELLED" if meeting.state == "cancelled" else "CONFIRMED")
    book = icalendar.Calendar()
    book.add("prodid", "-//Firstdesk//meetings//")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add_component(event)
    return bytes(book.to_ical())
