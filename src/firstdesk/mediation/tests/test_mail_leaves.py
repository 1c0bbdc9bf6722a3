"""An invitation by mail really leaves, with a date any calendar reads; moved and called off under the same name."""

from datetime import timedelta
from email.message import Message

import icalendar
import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from firstdesk.common import clock
from firstdesk.common.refusals import NotAllowed
from firstdesk.config.carriers import MAIL
from firstdesk.mediation.models import Failure, Invitation, Session
from firstdesk.mediation.selectors.room import invited, untold
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.services import room
from firstdesk.mediation.services.case import Ending
from firstdesk.mediation.services.room import Arrangement, Letter
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, fresh_party, make_accepted
from firstdesk.notices.models import Delivery
from firstdesk.notices.services.sending import deliver

pytestmark = pytest.mark.django_db
ADDRESS = "lin@example.com"


@pytest.fixture
def table(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Table:
    settings.FIRSTDESK_WAYS = {"mail": MAIL}
    made = walks.planned(make_accepted())
    monkeypatch.setattr(clock, "now", lambda: made.at)
    return made


def arranged(table: Table) -> Session:
    return room.arrange(table.case, meeting(table, days=2), by=table.by, at=table.at)


def meeting(table: Table, *, days: int, place: str = "村委会会议室") -> Arrangement:
    begins = table.desk.later(days=days)
    return Arrangement(begins=begins, ends=begins + timedelta(hours=2), place=place)


def write(table: Table, session: Session) -> None:
    session = walks.fresh(session)
    letter = Letter(way="mail", text=room.wording(session), to_address=ADDRESS)
    room.send_invitation(session, fresh_party(table.parties[0]), letter, by=table.by, at=table.at)


def left() -> list[tuple[Message, icalendar.Calendar, icalendar.Event]]:
    """What went out, as a reader of mail and a reader of calendars find it."""
    for row in Delivery.objects.filter(stage="queued").order_by("pk"):
        deliver(row.pk, at=row.due_at)
    found = []
    for sent in mail.outbox:
        [part] = [part for part in sent.message().walk() if part.get_content_type() == "text/calendar"]
        calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
        [event] = calendar.walk("VEVENT")
        assert part.get_param("method") == calendar["METHOD"] and sent.to == [ADDRESS]
        found.append((part, calendar, event))
    return found


def test_the_date_leaves_with_the_mail(table: Table) -> None:
    session = arranged(table)
    write(table, session)
    [(part, calendar, event)] = left()
    assert part.get_filename() == "appointment.ics" and calendar["METHOD"] == "PUBLISH"
    assert event["UID"] == f"session-{session.pk}@firstdesk" and event["STATUS"] == "CONFIRMED"
    assert event.decoded("dtstart") == session.period.lower and event.decoded("dtend") == session.period.upper
    assert event["LOCATION"] == "村委会会议室" and event["CLASS"] == "PRIVATE"
    written = mail.outbox[0].body + str(calendar.to_ical().decode())
    assert "村委会会议室" in mail.outbox[0].body and "林阿珍" not in written and "渗漏" not in written


def test_moved_it_is_the_same_date_in_a_later_edition_and_everybody_is_told_anew(table: Table) -> None:
    session = arranged(table)
    write(table, session)
    assert invited(walks.fresh(session)) == {table.parties[0].pk}
    table.desk.at = table.at + timedelta(minutes=5)
    moved = room.move(walks.fresh(session), meeting(table, days=3, place="镇政府"), by=table.by, at=table.at)
    assert not invited(walks.fresh(session))
    write(table, session)
    (_, _, first), (_, _, second) = left()
    assert first["UID"] == second["UID"] and second["SEQUENCE"] > first["SEQUENCE"]
    assert second.decoded("dtstart") == moved.period.lower and second["LOCATION"] == "镇政府"
    assert Invitation.objects.count() == 2


def test_called_off_by_the_page_the_date_is_taken_out_again(table: Table) -> None:
    session = arranged(table)
    write(table, session)
    client, page = Client(), f"/mediation/{table.case.number}/sessions/1/"
    client.force_login(table.mediator.user)
    assert client.post(f"{page}cancel/", {"seen": table.case.edition}).status_code == 303
    (_, _, first), (_, calendar, second) = left()
    assert calendar["METHOD"] == "CANCEL" and second["STATUS"] == "CANCELLED"
    assert first["UID"] == second["UID"] and second["SEQUENCE"] > first["SEQUENCE"]
    assert "已取消" in mail.outbox[1].body and "不用到场" in mail.outbox[1].body
    with pytest.raises(NotAllowed):
        room.move(walks.fresh(session), meeting(table, days=5), by=table.by, at=table.at)


def test_whoever_was_told_by_word_is_named_when_it_is_moved_or_called_off(table: Table) -> None:
    session = arranged(table)
    write(table, session)
    word = room.Notification(way="phone", text="明天见")
    room.invite(walks.fresh(session), fresh_party(table.parties[1]), word, by=table.by, at=table.at)
    assert not untold(walks.fresh(session), table.at)
    table.desk.at = table.at + timedelta(minutes=5)
    room.move(walks.fresh(session), meeting(table, days=3), by=table.by, at=table.at)
    assert [row.party for row in untold(walks.fresh(session), table.at)] == table.parties
    room.call_off(walks.fresh(session), by=table.by, at=table.at)
    assert [row.party for row in untold(walks.fresh(session), table.at)] == table.parties[1:]
    client = Client()
    client.force_login(table.mediator.user)
    assert "请您自己告知" in client.get(f"/mediation/{table.case.number}/sessions/1/").content.decode()
    assert not untold(walks.fresh(session), walks.fresh(session).period.upper)


def test_that_somebody_told_them_since_is_noted_with_its_proof(table: Table) -> None:
    session = arranged(table)
    for party in table.parties:
        word = room.Notification(way="phone", text="明天见")
        room.invite(walks.fresh(session), fresh_party(party), word, by=table.by, at=table.at)
    client, page = Client(), f"/mediation/{table.case.number}/sessions/1/"
    client.force_login(table.mediator.user)
    body = {"party": table.parties[0].pk, "way": "phone", "proof_words": "13时致电本人", "seen": table.case.edition}
    assert client.post(f"{page}told-off/", body).status_code == 403  # it stands
    room.call_off(walks.fresh(session), by=table.by, at=table.at)
    assert client.post(f"{page}told-off/", body).status_code == 409
    body["seen"] = table.case.edition
    assert client.post(f"{page}told-off/", body | {"way": "sms"}).status_code == 422
    assert client.post(f"{page}told-off/", body).status_code == 303
    row = Invitation.objects.get(is_off=True)
    assert "已取消" in row.text and "{" not in row.text and row.proof_words == "13时致电本人"
    assert [each.party for each in untold(walks.fresh(session), table.at)] == table.parties[1:]
    assert "13时致电本人" in client.get(page).content.decode()
    assert client.post(f"{page}told-off/", body | {"seen": table.case.edition}).status_code == 403  # once


def test_a_refusal_before_the_session_calls_it_off_too(table: Table) -> None:
    session = arranged(table)
    write(table, session)
    ending = Ending(reason="refused", words="不谈了", ways_told=["court"])
    verbs.refuse(fresh_party(table.parties[1]), ending, by=table.by, at=table.at)
    assert Failure.objects.exists()
    assert [calendar["METHOD"] for _, calendar, _ in left()] == ["PUBLISH", "CANCEL"]


def test_the_session_is_moved_by_its_page(table: Table) -> None:
    session = arranged(table)
    client, page = Client(), f"/mediation/{table.case.number}/sessions/1/move/"
    client.force_login(table.mediator.user)
    assert client.get(page).status_code == 200
    day = (table.at.date() + timedelta(days=4)).isoformat()
    body = {"seen": table.case.edition, "day": day, "begins": "09:00", "ends": "08:00", "place": "镇政府"}
    wrong = client.post(page, body)
    assert wrong.status_code == 422 and "镇政府" in wrong.content.decode()
    assert client.post(page, body | {"ends": "10:00"}).status_code == 303
    assert walks.fresh(session).place == "镇政府"
    assert client.post(page, body | {"ends": "10:00"}).status_code == 409  # from a page that is old now
