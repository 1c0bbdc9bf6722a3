"""Meetings, courses and inspections stand in the calendar of those they concern, on the page and on their phones."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from firstdesk.checks import services as checks
from firstdesk.checks.tests.factories import make_level, planned
from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting
from firstdesk.matters.tests.factories import SHANGHAI
from firstdesk.meetings import services as meetings
from firstdesk.meetings.services import Where
from firstdesk.meetings.tests.factories import HOUR, Table, make_planned
from firstdesk.obligations import services as obligations
from firstdesk.training import services as training
from firstdesk.training.tests.factories import director, make_course, make_school, newcomer

pytestmark = pytest.mark.django_db
Event = dict[str, str]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The clock on the wall."""
    now: list[datetime] = []
    monkeypatch.setattr("firstdesk.common.clock.now", lambda: now[-1])
    return now


def events(text: str) -> dict[str, Event]:
    """RFC 5545 read by hand: unfolded lines, name → value without its parameters; by UID."""
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    found: dict[str, Event] = {}
    for block in text.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]:
        lines = block.split("\r\nEND:VEVENT")[0].split("\r\n")
        event = {name.split(";")[0]: value for name, _colon, value in (line.partition(":") for line in lines)}
        assert event["UID"] not in found, "an identity stands once"
        found[event["UID"]] = event
    return found


def read(secret: str) -> dict[str, Event]:
    answer = Client().get(f"/calendar/{secret}/duties.ics")
    assert answer.status_code == 200
    return events(answer.content.decode())


def feed_of(user: User, at: datetime, *, of_unit: bool = False) -> dict[str, Event]:
    who = acting(user, at)
    return read(obligations.give_link(who, unit=who.unit if of_unit else None, at=at))


def begins(event: Event) -> datetime:
    said = event["DTSTART"]
    zone = UTC if said.endswith("Z") else SHANGHAI
    return datetime.strptime(said.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=zone)


@pytest.fixture
def table(at: list[datetime]) -> Table:
    made = make_planned()
    at.append(made.desk.at)
    return made


def test_a_meeting_keeps_its_identity_when_it_is_moved_and_called_off(table: Table) -> None:
    uid, secret = (
        f"meeting-{table.pk}@firstdesk",
        obligations.give_link(table.acting("director"), unit=None, at=table.desk.at),
    )
    first = read(secret)[uid]
    assert begins(first) == table.meeting.period.lower and first["STATUS"] == "CONFIRMED"
    assert first["URL"].endswith(f"/meetings/{table.pk}/")
    meetings.call(table.meeting, by=table.chair, at=table.desk.at)
    later = table.meeting.period.lower + timedelta(days=2)
    meetings.postpone(
        table.meeting, Where(begins=later, ends=later + HOUR, place="三楼"), "外出", by=table.chair, at=table.desk.at
    )
    moved = read(secret)[uid]
    assert begins(moved) == later and int(moved["SEQUENCE"]) > int(first["SEQUENCE"])
    meetings.cancel(table.meeting, "改为书面", by=table.chair, at=table.desk.at)
    off = read(secret)[uid]
    assert off["STATUS"] == "CANCELLED" and int(off["SEQUENCE"]) > int(moved["SEQUENCE"])


def test_the_page_shows_it_to_those_it_concerns_and_no_more_once_it_is_called_off(table: Table) -> None:
    client, link = Client(), f"/meetings/{table.pk}/"
    client.force_login(table.user("director"))
    for whose in ("mine", "unit", "centre"):
        assert link in client.get(f"/calendar/?whose={whose}").content.decode()
    meetings.call(table.meeting, by=table.chair, at=table.desk.at)
    meetings.cancel(table.meeting, "改为书面", by=table.chair, at=table.desk.at)
    assert link not in client.get("/calendar/").content.decode()
    client.force_login(table.desk.centre.linkage_people["liaison"])
    assert link not in client.get("/calendar/?whose=unit").content.decode()


def test_who_is_not_asked_reads_nothing_of_it(table: Table) -> None:
    assert f"meeting-{table.pk}@firstdesk" not in feed_of(table.desk.centre.linkage_people["liaison"], table.desk.at)


def test_a_unit_reads_the_meetings_it_holds(table: Table) -> None:
    assert f"meeting-{table.pk}@firstdesk" in feed_of(table.user("director"), table.desk.at, of_unit=True)


def test_a_course_stands_in_the_calendar_of_who_is_asked_to_it(at: list[datetime]) -> None:
    desk = make_school()
    at.append(desk.at)
    course, pupil = make_course(desk), newcomer(desk)
    uid = f"course-{course.pk}@firstdesk"
    assert uid not in feed_of(pupil, desk.at)
    training.invite(course, pupil, by=director(desk), at=desk.at)
    assert begins(feed_of(pupil, desk.at)[uid]) == course.starts_at
    training.call_off(course, "讲师生病", by=director(desk), at=desk.later(hours=1))
    assert feed_of(pupil, desk.at)[uid]["STATUS"] == "CANCELLED"


def test_an_unannounced_inspection_stands_only_with_those_who_come(at: list[datetime]) -> None:
    level = make_level()
    at.append(level.at)
    row = planned(level, mode="unannounced")
    uid, target = f"inspection-{row.pk}@firstdesk", level.desk.centre.people["director"]
    assert feed_of(row.inspector, level.at)[uid]["DTSTART"] == f"{row.planned_on:%Y%m%d}"
    assert uid not in feed_of(target, level.at, of_unit=True)
    checks.cancel(row, "改期", by=acting(row.inspector, level.at).actor, at=level.at)
    assert feed_of(row.inspector, level.at)[uid]["STATUS"] == "CANCELLED"
    told = planned(level, mode="announced")
    assert f"inspection-{told.pk}@firstdesk" in feed_of(target, level.at, of_unit=True)
