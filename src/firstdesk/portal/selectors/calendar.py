"""A session as an entry for the calendar of a phone: when and where, and nothing of what it is about."""

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from firstdesk.mediation.models import Session

UID = "session-{key}@firstdesk"


def meeting(session: Session) -> bytes:
    """One session as .ics; asked again, the same bytes."""
    entry = Event()
    entry.add("uid", UID.format(key=session.pk))
    entry.add("dtstamp", session.arranged_at)
    entry.add("sequence", session.edition)
    entry.add("dtstart", session.period.lower)
    entry.add("dtend", session.period.upper)
    entry.add("summary", _("Mediation, session %(no)s") % {"no": session.no})
    entry.add("location", place(session))
    calendar = Calendar()
    calendar.add("prodid", "-//Firstdesk//portal//")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def place(session: Session) -> str:
    """Where it is, as one finds it."""
    if session.room is None:
        return session.place
    centre = session.room.centre
    return " ".join(part for part in (centre.name, centre.address, session.room.name) if part)
