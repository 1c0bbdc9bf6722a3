"""A session as an appointment other calendars read (.ics)."""

from datetime import datetime

import icalendar
from django.utils.translation import gettext as _

from firstdesk.mediation.models import Session
from firstdesk.mediation.selectors.rooms import place_of


def appointment(session: Session, at: datetime) -> bytes:
    """Time, place and number; nothing of the dispute, no names. The same session keeps its identity when it is moved."""
    event = icalendar.Event()
    event.add("uid", f"{session.lead.number}-{session.no}@firstdesk")
    event.add("dtstamp", at)
    event.add("dtstart", session.period.lower)
    event.add("dtend", session.period.upper)
    event.add("sequence", session.edition)
    event.add("summary", _("Mediation %(number)s, session %(no)s") % {"number": session.lead.number, "no": session.no})
    event.add("location", place_of(session))
    event.add("status", "CANCELLED" if session.state == "cancelled" else "CONFIRMED")
    event.add("class", "PRIVATE")
    book = icalendar.Calendar()
    book.add("prodid", "-//Firstdesk//mediation//")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add_component(event)
    return bytes(book.to_ical())
