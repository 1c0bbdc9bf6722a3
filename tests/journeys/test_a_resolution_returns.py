"""What a meeting resolved comes back on the next agenda: signed by the chair, planned anew, typed live, signed in by the code,
done, and gone from the agenda after."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.common import clock
from firstdesk.directory.models import CentreKind
from firstdesk.matters.tests.factories import make_desk
from firstdesk.meetings import doors
from firstdesk.meetings.models import AgendaItem, Attendance, Meeting, Resolution
from firstdesk.meetings.selectors.titles import of_meeting
from firstdesk.meetings.tests.factories import end, make_held, resolve
from tests.support.windows import let_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TASK = "临溪路路灯逐段排查"


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> str:
    """The morning of a day: a meeting of this afternoon may begin."""
    now = clock.local(clock.now()).replace(hour=10, minute=0)
    monkeypatch.setattr(clock, "now", lambda: now)
    return now.date().isoformat()


def test_a_resolution_returns(live_server: LiveServer, page: Page, phone: Page, today: str) -> None:
    desk = make_desk(CentreKind.GOVERNANCE, at=clock.now() - timedelta(days=8))
    table = make_held(desk)
    resolve(table, TASK)
    end(table)
    let_in(page.context, live_server.url, table.user("director"))

    page.goto(f"{live_server.url}/meetings/?which=held")
    page.get_by_role("link", name=of_meeting(table.meeting)).click()
    page.get_by_role("button", name="审定并签发纪要").click()
    expect(page.get_by_text("内容不再改动")).to_be_visible()
    expect(page.get_by_role("link", name="会议纪要")).to_be_visible()

    page.goto(f"{live_server.url}/meetings/")
    page.get_by_role("link", name="安排会议").first.click()
    page.get_by_label("会议种类").select_option("gc.meeting.work")
    page.get_by_label("日期").fill(today)
    page.locator("[name=begins]").fill("14:00")
    page.locator("[name=ends]").fill("15:00")
    page.get_by_label("或其他地点").fill("二楼会议室")
    page.get_by_role("button", name="安排会议并生成议程").click()
    expect(page.locator("#agenda")).to_contain_text(TASK)
    expect(page.locator("#agenda")).to_contain_text("上次未完成")
    page.get_by_role("button", name="发出会议通知").click()
    page.get_by_role("button", name="会议开始").click()
    expect(page.get_by_role("link", name="签到屏幕")).to_be_visible()
    meeting = Meeting.objects.latest("pk")

    phone.goto(f"{live_server.url}/meetings/in/{doors.shown(meeting, clock.now())}/")
    phone.get_by_label("怎么称呼您").fill("陈某")
    phone.get_by_role("button", name="签到").click()
    expect(phone.get_by_role("status")).to_contain_text("签到成功")
    assert Attendance.objects.filter(meeting=meeting, person=None).count() == 1

    item = AgendaItem.objects.get(meeting=meeting, resolution__text=TASK)
    page.locator(f"#minutes-{item.no}").press_sequentially("已排查四十盏，坏了三盏。")
    expect(page.locator(f"#written-{item.no}")).to_contain_text("已保存")
    point = page.locator(f"#point-{item.no}")
    point.locator("summary", has_text="报告情况").click()
    point.get_by_label("说明").first.fill("三盏已换新")
    point.locator("button[value=done]").click()
    expect(page.locator(f"#point-{item.no}")).to_contain_text("三盏已换新")
    assert Resolution.objects.get().state == "done"
    assert AgendaItem.objects.get(pk=item.pk).minutes == "已排查四十盏，坏了三盏。"

    page.goto(f"{live_server.url}/meetings/new/?kind=gc.meeting.work")
    page.get_by_label("日期").fill((clock.local(clock.now()) + timedelta(days=20)).date().isoformat())
    page.get_by_label("或其他地点").fill("二楼会议室")
    page.get_by_role("button", name="安排会议并生成议程").click()
    expect(page.locator("#agenda")).to_contain_text("其他事项")
    expect(page.locator("#agenda")).not_to_contain_text(TASK)
