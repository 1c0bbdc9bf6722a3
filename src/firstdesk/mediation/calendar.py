"""A session as an iCalendar appointment (.ics)."""

from datetime import datetime

from django.utils.translation import gettext as _

from firstdesk.common.appointments import Appointment, book
from firstdesk.mediation.models import Session
from firstdesk.mediation.selectors.rooms import place_of


def appointment(session: Session, at: datetime) -> bytes:
    """Time, place and case number; nothing about the dispute, no names. The UID stays the same when the session is
    moved or called off, so calendars update their entry instead of adding another."""
    where = [place_of(session), session.lead.centre.address if session.room else ""]
    entry = Appointment(
        uid=f"session-{session.pk}", stamped_at=at, begins=session.period.lower, ends=session.period.upper,
        title=_("Mediation %(number)s, session %(no)s") % {"number": session.lead.number, "no": session.no},
        place=" ".join(part for part in where if part), edition=session.edition, is_off=session.state == "cancelled",
    )  # fmt: skip
    return book("mediation", [entry])
