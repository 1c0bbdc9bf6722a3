"""Held: what must be there before it begins, who came and how, what is written live."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import MONDAY, make_desk
from firstdesk.meetings import doors, services
from firstdesk.meetings.models import AgendaItem, Attendance, Reopening
from firstdesk.meetings.services.writing import Overtaken
from firstdesk.meetings.tests.factories import (
    HOUR,
    Table,
    come,
    end,
    make_held,
    make_planned,
    make_running,
    make_signed,
    resolve,
)

pytestmark = pytest.mark.django_db


def test_not_begun_before_it_is_announced() -> None:
    table = make_planned()
    with pytest.raises(NotAllowed):
        services.begin(table.meeting, by=table.chair, at=table.now)


def test_it_begins_on_its_day_earlier_too_and_says_so() -> None:
    table = make_planned()
    services.call(table.meeting, by=table.chair, at=table.desk.at)
    for other in (timedelta(days=-1), timedelta(days=1)):
        with pytest.raises(NotAllowed):
            services.begin(table.meeting, by=table.chair, at=table.now + other)
    services.begin(table.meeting, by=table.chair, at=table.meeting.period.lower - timedelta(minutes=20))
    entry = Entry.objects.get(chain=f"meeting:{table.pk}", verb="meeting.begun_early")
    assert entry.after["minutes"] == 20 and table.meeting.state == "running"


def test_nobody_is_ticked_off_days_before() -> None:
    table = make_planned()
    services.call(table.meeting, by=table.chair, at=table.desk.at)
    with pytest.raises(NotAllowed):
        come(replace(table, now=table.desk.at), "director")
    come(table, "director")


def test_a_guest_who_presses_twice_came_once() -> None:
    table = make_running()
    rows = [
        services.sign_guest_in(table.meeting, name, where, way="code", by=table.chair, at=table.now)
        for name, where in (("陈某", ""), ("陈某 ", ""), ("陈某", "县农商行"), ("林某", ""))
    ]
    assert rows[0] == rows[1] and Attendance.objects.filter(meeting=table.pk).count() == 3
    for _each in range(2):  # two people of one organisation, entered by the recorder
        services.sign_guest_in(table.meeting, "", "小学", way="list", by=table.chair, at=table.now)
    assert Attendance.objects.filter(meeting=table.pk).count() == 5


def test_somebody_else_leads_it_only_with_the_reason() -> None:
    desk = make_desk(CentreKind.GOVERNANCE, at=MONDAY)
    table = make_planned(desk, chair=desk.centre.people["group_leader"])
    services.call(table.meeting, by=table.chair, at=desk.at)
    with pytest.raises(Refusal) as refused:
        services.begin(table.meeting, by=table.chair, at=table.now)
    assert [(each.field, each.clauses) for each in refused.value.details] == [("meeting_chair", ("CP-14-08",))]
    other = make_planned(
        desk, chair=desk.centre.people["group_leader"], chair_reason="主任外出", begins=MONDAY + 3 * HOUR
    )
    services.call(other.meeting, by=other.chair, at=desk.at)
    services.begin(other.meeting, by=other.chair, at=other.now)
    assert other.meeting.state == "running"


def test_a_stale_page_begins_nothing() -> None:
    table = make_planned()
    services.call(table.meeting, by=table.chair, at=table.desk.at)
    stale = table.meeting
    services.add_point(table.meeting, "其他", by=table.chair, at=table.desk.at)
    with pytest.raises(Conflict):
        services.begin(stale, by=table.chair, at=table.now)


def test_who_comes_twice_came_once_and_a_wrong_line_is_struck() -> None:
    table = make_running()
    come(table, "director", "intake", "director")
    assert Attendance.objects.filter(meeting=table.pk).count() == 2
    row = Attendance.objects.select_related("meeting").get(meeting=table.pk, person=table.user("intake"))
    services.strike(row, by=table.chair, at=table.now)
    assert Attendance.objects.filter(meeting=table.pk).count() == 1


def test_a_guest_is_on_the_list_and_not_in_the_record() -> None:
    table = make_running()
    row = services.sign_guest_in(table.meeting, "陈某", "县农商行", way="code", by=table.chair, at=table.now)
    assert row.guest == "陈某"
    assert not any("陈某" in entry.after_json for entry in Entry.objects.filter(chain=f"meeting:{table.pk}"))
    with pytest.raises(Refusal):
        services.sign_guest_in(table.meeting, " ", "", way="code", by=table.chair, at=table.now)


def test_a_code_is_good_for_a_while_and_for_one_meeting() -> None:
    table = make_running()
    code, now = doors.shown(table.meeting, table.now), table.now
    assert doors.meeting_of(code, now + timedelta(minutes=2)) == table.pk
    assert doors.meeting_of(code, now + timedelta(minutes=4)) is None
    assert doors.meeting_of(code[:-1] + ("A" if code[-1] != "A" else "B"), now) is None
    assert doors.meeting_of("x", now) is None and doors.meeting_of("", now) is None
    kept = doors.held(table.pk, now)
    assert doors.meeting_of(kept, now + timedelta(minutes=14)) == table.pk
    assert doors.meeting_of(kept, now + timedelta(minutes=16)) is None


def test_nobody_signs_in_by_the_code_before_or_after() -> None:
    table = make_planned()
    services.call(table.meeting, by=table.chair, at=table.desk.at)
    early = table.meeting.period.lower - timedelta(minutes=31)
    assert not doors.is_open(table.meeting, early) and doors.is_open(table.meeting, early + timedelta(minutes=2))
    services.begin(table.meeting, by=table.chair, at=table.now)
    end(table)
    with pytest.raises(NotAllowed):
        services.sign_guest_in(table.meeting, "陈某", "", way="code", by=table.chair, at=table.now + 2 * HOUR)


def test_two_write_one_point_and_nothing_is_lost() -> None:
    table = make_running()
    item, by = table.items[0], table.as_("intake")
    saved = services.write(item, "第一稿", 0, by=by, at=table.now)
    assert (saved.minutes, saved.minutes_edition) == ("第一稿", 1)
    with pytest.raises(Overtaken) as overtaken:
        services.write(item, "另一稿", 0, by=table.chair, at=table.now)
    assert overtaken.value.item.minutes == "第一稿" and overtaken.value.status == 409
    assert (
        services.write(item, "第一稿", 0, by=table.chair, at=table.now).minutes_edition == 1
    )  # the same is no conflict
    entry = Entry.objects.get(chain=f"meeting:{table.pk}", verb="meeting.written")
    assert "第一稿" not in entry.after_json and len(str(entry.after["sha256"])) == 64


def test_nothing_is_written_before_it_begins_or_after_it_is_signed() -> None:
    planned = make_planned()
    with pytest.raises(NotAllowed):
        services.write(planned.items[0], "x", 0, by=planned.chair, at=planned.now)
    signed = make_signed(planned.desk, begins=planned.desk.at + timedelta(days=2))
    item = signed.items[0]
    with pytest.raises(NotAllowed):
        services.write(item, "改", item.minutes_edition, by=signed.chair, at=signed.now)


def test_the_database_keeps_what_is_signed() -> None:
    table = make_signed()
    for change in (
        lambda: AgendaItem.objects.filter(meeting=table.pk).update(minutes="改"),
        lambda: Attendance.objects.filter(meeting=table.pk).delete(),
        lambda: Attendance.objects.create(meeting=table.meeting, guest="x", way="list", came_at=table.now),
    ):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            change()


def test_residents_are_counted() -> None:
    table = make_held(make_desk(CentreKind.POLICE_OFFICE, at=MONDAY), rule="cp.meeting.talk")
    services.count_residents(table.meeting, 23, by=table.chair, at=table.now)
    assert table.meeting.residents == 23
    with pytest.raises(Refusal):
        services.count_residents(table.meeting, -1, by=table.chair, at=table.now)


def test_ended_by_mistake_it_goes_on_the_same_day_with_the_reason() -> None:
    table = end(make_held())
    ended_at = table.meeting.ended_at
    with pytest.raises(Refusal) as refused:
        services.reopen(table.meeting, " ", by=table.chair, at=table.now + 2 * HOUR)
    assert refused.value.details[0].field == "reason"
    services.reopen(table.meeting, "误点了结束", by=table.as_("intake"), at=table.now + 2 * HOUR)
    assert (table.meeting.state, table.meeting.ended_at) == ("running", None)
    kept = Reopening.objects.get(meeting=table.pk)
    assert (kept.was_ended_at, kept.reason, kept.reopened_by) == (ended_at, "误点了结束", table.user("intake"))
    entry = Entry.objects.get(chain=f"meeting:{table.pk}", verb="meeting.reopened")
    assert "误点" not in str(entry.after)
    assert doors.is_open(table.meeting, table.now + 2 * HOUR)  # whoever comes late signs in again
    services.add_point(table.meeting, "还有一件事", by=table.chair, at=table.now + 2 * HOUR)
    services.end(table.meeting, by=table.chair, at=table.now + 3 * HOUR)
    assert table.meeting.ended_at == table.now + 3 * HOUR


def test_who_lets_it_go_on() -> None:
    table = end(make_held())
    with pytest.raises(NotAllowed):
        services.reopen(table.meeting, "误点", by=table.as_("group_leader"), at=table.now + 2 * HOUR)
    services.reopen(table.meeting, "误点", by=table.chair, at=table.now + 2 * HOUR)
    with pytest.raises(NotAllowed):  # it is in session
        services.reopen(table.meeting, "误点", by=table.chair, at=table.now + 2 * HOUR)


def test_it_goes_on_neither_the_next_day_nor_once_it_is_signed() -> None:
    table = end(make_held())
    with pytest.raises(NotAllowed):
        services.reopen(table.meeting, "误点", by=table.chair, at=table.now + timedelta(days=1))
    services.sign(table.meeting, by=table.chair, at=table.now + 2 * HOUR)
    with pytest.raises(NotAllowed) as refused:
        services.reopen(table.meeting, "误点", by=table.chair, at=table.now + 2 * HOUR)
    assert "signed" in str(refused.value.message) or "签" in str(refused.value.message)
    assert not Reopening.objects.exists()


def test_begun_by_mistake_it_waits_again_while_nothing_is_recorded() -> None:
    table = make_running()
    come(table, "director")
    with pytest.raises(NotAllowed):
        services.unbegin(table.meeting, by=table.as_("group_leader"), at=table.now)
    with pytest.raises(NotAllowed):
        services.unbegin(table.meeting, by=table.chair, at=table.now + timedelta(days=1))
    stale = table.meeting
    services.unbegin(table.meeting, by=table.as_("intake"), at=table.now)
    assert (table.meeting.state, table.meeting.begun_at, table.meeting.begun_by) == ("called", None, None)
    assert Attendance.objects.filter(meeting=table.pk).count() == 1
    assert Entry.objects.filter(chain=f"meeting:{table.pk}", verb="meeting.unbegun").count() == 1
    with pytest.raises(Conflict):
        services.unbegin(stale, by=table.chair, at=table.now)
    services.begin(table.meeting, by=table.chair, at=table.now + timedelta(minutes=10))
    assert table.meeting.begun_at == table.now + timedelta(minutes=10)


def _written(table: Table) -> None:
    services.write(table.items[0], "讨论了", 0, by=table.chair, at=table.now)


def _resolved(table: Table) -> None:
    resolve(table)


def _counted(table: Table) -> None:
    services.count_residents(table.meeting, 3, by=table.chair, at=table.now)


def _gone_on(table: Table) -> None:
    end(table)
    services.reopen(table.meeting, "误点", by=table.chair, at=table.now + 2 * HOUR)


@pytest.mark.parametrize("record", [_written, _resolved, _counted, _gone_on])
def test_what_is_recorded_was_begun(record: Callable[[Table], None]) -> None:
    table = make_running()
    record(table)
    with pytest.raises(NotAllowed):
        services.unbegin(table.meeting, by=table.chair, at=table.now + 2 * HOUR)
    assert table.meeting.state == "running"
