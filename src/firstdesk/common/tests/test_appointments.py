"""Dates for other calendars, as a reader of RFC 5545 finds them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import icalendar
from django.conf import LazySettings

from firstdesk.common.appointments import Appointment, book, method

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
TALK = Appointment(
    uid="session-7", stamped_at=AT, begins=datetime(2026, 11, 3, 1, 0, tzinfo=UTC),
    ends=datetime(2026, 11, 3, 2, 30, tzinfo=UTC), title="调解，第1次", place="和顺镇中心 调解一室", edition=2,
)  # fmt: skip


def read(content: bytes) -> tuple[icalendar.Calendar, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(content)
    [event] = calendar.walk("VEVENT")
    return calendar, event


def test_an_appointment_says_when_where_and_which_edition() -> None:
    calendar, event = read(book("mediation", [TALK]))
    assert calendar["METHOD"] == "PUBLISH" and event["UID"] == "session-7@firstdesk" and event["SEQUENCE"] == 2
    assert event.decoded("dtstart") == TALK.begins and event.decoded("dtend") == TALK.ends
    assert event["SUMMARY"] == TALK.title and event["LOCATION"] == TALK.place
    assert event["STATUS"] == "CONFIRMED" and event["CLASS"] == "PRIVATE" and event["ORGANIZER"].startswith("mailto:")


def test_what_is_called_off_is_taken_out_again_under_the_same_name() -> None:
    content = book("mediation", [replace(TALK, is_off=True, edition=3)])
    calendar, event = read(content)
    assert calendar["METHOD"] == "CANCEL" == method(content.decode()) and event["STATUS"] == "CANCELLED"
    assert event["UID"] == "session-7@firstdesk" and event["SEQUENCE"] == 3
    assert method(book("mediation", [TALK]).decode()) == "PUBLISH"


def test_a_day_something_is_due_takes_no_time() -> None:
    due = Appointment(
        uid="duty-3", stamped_at=AT, begins=date(2026, 11, 3), ends=date(2026, 11, 4), title="报表", is_free=True
    )
    calendar, event = read(book("duties", [due], title="和顺镇中心"))
    assert calendar["X-WR-CALNAME"] == "和顺镇中心" and event.decoded("dtstart") == date(2026, 11, 3)
    assert event["TRANSP"] == "TRANSPARENT" and "STATUS" not in event and "SEQUENCE" not in event


def test_no_dates_are_a_calendar_all_the_same() -> None:
    assert icalendar.Calendar.from_ical(book("duties", [])).walk("VEVENT") == []


def test_two_installations_never_mean_the_same_entry(settings: LazySettings) -> None:
    settings.FIRSTDESK_SITE = "https://chengxi.example.cn:8443"
    assert read(book("mediation", [TALK]))[1]["UID"] == "session-7@chengxi.example.cn"
