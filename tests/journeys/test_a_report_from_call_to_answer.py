"""A call comes in and is answered: every step by the person who does it, on their own page, in Chinese.

Registered, sent to a unit that objects, classified anew, accepted by another, answered, confirmed, told to the person,
called back, closed; the person who rang follows it on a phone. Afterwards the record, the promises and the rules are
checked as on the command line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.common import clock
from firstdesk.directory import services as directory
from firstdesk.directory.models import CentreKind, UnitKind, User
from firstdesk.directory.tests.factories import SETUP, make_unit, staffed
from firstdesk.ledger import verify
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.findings import ERROR
from firstdesk.rulebook.lint import lint
from firstdesk.workbench.selectors import invariants
from tests.support.browser import DESK, LONG, PHONE
from tests.support.windows import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

STORY = "楼上装修把排水管打穿了，我家厨房天花板一直滴水，找过楼上两次都不开门。"
RESULT = "已联系楼上住户，排水管当天更换，天花板由其负责粉刷，双方签字确认。"
ANSWER = "您好，漏水的管子已经换好，楼上答应月底前把您家天花板刷好。"


@dataclass
class Cast:
    """Everybody in the story."""

    desk: Desk
    officer: User
    first_liaison: User  # of the unit that objects
    second_liaison: User  # of the unit that takes it


@pytest.fixture
def cast() -> Cast:
    desk = make_desk(CentreKind.SERVICE_LINKAGE, at=clock.now())
    centre = desk.centre
    other = make_unit(UnitKind.LINKAGE_UNIT, parent=centre.jurisdiction, linkage_class=2, name="住房和城乡建设局")
    _posts, people = staffed(other)
    directory.add_remit(unit=other, centre=centre.unit, topic="urban_construction", by=SETUP, at=desk.at)
    return Cast(desk, centre.people["intake"], centre.linkage_people["liaison"], people["liaison"])


@pytest.fixture
def office(browser: Browser, live_server: LiveServer) -> Iterator["Office"]:
    """One window per person, each with a session of its own."""
    opened = Office(browser, live_server.url)
    yield opened
    opened.close()


class Office:
    """The windows of everybody in the story."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.windows: dict[int, Page] = {}
        self.troubles: list[str] = []

    def of(self, person: User) -> Page:
        """The person's window, signed in and on their day."""
        if person.pk not in self.windows:
            page = self._window(DESK)
            page.goto(self.address)
            sign_in(page, person)
            self.windows[person.pk] = page
        page = self.windows[person.pk]
        page.goto(self.address)
        expect(page.get_by_role("heading", name="我的一天", level=1)).to_be_visible()
        return page

    def street(self) -> Page:
        """A resident's phone, signed in nowhere."""
        return self._window(PHONE, is_mobile=True, has_touch=True)

    def _window(self, size: dict[str, int], **more: bool) -> Page:
        context = self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **more,
        )
        context.set_default_timeout(LONG)
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        return page

    def close(self) -> None:
        for context in self.browser.contexts:
            context.close()
        assert not self.troubles, self.troubles


def test_a_report_from_call_to_answer(cast: Cast, office: Office) -> None:
    number = register_the_call(office.of(cast.officer))
    object_to_it(office.of(cast.first_liaison), number)
    send_it_elsewhere(office.of(cast.officer), number)
    take_and_answer(office.of(cast.second_liaison), number)
    confirm_tell_and_close(office.of(cast.officer), number)
    follow_on_a_phone(office, number)
    check_everything()


def register_the_call(page: Page) -> str:
    """The phone rings; one page, and the caller has a number."""
    page.get_by_role("link", name="接报登记").first.click()
    page.get_by_role("button", name="电话").click()
    page.locator("form[action$='/answer/'] button").click()
    page.locator("[name=narrative]").fill(STORY)
    page.locator("[name=place]").fill("文献路18号3栋502")
    page.locator("[name=reporter]").select_option("named")
    page.locator("[name=name]").fill("林阿姨")
    page.locator("[name=phone]").fill("13800001234")
    page.locator("[name=nature]").select_option("help")
    page.locator("[name=topic]").select_option("property_management")
    page.locator("[name=remit]").select_option("unit")
    page.locator("[name=person_informed]").check()
    page.locator("#contact button.btn-primary").click()
    number = page.locator("h1 .fd-number").inner_text()
    assert number.startswith("JJ-")
    return number


def open_matter(page: Page, number: str) -> None:
    """From the person's own to-do list."""
    row = page.locator("#todo tr", has_text=number)
    expect(row).to_be_visible()
    row.get_by_role("link").click()
    expect(page.locator(".fd-head-text")).to_contain_text(number)


def object_to_it(page: Page, number: str) -> None:
    """The first unit says why it is not its business."""
    open_matter(page, number)
    page.locator("details", has=page.locator("#referral-object")).locator("summary").click()
    page.locator("#referral-object textarea").fill("住宅内部装修损坏管道，不属物业管理范围，应由住建部门处理。")
    page.locator("#referral-object button").click()
    expect(page.locator(".fd-state-to_triage").first).to_be_visible()


def send_it_elsewhere(page: Page, number: str) -> None:
    """Classified anew, the table names another unit."""
    open_matter(page, number)
    page.locator(".fd-next a.btn-primary").click()
    page.locator("[name=topic]").select_option("urban_construction")
    page.locator("[name=person_informed]").check()
    expect(page.locator("#route")).to_contain_text("住房和城乡建设局")
    page.locator("#decide button.btn-primary").click()
    expect(page.locator(".fd-state-offered").first).to_be_visible()


def take_and_answer(page: Page, number: str) -> None:
    """The second unit takes it and returns a result."""
    open_matter(page, number)
    page.locator("#referral-accept button").click()
    expect(page.locator(".fd-state-handling").first).to_be_visible()
    page.locator("#referral-answer select").select_option("settled")
    page.locator("#referral-answer textarea").fill(RESULT)
    page.locator("#referral-answer button").click()
    expect(page.locator(".fd-state-answered").first).to_be_visible()


def confirm_tell_and_close(page: Page, number: str) -> None:
    """Who was asked first tells the person, asks whether it helped, and closes."""
    open_matter(page, number)
    page.locator("#referral-confirm button").click()
    page.locator("#reply-reply select").select_option("phone")
    page.locator("#reply-reply textarea").fill(ANSWER)
    page.locator("#reply-reply button").click()
    page.locator("#reply-call textarea[name=opinion]").fill("很满意，谢谢。")
    page.locator("#reply-call button").click()
    page.locator("#reply-close button").click()
    expect(page.locator(".fd-state-closed").first).to_be_visible()


def follow_on_a_phone(office: Office, number: str) -> None:
    """Number and key lead to the page; it says what was promised and done, and names nobody."""
    matter = Matter.objects.get(number=number)
    page = office.street()
    page.goto(f"{office.address}/portal/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询密钥").fill(matter.token)
    page.get_by_role("button", name="查看进展").click()
    expect(page.get_by_role("heading", name="已办结", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text(ANSWER)
    page.get_by_label("非常满意").check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("#rate .fd-rated")).to_contain_text("非常满意")
    expect(page.locator("main")).to_contain_text("住房和城乡建设局")
    for secret in ("林阿姨", "13800001234", STORY[:12]):
        expect(page.locator("body")).not_to_contain_text(secret)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def check_everything() -> None:
    """What an administrator runs: nothing fell between desks, nothing was altered, the rules hold together."""
    assert list(invariants.findings(clock.now())) == []
    report = verify.verify(connection, workers=1)
    assert report.ok, report.first_problem
    errors = [found for found in lint(regulations.current(clock.now())) if found.severity == ERROR]
    assert errors == []
