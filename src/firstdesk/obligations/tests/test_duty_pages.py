"""The pages of duties, as people use them."""

from datetime import date, datetime, timedelta

import icalendar
import pytest
from dateutil import parser
from django.test import Client

from firstdesk.directory.models import CentreKind
from firstdesk.directory.tests.factories import Centre, make_centre
from firstdesk.matters.tests.factories import SHANGHAI
from firstdesk.obligations import services
from firstdesk.obligations.models import CalendarLink, Occurrence, Proof, SensitivePeriod
from firstdesk.obligations.states import OccurrenceState
from firstdesk.obligations.tests.factories import rules_with, the_duty

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def centre(monkeypatch: pytest.MonkeyPatch) -> Centre:
    rules_with("{period: monthly, due: {day: 25}}", evidence="[work_plan, roll]", more="tightened: {period: daily}")
    monkeypatch.setattr("firstdesk.common.clock.now", lambda: MONDAY)
    made = make_centre(CentreKind.GOVERNANCE)
    services.keep_duties(at=MONDAY)
    return made


@pytest.fixture
def browser(client: Client, centre: Centre) -> Client:
    client.force_login(centre.people["director"])
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return answer.content.decode()


def seen(duty: Occurrence) -> str:
    """As its page has it."""
    duty.refresh_from_db()
    return duty.changed_at.isoformat()


def test_the_list_narrows(browser: Client) -> None:
    assert "试行职责" in text(browser, "/due/duties/")
    assert "试行职责" in text(browser, "/due/duties/?whose=mine&which=open")
    assert "试行职责" not in text(browser, "/due/duties/?which=done")
    assert "试行职责" not in text(browser, "/due/duties/?which=late")


def test_a_proof_is_handed_in_on_its_page(browser: Client) -> None:
    duty = the_duty()
    page = text(browser, f"/due/duties/{duty.pk}/")
    assert "工作计划" in page and "签到" in page and 'value="roll"' not in page  # the roll comes from the work alone
    sent = {"kind": "work_plan", "words": "1号", "happened_on": "2026-03-02", "seen": seen(duty)}
    assert browser.post(f"/due/duties/{duty.pk}/prove/", sent).status_code == 303
    assert Proof.objects.get().title == "1号"
    assert "1号" in text(browser, f"/due/duties/{duty.pk}/")


@pytest.mark.parametrize(("kind", "status"), [("roll", 422), ("picture", 422), ("nothing", 422)])
def test_the_wrong_kind_is_refused(browser: Client, kind: str, status: int) -> None:
    duty = the_duty()
    sent = {"kind": kind, "words": "1号", "happened_on": "2026-03-02", "seen": seen(duty)}
    assert browser.post(f"/due/duties/{duty.pk}/prove/", sent).status_code == status
    assert not Proof.objects.exists()


def test_what_changed_meanwhile_is_said(browser: Client) -> None:
    """Two people have the page open; the second one is told what the first one did."""
    duty = the_duty()
    sent = {"kind": "work_plan", "words": "1号", "happened_on": "2026-03-02", "seen": seen(duty)}
    assert browser.post(f"/due/duties/{duty.pk}/prove/", sent).status_code == 303
    answer = browser.post(f"/due/duties/{duty.pk}/prove/", sent)
    assert answer.status_code == 409 and "职责部分完成" in answer.content.decode()
    assert Proof.objects.count() == 1


@pytest.mark.parametrize("sent", ["", "scheduled", "2026-02-31T00:00:00+08:00"])
def test_a_page_that_does_not_say_what_it_showed_is_refused(browser: Client, sent: str) -> None:
    values = {"kind": "work_plan", "words": "1号", "happened_on": "2026-03-02", "seen": sent}
    assert browser.post(f"/due/duties/{the_duty().pk}/prove/", values).status_code == 422
    assert not Proof.objects.exists()


def test_another_unit_sees_nothing_of_it(client: Client, centre: Centre) -> None:
    client.force_login(centre.linkage_people["liaison"])
    assert client.get(f"/due/duties/{the_duty().pk}/").status_code == 404
    assert client.post(f"/due/duties/{the_duty().pk}/prove/", {}).status_code == 404


def test_explained_on_its_page(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    duty = the_duty()
    late = duty.due_at + timedelta(days=1)
    monkeypatch.setattr("firstdesk.common.clock.now", lambda: late)
    services.miss(at=late)
    sent = {"words": "台风", "seen": seen(duty)}
    assert browser.post(f"/due/duties/{duty.pk}/explain/", sent).status_code == 303
    assert "台风" in text(browser, f"/due/duties/{duty.pk}/")
    assert browser.post(f"/due/duties/{duty.pk}/waive/", {"reason": "忙", "seen": seen(duty)}).status_code == 403


def test_a_sensitive_period_tightens(browser: Client) -> None:
    sent = {"title": "两会", "first": "2026-03-04", "last": "2026-03-05", "reason": "会议"}
    assert browser.post("/due/duties/days/declare/", sent).status_code == 303
    services.keep_duties(at=MONDAY)
    assert Occurrence.objects.filter(is_tightened=True).count() == 2
    assert "两会" in text(browser, "/due/duties/days/") and "两会" in text(browser, "/calendar/?on=2026-03-04")
    period = SensitivePeriod.objects.get()
    assert browser.post(f"/due/duties/days/{period.pk}/end/", {"reason": "结束"}).status_code == 303


def test_a_period_that_ends_before_it_begins_stays_on_the_form(browser: Client) -> None:
    sent = {"title": "两会", "first": "2026-03-06", "last": "2026-03-05", "reason": "会议期间安保"}
    answer = browser.post("/due/duties/days/declare/", sent)
    assert answer.status_code == 422 and "会议期间安保" in answer.content.decode()


def test_market_days(browser: Client, centre: Centre) -> None:
    sent = {"month_days": "5, 10、15", "weekdays": ["7"], "dates": "2026-03-03"}
    assert browser.post("/due/duties/days/markets/", sent).status_code == 303
    assert centre.unit.market_days.month_days == [5, 10, 15]
    assert browser.post("/due/duties/days/markets/", {"month_days": "32"}).status_code == 422


def test_who_declares_a_sensitive_period_sees_what_it_asks_for(browser: Client) -> None:
    page = text(browser, "/due/duties/days/")
    assert "另外要做" in page and "/rules/rule/gc.test/" in page and "每日" in page
    rules_with("{period: monthly, due: {day: 25}}", from_="2026-02-01")
    assert "不另派任务" in text(browser, "/due/duties/days/")


@pytest.mark.parametrize(
    "path", ["/calendar/", "/calendar/?view=week&whose=mine", "/calendar/?on=2026-03-25&whose=unit"]
)
def test_the_calendar_shows_the_day(browser: Client, path: str) -> None:
    page = text(browser, path)
    assert ("试行职责" in page) == ("week" not in path)


def test_the_phone_reads_what_is_due_under_a_private_address(browser: Client, client: Client, centre: Centre) -> None:
    page = browser.post("/calendar/link/", {"of": "me"}).content.decode()
    address = page.split('<code class="ob-secret">')[1].split("</code>")[0].removeprefix("http://testserver")
    stranger = Client()
    answer = stranger.get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    [event, *_later] = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"] == "试行职责" and event.decoded("DTSTART") == date(2026, 3, 25)
    _read_by_hand(answer.content.decode())
    assert browser.post("/calendar/unlink/", {"of": "me"}).status_code == 303
    assert stranger.get(address).status_code == 404
    assert CalendarLink.objects.get().revoked_at is not None


def _read_by_hand(text: str) -> None:
    """RFC 5545 without the library that wrote it: folded lines, CRLF, what every event must have."""
    assert text.endswith("\r\n") and all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    assert (
        lines[0] == "BEGIN:VCALENDAR"
        and "VERSION:2.0" in lines
        and lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")
    )
    stamps = [line.split(":", 1)[1] for line in lines if line.startswith("DTSTAMP")]
    assert len(stamps) == len({line for line in lines if line.startswith("UID:")}) and all(
        parser.parse(each) for each in stamps
    )


def test_who_left_is_read_to_no_more(browser: Client, centre: Centre) -> None:
    page = browser.post("/calendar/link/", {"of": "me"}).content.decode()
    address = page.split('<code class="ob-secret">')[1].split("</code>")[0].removeprefix("http://testserver")
    person = centre.people["director"]
    person.is_active = False
    person.save()
    assert Client().get(address).status_code == 404


def test_what_was_looked_at_is_noted(browser: Client, centre: Centre) -> None:
    assert "W-5" in text(browser, "/due/duties/checklist/")
    sent = {"unit": centre.unit.code, "clause": "W-5", "as_found": "kept", "on": "2026-03-02"}
    assert browser.post("/due/duties/checklist/", sent).status_code == 303
    assert "2026-03-02" in text(browser, "/due/duties/checklist/")


def test_my_day_speaks_of_what_is_near_and_of_what_was_missed(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    duty = the_duty()
    near = duty.due_at - timedelta(days=1)
    monkeypatch.setattr("firstdesk.common.clock.now", lambda: near)
    assert f"/due/duties/{duty.pk}/" in text(browser, "/")
    services.miss(at=duty.due_at + timedelta(hours=1))
    monkeypatch.setattr("firstdesk.common.clock.now", lambda: duty.due_at + timedelta(hours=2))
    assert "未完成未说明" in text(browser, "/")
    duty.refresh_from_db()
    assert duty.state == OccurrenceState.MISSED


def test_who_does_not_owe_it_hands_nothing_in_and_leaves_a_remark(client: Client, centre: Centre) -> None:
    duty = the_duty()
    client.force_login(centre.people["intake"])
    page = text(client, f"/due/duties/{duty.pk}/")
    assert 'name="happened_on"' not in page and "或单位负责人提交" in page
    sent = {"kind": "work_plan", "words": "1号", "happened_on": "2026-03-02", "seen": seen(duty)}
    answer = client.post(f"/due/duties/{duty.pk}/prove/", sent)
    assert answer.status_code == 403 and "您可以留下备注" in answer.content.decode()
    assert client.post(f"/due/duties/{duty.pk}/remark/", {"words": " "}).status_code == 422
    assert client.post(f"/due/duties/{duty.pk}/remark/", {"words": "计划在档案柜里"}).status_code == 303
    assert "计划在档案柜里" in text(client, f"/due/duties/{duty.pk}/")
    duty.refresh_from_db()
    assert duty.state == OccurrenceState.SCHEDULED and not Proof.objects.exists()


def test_what_presses_is_open_and_the_rest_folded(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    duty = the_duty()
    monkeypatch.setattr("firstdesk.common.clock.now", lambda: duty.due_at + timedelta(hours=1))
    groups = text(browser, "/due/duties/").split('<details class="ob-group"')[1:]
    assert [group.startswith(" open") for group in groups] == [True, False]
    assert "逾期" in groups[0].split("</summary>")[0] and "一周以后" in groups[1].split("</summary>")[0]
