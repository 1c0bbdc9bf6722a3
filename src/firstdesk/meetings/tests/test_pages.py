"""The pages: a director plans, a recorder writes, a guest signs in, a stranger finds nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.directory.models import CentreKind
from firstdesk.directory.tests.factories import make_centre
from firstdesk.matters.tests.factories import make_desk
from firstdesk.meetings import doors, services
from firstdesk.meetings.models import AgendaItem, Attendance, Meeting, Resolution
from firstdesk.meetings.tests.factories import (
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


def client(person: object) -> Client:
    browser = Client()
    browser.force_login(person)  # type: ignore[arg-type]
    return browser


def now_desk() -> Table:
    """A meeting that is being held now, by the clock of the pages."""
    desk = make_desk(CentreKind.GOVERNANCE, at=clock.now())
    return make_running(desk, begins=desk.at + timedelta(minutes=10))


def url(name: str, *args: object) -> str:
    return reverse(f"meetings:{name}", args=args)


def test_planned_from_what_is_owed() -> None:
    table = make_planned(make_desk(CentreKind.GOVERNANCE, at=clock.now()))
    director, officer = client(table.user("director")), client(table.user("intake"))
    assert director.get(url("new") + "?kind=gc.meeting.topic").status_code == 200
    assert officer.get(url("new")).status_code == 403
    day = (table.desk.at + timedelta(days=3)).date().isoformat()
    body = {
        "rule_id": "gc.meeting.topic", "day": day, "begins": "09:00", "ends": "08:00", "place": "会议室",
        "chair": table.user("director").pk, "recorder": table.user("intake").pk, "occasion": "汛期",
    }  # fmt: skip
    assert "会议" in director.post(url("new"), body).content.decode()
    assert director.post(url("new"), body).status_code == 422
    assert director.post(url("new"), body | {"ends": "10:00"}).status_code == 303
    assert director.get(url("list")).status_code == 200 and Meeting.objects.filter(occasion="汛期").exists()


def test_a_stale_form_is_told() -> None:
    table = make_planned(make_desk(CentreKind.GOVERNANCE, at=clock.now()))
    director = client(table.user("director"))
    assert director.post(url("add_point", table.pk), {"title": "x"}).status_code == 409
    assert director.post(url("add_point", table.pk), {"title": "x", "seen": "1"}).status_code == 303
    assert director.post(url("add_point", table.pk), {"title": "y", "seen": "1"}).status_code == 409
    assert director.post(url("call", table.pk), {"seen": "2"}).status_code == 303


def test_minutes_are_saved_while_typed_and_two_hear_of_each_other() -> None:
    table = now_desk()
    officer, director = client(table.user("intake")), client(table.user("director"))
    no = table.items[0].no
    send, head = url("write", table.pk, no), {"HTTP_HX_REQUEST": "true"}
    saved = officer.post(send, {"text": "一稿", "edition": "0"}, **head)
    assert saved.status_code == 200 and 'name="edition" value="1"' in saved.content.decode()
    taken = director.post(send, {"text": "二稿", "edition": "0"}, **head)
    assert taken.status_code == 409 and "一稿" in taken.content.decode()
    plain = director.post(send, {"text": "二稿", "edition": "0"})
    assert plain.status_code == 409 and "一稿" in plain.content.decode() and "二稿" in plain.content.decode()
    assert director.post(send, {"text": "一稿二稿", "edition": "1"}).status_code == 303
    assert AgendaItem.objects.get(meeting=table.pk, no=no).minutes == "一稿二稿"
    assert client(table.user("mediation")).post(send, {"text": "x", "edition": "2"}).status_code == 403


def test_a_resolution_without_owner_is_refused_on_the_page() -> None:
    table = now_desk()
    officer = client(table.user("intake"))
    body = {"text": "修路灯", "unit": "", "due_on": "2099-01-01", "seen": str(table.meeting.edition)}
    refused = officer.post(url("resolve", table.pk), body)
    assert refused.status_code == 422 and "修路灯" in refused.content.decode()
    body["unit"] = str(table.desk.centre.unit.pk)
    assert officer.post(url("resolve", table.pk), body).status_code == 303
    row = Resolution.objects.get()
    assert officer.get(url("amend", table.pk, row.no)).status_code == 200


def test_attendance_by_list_and_by_code() -> None:
    table = now_desk()
    officer = client(table.user("intake"))
    assert officer.post(url("attend", table.pk), {"person": [table.user("director").pk]}).status_code == 303
    screen = officer.get(url("screen", table.pk))
    assert screen.status_code == 200 and "data:image/svg" in screen.content.decode()
    assert client(table.user("mediation")).get(url("screen", table.pk)).status_code == 403
    code = doors.shown(table.meeting, clock.now())
    guest = Client()
    page = guest.get(url("door", code))
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    assert guest.post(url("door", code), {"name": ""}).status_code == 422
    assert guest.post(url("door", code), {"name": "林某", "organisation": "小学"}).status_code == 200
    assert client(table.user("mediation")).post(url("door", code)).status_code == 200
    assert guest.get(url("door", "nothing")).status_code == 403
    assert Attendance.objects.filter(meeting=table.pk).count() == 3


def test_what_is_missing_before_it_can_be_signed_is_named_on_the_page() -> None:
    table = make_running(make_desk(CentreKind.GOVERNANCE, at=clock.now() - timedelta(days=3)))
    end(table)
    page = client(table.user("director")).get(url("meeting", table.pk)).content.decode()
    assert "到会记录中没有本中心人员" in page and "议题1、2" in page and url("sign", table.pk) not in page
    code = doors.shown(table.meeting, clock.now())
    assert "会议已结束" in Client().get(url("door", code)).content.decode()


def test_others_find_nothing() -> None:
    table = make_signed(make_desk(CentreKind.GOVERNANCE, at=clock.now() - timedelta(days=3)))
    stranger = client(make_centre(CentreKind.GOVERNANCE).people["director"])
    for name, args in (("meeting", [table.pk]), ("paper", [table.pk, "record"]), ("appointment", [table.pk])):
        assert stranger.get(url(name, *args)).status_code == 404
    member = client(table.user("mediation"))
    assert member.get(url("meeting", table.pk)).status_code == 200
    assert member.get(url("paper", table.pk, "record"))["Content-Type"] == "application/pdf"
    assert member.get(url("paper", table.pk, "nothing")).status_code == 404
    assert member.get(url("appointment", table.pk)).content.startswith(b"BEGIN:VCALENDAR")


def test_signed_on_the_page_and_done_by_the_owner() -> None:
    table = make_held(make_desk(CentreKind.GOVERNANCE, at=clock.now() - timedelta(days=3)))
    resolve(table, unit=table.desk.centre.linkage)
    end(table)
    director = client(table.user("director"))
    assert director.post(url("sign", table.pk), {"seen": str(table.meeting.edition)}).status_code == 303
    assert director.post(url("sign", table.pk), {"seen": str(table.meeting.edition)}).status_code == 403
    head = client(table.desk.centre.linkage_people["leader"])
    row = Resolution.objects.get()
    assert row.text in head.get(url("resolutions") + "?which=mine").content.decode()
    assert row.text in head.get(url("meeting", table.pk)).content.decode()
    send = url("carry", row.pk)
    assert head.post(send, {"words": "修好了", "turn": "done"}).status_code == 409
    assert head.post(send, {"words": "", "seen": "1", "turn": "done"}).status_code == 422
    assert client(table.user("mediation")).post(send, {"words": "x", "seen": "1", "turn": "done"}).status_code == 403
    assert head.post(send, {"words": "x", "seen": "1", "turn": "dropped"}).status_code == 403
    assert head.post(send, {"words": "x", "seen": "1", "turn": "nonsense"}).status_code == 422
    assert head.post(send, {"words": "换了一半", "seen": "1", "turn": "progress"}).status_code == 303
    assert head.post(send, {"words": "修好了", "seen": "2", "turn": "done"}).status_code == 303
    assert director.get(url("resolutions") + "?which=settled").status_code == 200


def test_not_coming_is_said_by_oneself() -> None:
    table = make_planned(make_desk(CentreKind.GOVERNANCE, at=clock.now()))
    services.call(table.meeting, by=table.chair, at=table.desk.at)
    row = table.meeting.invitees.get(person=table.user("mediation"))
    other = table.meeting.invitees.get(person=table.user("archive"))
    member, seen = client(table.user("mediation")), str(table.meeting.edition)
    assert member.post(url("excuse", table.pk, other.pk), {"excuse": "值班", "seen": seen}).status_code == 403
    assert member.post(url("excuse", table.pk, row.pk), {"excuse": "值班", "seen": seen}).status_code == 303
    come(table, "director")
    assert "值班" in member.get(url("meeting", table.pk)).content.decode()


def test_ended_by_mistake_it_goes_on_from_its_page() -> None:
    table = end(make_held(make_desk(CentreKind.GOVERNANCE, at=clock.now() - timedelta(days=1))))
    Meeting.objects.filter(pk=table.pk).update(
        ended_at=clock.now() + timedelta(hours=1)
    )  # on this day, even at midnight
    chair, other = client(table.user("director")), client(table.user("group_leader"))
    assert url("reopen", table.pk) in chair.get(url("meeting", table.pk)).content.decode()
    assert url("reopen", table.pk) not in other.get(url("meeting", table.pk)).content.decode()
    sent = {"seen": table.meeting.edition, "reason": "误点了结束"}
    assert other.post(url("reopen", table.pk), sent).status_code == 403
    assert chair.post(url("reopen", table.pk), sent | {"reason": ""}).status_code == 422
    assert chair.post(url("reopen", table.pk), sent).status_code == 303
    assert chair.post(url("reopen", table.pk), sent).status_code == 409
    page = chair.get(url("meeting", table.pk)).content.decode()
    assert "误点了结束" in page and url("end", table.pk) in page


def test_begun_by_mistake_it_is_taken_back_from_its_page() -> None:
    table = make_running(make_desk(CentreKind.GOVERNANCE, at=clock.now() - timedelta(days=1)))
    Meeting.objects.filter(pk=table.pk).update(
        begun_at=clock.now() + timedelta(hours=1)
    )  # on this day, even at midnight
    chair, other = client(table.user("director")), client(table.user("group_leader"))
    assert url("unbegin", table.pk) in chair.get(url("meeting", table.pk)).content.decode()
    assert url("unbegin", table.pk) not in other.get(url("meeting", table.pk)).content.decode()
    sent = {"seen": table.meeting.edition}
    assert other.post(url("unbegin", table.pk), sent).status_code == 403
    assert chair.post(url("unbegin", table.pk), sent).status_code == 303
    assert chair.post(url("unbegin", table.pk), sent).status_code == 409
    assert table.meeting.state == "called"
