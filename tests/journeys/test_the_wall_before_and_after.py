"""The wall before and after: what was not done stands there in red, a duty done and a notice put up change their lines, the
large screen turns its pages and stays when the network goes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.common import clock
from firstdesk.directory.models import CentreKind
from firstdesk.ledger.actors import Actor
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.obligations.services.proving import Shown, prove
from firstdesk.obligations.services.scheduling import schedule
from firstdesk.wall.services import figures
from tests.support.browser import DESK
from tests.support.windows import let_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ITEMS = {"limits": "办理时限", "promise": "服务质量承诺", "supervision": "监督途径", "hours": "接待时间"}


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A community police office on the last day of September, its duties written down."""
    desk = make_desk(CentreKind.POLICE_OFFICE)
    schedule(desk.centre.unit, at=desk.later(days=-20))
    monkeypatch.setattr(clock, "now", lambda: desk.at)
    figures.refresh(at=desk.at)
    return desk


@pytest.fixture
def director(browser: Browser, live_server: LiveServer, desk: Desk) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": DESK["width"], "height": DESK["height"]}, locale="zh-CN")
    let_in(context, live_server.url, desk.centre.people["director"])
    yield context.new_page()
    context.close()


def line(page: Page, server: LiveServer, desk: Desk, clause: str) -> object:
    page.goto(f"{server.url}/wall/?centre={desk.centre.unit.code}")
    return page.locator(f"#{clause} .fd-kept").first


def test_what_is_done_changes_its_line(
    live_server: LiveServer, page: Page, director: Page, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect(line(page, live_server, desk, "CP-13-02")).to_have_text("未公示，或未按期核对")  # type: ignore[arg-type]
    expect(line(page, live_server, desk, "CP-13-04")).not_to_have_class(re.compile("fd-kept-kept"))  # type: ignore[arg-type]
    for item, name in ITEMS.items():
        director.goto(f"{live_server.url}/postings/new/?what={desk.centre.unit.pk}|cp.post.promise|{item}")
        director.locator("select[name=form]").select_option("online")
        director.locator("textarea[name=text]").fill(f"{name}：见说明。")
        director.get_by_role("button", name="已经公示").click()
        expect(director.get_by_role("heading", name=name)).to_be_visible()
    bulletin = Shown(
        kind="safety_summary", unit=desk.centre.unit, happened_on=desk.at.date(), ref="report:1", title="九月通报"
    )
    assert prove([bulletin], by=Actor.system("test"), at=desk.at), "the month's bulletin is owed"
    monkeypatch.setattr(clock, "now", lambda: desk.later(minutes=3))
    figures.refresh(at=clock.now())
    expect(line(page, live_server, desk, "CP-13-02")).to_have_text("已公示并核对")  # type: ignore[arg-type]
    expect(line(page, live_server, desk, "CP-13-04")).to_have_class(re.compile("fd-kept-kept"))  # type: ignore[arg-type]
    done = page.locator("#CP-13-04 .fd-line-how")
    expect(done).to_contain_text("最近凭证 2025-09-30")  # everybody: the day and the kind alone
    expect(done.locator("a")).to_have_count(0)
    expect(line(director, live_server, desk, "CP-13-04")).to_have_class(re.compile("fd-kept-kept"))  # type: ignore[arg-type]
    expect(director.locator("#CP-13-04 .fd-line-how a").first).to_have_attribute("href", re.compile("^/due/duties/"))
    director.locator("#CP-13-04 .fd-kept a").first.click()
    expect(director.get_by_text("已兑现").first).to_be_visible()
    page.goto(f"{live_server.url}/wall/{desk.centre.unit.code}/postings/")
    expect(page.get_by_text("办理时限：见说明。")).to_be_attached()


def test_the_large_screen_turns_and_outlives_the_network(live_server: LiveServer, page: Page, desk: Desk) -> None:
    page.goto(f"{live_server.url}/wall/{desk.centre.unit.code}/kiosk/")
    where = page.locator("#fk-where")
    expect(where).to_have_text(re.compile(r"^1 / \d+$"))
    expect(page.locator(".fk-slide:visible")).to_have_count(1)
    page.get_by_role("button", name="停止翻页").click()
    page.keyboard.press("ArrowRight")
    expect(where).to_have_text(re.compile(r"^2 / "))
    expect(page.get_by_role("button", name="自动翻页")).to_be_visible()
    expect(page.get_by_text("数字截至2025-09-30")).to_be_visible()
    page.wait_for_function(
        "caches.open('firstdesk-kiosk-1').then((shelf) => shelf.match(location.href, {ignoreVary: true}))"
    )
    page.context.set_offline(True)
    expect(page.locator("#fk-lost")).to_contain_text("网络中断")
    page.reload()  # out of the shelf
    expect(page.locator(".fk-slide:visible")).to_have_count(1)
    expect(page.locator("#fk-lost")).to_have_text(re.compile("网络中断.*前的数字"))
    page.context.set_offline(False)
