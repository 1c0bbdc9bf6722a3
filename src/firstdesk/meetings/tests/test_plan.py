"""Planning: who may, what is asked, when and where, how it is moved and called off."""

from datetime import timedelta

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from pytest_django import Settings

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import MONDAY, make_desk
from firstdesk.mediation.models import Room
from firstdesk.mediation.selectors import rooms
from firstdesk.mediation.services import room as mediation
from firstdesk.mediation.tests.factories import make_accepted
from firstdesk.meetings import calendar, services
from firstdesk.meetings.models import AgendaItem, Invitee, Meeting
from firstdesk.meetings.selectors import titles
from firstdesk.meetings.services import Where
from firstdesk.meetings.tests.factories import HOUR, make_planned, new_meeting
from firstdesk.notices import services as notices
from firstdesk.notices.models import Delivery, Notice
from firstdesk.obligations import services as obligations

pytestmark = pytest.mark.django_db


def test_the_rules_say_who_is_asked_and_what_is_always_spoken_of() -> None:
    table = make_planned()
    asked = Invitee.objects.filter(meeting=table.pk)
    assert {each.person for each in asked} == set(table.desk.centre.people.values())
    codes = [item.code for item in table.items]
    assert codes[-5:] == ["work_report", "security_situation", "petition_situation", "next_focus", "other_matters"]
    assert titles.of_meeting(table.meeting) == "2025年第1次工作例会"
    assert Entry.objects.get(chain=f"meeting:{table.pk}").verb == "meeting.planned"


def test_a_joint_conference_asks_the_units_of_its_linkage() -> None:
    table = make_planned(make_desk(CentreKind.SERVICE_LINKAGE, at=MONDAY), rule="ss.meeting.joint")
    units = Invitee.objects.filter(meeting=table.pk, unit__isnull=False)
    assert [each.unit for each in units] == [table.desk.centre.linkage]


def test_what_the_rules_name_reads_in_the_reader_s_language_and_what_people_wrote_as_written() -> None:
    table = make_planned(rule="gc.meeting.topic", occasion="台风")
    services.add_point(table.meeting, "夏季防溺水", by=table.chair, at=table.desk.at)
    named = make_planned(table.desk, title="节前碰头会", begins=table.desk.at + timedelta(days=2))
    with translation.override("en"):
        assert titles.of_meeting(table.meeting) == "Topic meeting: 台风"
        assert [titles.of_point(item) for item in table.items][-2:] == ["Measures", "夏季防溺水"]
        assert titles.of_meeting(named.meeting) == "节前碰头会"
    assert [titles.of_point(item) for item in table.items][-2:] == ["防范化解措施", "夏季防溺水"]
    assert titles.told(table.meeting) == {"title": "专题会议：台风", "title_en": "Topic meeting: 台风"}


def test_what_is_owed_is_counted_and_named_in_the_reader_s_language() -> None:
    desk = make_desk(CentreKind.GOVERNANCE, at=MONDAY)
    obligations.schedule(desk.centre.unit, at=desk.at)
    item = next(each for each in make_planned(desk).items if each.code == "ahead")
    with translation.override("en"):
        assert titles.of_point(item) == "Duties due within a month" and item.count
    assert (titles.of_point(item), item.title) == ("一个月内到期的定期职责", "")


def test_numbers_follow_each_other_per_kind_and_year() -> None:
    table = make_planned()
    again = make_planned(table.desk, begins=table.desk.at + timedelta(days=2))
    topic = make_planned(table.desk, rule="gc.meeting.topic", occasion="国庆安保")
    assert (again.meeting.no, topic.meeting.no) == (2, 1)
    assert titles.of_meeting(topic.meeting) == "专题会议：国庆安保"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends": MONDAY}, "ends"),
        ({"begins": MONDAY}, "day"),
        ({"place": ""}, "place"),
        ({"rule": "ss.meeting.joint2"}, "rule_id"),
        ({"rule": "gc.meeting.topic"}, "occasion"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(values: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        make_planned(make_desk(CentreKind.GOVERNANCE, at=MONDAY), **values)
    assert [detail.field for detail in refused.value.details] == [field]
    assert not Meeting.objects.exists()


def test_a_room_is_had_once_whether_by_a_meeting_or_by_a_mediation() -> None:
    desk = make_desk(CentreKind.GOVERNANCE, at=MONDAY)
    room = Room.objects.create(centre=desk.centre.unit, name="一号调解室")
    make_planned(desk, room=room)
    with pytest.raises(Refusal) as refused:
        make_planned(desk, room=room, begins=desk.at + timedelta(days=1, minutes=30))
    assert [detail.field for detail in refused.value.details] == ["room"]
    case = make_accepted(desk)
    begins = desk.at + timedelta(days=1, minutes=30)
    with pytest.raises(Refusal):
        mediation.arrange(
            case.case, mediation.Arrangement(begins=begins, ends=begins + HOUR, room=room), by=case.by, at=desk.at
        )
    mediation.arrange(
        case.case,
        mediation.Arrangement(begins=begins + HOUR, ends=begins + 2 * HOUR, room=room),
        by=case.by,
        at=desk.at,
    )
    with pytest.raises(Refusal):
        make_planned(desk, room=room, begins=begins + HOUR)


def test_what_a_meeting_takes_is_not_offered_for_mediation_and_the_other_way_round() -> None:
    desk = make_desk(CentreKind.GOVERNANCE, at=MONDAY)
    room = Room.objects.create(centre=desk.centre.unit, name="一号调解室")
    case = make_accepted(desk)
    begins = desk.at + timedelta(days=1)
    held = make_planned(desk, room=room, begins=begins).meeting
    day = timezone.localtime(begins).date()
    [free] = rooms.free(desk.centre.unit, day)
    assert all(ends <= held.period.lower or start >= held.period.upper for start, ends in free.spans)
    [(_room, days)] = rooms.week([room], day - timedelta(days=day.weekday()))
    assert [each.what for on in days for each in on.bookings] == ["会议"]
    with pytest.raises(Refusal):  # it is needed still
        mediation.change_room(room, is_in_use=False, by=case.by, at=desk.at)
    Meeting.objects.update(chair=case.mediator.user)
    assert [seat.mediator for seat, _held in rooms.busy([case.seat], begins, begins + HOUR)] == [case.mediator]
    elsewhere = mediation.Arrangement(begins=begins, ends=begins + HOUR, place="村委会")
    with pytest.raises(Refusal) as refused:
        mediation.arrange(case.case, elsewhere, by=case.by, at=desk.at)
    assert [detail.field for detail in refused.value.details] == ["begins"]
    later = begins + timedelta(days=2)
    mediation.arrange(
        case.case, mediation.Arrangement(begins=later, ends=later + HOUR, place="村委会"), by=case.by, at=desk.at
    )
    where = Where(begins=later, ends=later + HOUR, place="礼堂")
    with pytest.raises(Refusal) as refused:  # its chair mediates then
        services.postpone(Meeting.objects.get(), where, "改期", by=case.by, at=desk.at)
    assert [detail.field for detail in refused.value.details] == ["begins"]


def test_announced_once_and_everybody_told() -> None:
    table = make_planned()
    services.call(table.meeting, by=table.chair, at=table.desk.at)
    told = Notice.objects.filter(kind="meeting")
    assert told.count() == len(table.desk.centre.people) - 1  # whoever calls it knows
    assert set(Invitee.objects.filter(meeting=table.pk).values_list("told_at", flat=True)) == {table.desk.at}
    with pytest.raises(NotAllowed):
        services.call(table.meeting, by=table.chair, at=table.desk.at)


def test_not_announced_after_it_would_have_begun() -> None:
    table = make_planned()
    with pytest.raises(Refusal):
        services.call(table.meeting, by=table.chair, at=table.now)


def test_moved_with_the_reason_and_told_again() -> None:
    table = make_planned()
    services.call(table.meeting, by=table.chair, at=table.desk.at)
    first = calendar.appointment(table.meeting, table.desk.at)
    later = table.meeting.period.lower + timedelta(days=1)
    where = Where(begins=later, ends=later + HOUR, place="三楼")
    with pytest.raises(Refusal):
        services.postpone(table.meeting, where, " ", by=table.chair, at=table.desk.at)
    services.postpone(table.meeting, where, "主任外出", by=table.chair, at=table.desk.at)
    second = calendar.appointment(table.meeting, table.desk.at)
    assert b"UID:meeting-" in first and first.split(b"UID:")[1].split()[0] == second.split(b"UID:")[1].split()[0]
    assert table.meeting.period.lower == later and table.meeting.postponements.get().reason == "主任外出"
    assert Notice.objects.filter(kind="meeting", level="warning").exists()


def test_who_wishes_mail_gets_the_appointment_and_every_change_of_it(settings: Settings) -> None:
    settings.FIRSTDESK_WAYS = {"sms": "", "mail": "firstdesk.notices.tests.carriers.carrier"}
    table = make_planned()
    member = table.user("mediation")
    notices.choose(
        member, notices.Choice(mail="m@example.com", mail_wish="all", digest="daily"), by=table.chair, at=MONDAY
    )
    services.call(table.meeting, by=table.chair, at=table.desk.at)
    later = table.meeting.period.lower + timedelta(days=1)
    where = Where(begins=later, ends=later + HOUR, place="三楼")
    services.postpone(table.meeting, where, "主任外出", by=table.chair, at=table.desk.at)
    row = Invitee.objects.select_related("meeting__centre", "person").get(meeting=table.pk, person=member)
    services.unask(row, by=table.chair, at=table.desk.at)
    sent = list(Delivery.objects.filter(recipient=member).order_by("pk"))
    assert [each.stage for each in sent] == ["queued"] * 3  # none waits for the digest
    books = [icalendar.Calendar.from_ical(each.calendar) for each in sent]
    events = [book.walk("VEVENT")[0] for book in books]
    assert len({event["UID"] for event in events}) == 1
    assert [int(event["SEQUENCE"]) for event in events] == sorted({int(event["SEQUENCE"]) for event in events})
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert events[1].decoded("DTSTART") == later and "三楼" in str(events[1]["LOCATION"])
    assert Notice.objects.filter(recipient=member, kind="meeting").count() == 3
    services.cancel(table.meeting, "台风", by=table.chair, at=table.desk.at)
    assert Delivery.objects.filter(recipient=member).count() == 3  # who need not come is told nothing more


def test_not_held_with_the_reason() -> None:
    table = make_planned()
    with pytest.raises(Refusal):
        services.cancel(table.meeting, "", by=table.chair, at=table.desk.at)
    services.cancel(table.meeting, "台风", by=table.chair, at=table.desk.at)
    assert (table.meeting.state, table.meeting.reason) == ("cancelled", "台风")
    for verb in (services.call, services.begin, services.end, services.sign):
        with pytest.raises(NotAllowed):
            verb(table.meeting, by=table.chair, at=table.desk.at)  # type: ignore[operator]


def test_points_by_hand_come_and_go_those_of_the_rules_stay() -> None:
    table = make_planned()
    item = services.add_point(table.meeting, "夏季防溺水", by=table.chair, at=table.desk.at)
    assert item.no == len(table.items)
    services.assemble(table.meeting, by=table.chair, at=table.desk.at)
    assert [each.title for each in table.items][-1] == "夏季防溺水"
    with pytest.raises(NotAllowed):
        services.drop_point(table.items[0], by=table.chair, at=table.desk.at)
    services.drop_point(table.items[-1], by=table.chair, at=table.desk.at)
    assert not AgendaItem.objects.filter(meeting=table.pk, source="hand").exists()


def test_the_chair_is_always_asked_and_nobody_twice() -> None:
    table = make_planned()
    row = Invitee.objects.select_related("meeting__centre").get(meeting=table.pk, person=table.user("director"))
    with pytest.raises(NotAllowed):
        services.unask(row, by=table.chair, at=table.desk.at)
    services.ask_unit(table.meeting, table.desk.centre.community, by=table.chair, at=table.desk.at)
    with pytest.raises(Refusal):
        services.ask_unit(table.meeting, table.desk.centre.community, by=table.chair, at=table.desk.at)


def test_the_database_knows_a_meeting_without_a_place() -> None:
    table = make_planned()
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=table.pk).update(place="")


def test_a_plan_is_corrected_until_it_is_announced() -> None:
    table = make_planned()
    new = new_meeting(table.desk, begins=table.desk.at + timedelta(days=3), place="大会议室")
    services.change(table.meeting, new, by=table.chair, at=table.desk.at)
    assert table.meeting.place == "大会议室"
    services.call(table.meeting, by=table.chair, at=table.desk.at)
    with pytest.raises(NotAllowed):
        services.change(table.meeting, new, by=table.chair, at=table.desk.at)
