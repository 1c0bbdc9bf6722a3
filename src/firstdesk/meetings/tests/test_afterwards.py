"""What time does: whoever owes a resolution is reminded once, and guests are forgotten after a year."""

from datetime import timedelta

import pytest

from firstdesk.directory.models import CentreKind
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import MONDAY, make_desk
from firstdesk.meetings import services
from firstdesk.meetings.models import Attendance, Invitee
from firstdesk.meetings.services.reminding import remind
from firstdesk.meetings.services.retention import erase_guests
from firstdesk.meetings.states import Turn
from firstdesk.meetings.tests.factories import HOUR, end, make_held, make_planned, resolve, write_all
from firstdesk.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_reminded_once_before_and_once_after_its_day() -> None:
    table = make_held()
    row = resolve(table, unit=table.desk.centre.linkage)
    due = table.now + timedelta(days=14)
    assert remind(at=due) == 0  # the meeting is not over yet
    end(table)
    assert remind(at=due - timedelta(days=5)) == 0
    assert remind(at=due - timedelta(days=1)) == 1 and remind(at=due) == 0
    assert remind(at=due + timedelta(days=1)) == 1 and remind(at=due + timedelta(days=2)) == 0
    told = Notice.objects.filter(kind="meeting.resolution").order_by("pk")
    assert [each.level for each in told] == ["info", "warning"]
    assert {each.recipient for each in told} == {table.desk.centre.linkage_people["leader"]} and row.due_on


def test_what_is_done_is_reminded_of_no_more() -> None:
    table = make_held()
    row = resolve(table)
    end(table)
    row.refresh_from_db()
    services.carry(row, Turn.DONE, "做完了", by=table.chair, at=table.now + HOUR)
    assert remind(at=table.now + timedelta(days=30)) == 0


def test_guests_are_forgotten_a_year_later_though_the_minutes_are_signed() -> None:
    table = make_planned(make_desk(CentreKind.POLICE_OFFICE, at=MONDAY), rule="cp.meeting.talk")
    services.ask_guest(
        table.meeting,
        services.Guest(organisation="临溪小学", mail="office@example.com"),
        by=table.chair,
        at=table.desk.at,
    )
    services.call(table.meeting, by=table.chair, at=table.desk.at)
    services.begin(table.meeting, by=table.chair, at=table.now)
    services.sign_guest_in(table.meeting, "欧阳若兰", "", way="code", by=table.chair, at=table.now)
    write_all(table)
    end(table)
    services.sign(table.meeting, by=table.chair, at=table.now + HOUR)
    assert erase_guests(at=table.now + timedelta(days=300)) == 0
    assert erase_guests(at=table.now + timedelta(days=367)) == 2
    assert erase_guests(at=table.now + timedelta(days=368)) == 0
    assert Attendance.objects.get(meeting=table.pk).guest == ""
    assert Invitee.objects.get(organisation="临溪小学").mail == ""
    assert Entry.objects.get(verb="meeting.guests_erased").after["guests"] == 2
