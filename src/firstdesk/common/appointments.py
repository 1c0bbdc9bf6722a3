"""Appointments for other calendars (.ics, RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

import icalendar
from django.conf import settings

PUBLISH, CANCEL = "PUBLISH", "CANCEL"  # what the reader does with it: keep it, take it out again (RFC 5546)


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One appointment. Calendars keep one entry per `uid`, however often it is sent."""

    uid: str
    stamped_at: datetime
    begins: date | datetime
    ends: date | datetime
    title: str
    place: str = ""
    words: str = ""
    url: str = ""
    edition: int | None = None  # a later one replaces an earlier one of the same uid
    is_off: bool = False
    is_private: bool = True
    is_free: bool = False  # the time stays free for other things, as on the day something is due


def book(name: str, appointments: Iterable[Appointment], *, title: str = "") -> bytes:
    """A calendar with these appointments, published by a part of the product under the title phones show."""
    dates = list(appointments)
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Firstdesk//{name}//")
    calendar.add("version", "2.0")
    calendar.add("method", CANCEL if dates and all(each.is_off for each in dates) else PUBLISH)
    if title:
        calendar.add("x-wr-calname", title)
    for each in dates:
        calendar.add_component(_event(each))
    return bytes(calendar.to_ical())


def method(text: str) -> str:
    """The method of a calendar, which a mail repeats in its content type (RFC 6047)."""
    return CANCEL if f"\nMETHOD:{CANCEL}" in text else PUBLISH


def _event(appointment: Appointment) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{appointment.uid}@{urlsplit(settings.FIRSTDESK_SITE).hostname or 'firstdesk'}")
    event.add("dtstamp", appointment.stamped_at)
    event.add("dtstart", appointment.begins)
    event.add("dtend", appointment.ends)
    event.add("summary", appointment.title)
    said = {"location": appointment.place, "description": appointment.words, "url": appointment.url}
    for name, value in said.items():
        if value:
            event.add(name, value)
    if appointment.edition is not None:
        event.add("sequence", appointment.edition)
        event.add("status", "CANCELLED" if appointment.is_off else "CONFIRMED")
        event.add("organizer", f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    if appointment.is_free:
        event.add("transp", "TRANSPARENT")
    if appointment.is_private:
        event.add("class", "PRIVATE")
    return event
