"""A director's month: from the calendar the rules made to the report signed on the 24th, because the 25th is a Sunday.

February 2018: the 25th is a Sunday, and the Saturday before it is worked, a make-up day of the Spring Festival. The day is due
on the 24th by the calendar, not by anybody's choice.
"""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.common import clock
from firstdesk.directory.models import Appointment, CentreKind
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.services.scheduling import schedule
from firstdesk.regulations import services as regulations
from firstdesk.regulations.tests.factories import LOADED_AT, RULES
from firstdesk.reporting.models import Report
from tests.support.browser import DESK
from tests.support.windows import let_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2018, 2, 1, 8, 30, tzinfo=SHANGHAI)
SATURDAY = datetime(2018, 2, 24, 10, 0, tzinfo=SHANGHAI)
DUTY = "每月向上级中心报告工作和民意"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    """A centre at work since January, on the worked Saturday, under the rules as they stand."""
    rules = Path(shutil.copytree(RULES, tmp_path / "rules"))
    head = rules / "rulebook.yaml"
    head.write_text(
        head.read_text(encoding="utf-8").replace("in_force_from: 2025", "in_force_from: 2018"), encoding="utf-8"
    )
    regulations.load(texts_dir=rules, by=Actor.system("test"), at=LOADED_AT)
    desk = make_desk(CentreKind.SERVICE_LINKAGE, at=SATURDAY)
    Appointment.objects.update(starts_on=date(2018, 1, 1))
    for day in (23, 25, 30):
        make_matter(Desk(desk.centre, datetime(2018, 1, day, 15, 0, tzinfo=SHANGHAI)), state="closed")
    make_matter(Desk(desk.centre, datetime(2018, 2, 8, 15, 0, tzinfo=SHANGHAI)))
    make_matter(Desk(desk.centre, datetime(2018, 2, 22, 15, 0, tzinfo=SHANGHAI)))  # after the cut-off
    schedule(desk.centre.unit, at=FIRST)
    monkeypatch.setattr(clock, "now", lambda: SATURDAY)
    return desk


@pytest.fixture
def windows(browser: Browser, live_server: LiveServer, desk: Desk) -> Iterator[tuple[Page, Page]]:
    """The director's and the officer's."""
    found = []
    for post in ("director", "intake"):
        context = browser.new_context(viewport={"width": DESK["width"], "height": DESK["height"]}, locale="zh-CN")
        let_in(context, live_server.url, desk.centre.people[post])
        found.append(context.new_page())
    yield found[0], found[1]
    for page in found:
        page.context.close()


def test_from_the_calendar_to_the_signed_report(
    windows: tuple[Page, Page], live_server: LiveServer, desk: Desk
) -> None:
    director, officer = windows
    due = Occurrence.objects.get(rule_id="ss.report.month", period_start=date(2018, 2, 1))
    assert clock.local(due.due_at).date() == date(2018, 2, 24)
    director.goto(f"{live_server.url}/calendar/")
    expect(director.locator("td[aria-current=date]")).to_contain_text(DUTY)
    write(officer, live_server.url)
    sign(director, live_server.url)
    director.goto(f"{live_server.url}/calendar/")
    expect(director.locator("td[aria-current=date] a.ob-done", has_text=DUTY)).to_be_visible()
    due.refresh_from_db()
    assert (due.state, due.is_late) == ("done", False)


def write(page: Page, address: str) -> None:
    """The officer finds what is owed, and its figures counted already; the words are theirs."""
    page.goto(f"{address}/reports/")
    row = page.locator("#panel-owed tr", has_text="月度工作报告").filter(has_text="2018-01-21")
    row.get_by_role("button", name="开始起草").click()
    expect(page.locator("h1")).to_contain_text("2018年2月工作报告")
    expect(page.locator("#panel-figures tr", has_text="登记事项")).to_contain_text("4")
    for box in page.locator("#panel-words textarea").all():
        box.fill("春节期间平稳，无。")
    page.get_by_role("button", name="保存并送审").click()
    expect(page.locator("h1")).to_contain_text("已送审")
    expect(page.get_by_role("button", name="签发")).to_have_count(0)


def sign(page: Page, address: str) -> None:
    """The director follows a figure to its records, signs, and sends it."""
    report = Report.objects.get()
    page.goto(f"{address}/reports/{report.pk}/")
    page.locator("#panel-figures tr", has_text="截止时在办").get_by_role("link").click()
    waiting = Matter.objects.get(ended_at=None, registered_at__lt=report.cut_off_at)
    expect(page.locator("main")).to_contain_text(waiting.number)
    page.get_by_role("link", name="返回报告").click()
    page.get_by_role("button", name="签发").click()
    expect(page.locator("h1")).to_contain_text("已签发")
    page.get_by_role("button", name="报送").click()
    expect(page.locator("h1")).to_contain_text("已报送")
    expect(page.locator("#panel-words textarea")).to_have_count(0)
