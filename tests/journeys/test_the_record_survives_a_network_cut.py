"""The record of a session is typed while the connection goes and comes: every line is there, once, in its order."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.common import clock
from firstdesk.directory.tests.factories import PASSWORD
from firstdesk.matters.tests.factories import make_desk
from firstdesk.mediation.models import Line
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, make_accepted
from tests.support.browser import DESK

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def table() -> Table:
    made = walks.planned(make_accepted(make_desk(at=clock.now())))
    walks.opened(made)
    return made


@pytest.fixture
def window(browser: Browser, live_server: LiveServer, table: Table) -> Iterator[Page]:
    """The mediator's window, at the session."""
    troubles: list[str] = []
    context = browser.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_label("用户名").fill(table.mediator.user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()
    page.goto(f"{live_server.url}/mediation/{table.case.number}/sessions/1/")
    yield page
    context.set_offline(False)
    context.close()
    assert not troubles, troubles


def say(page: Page, words: str, who: str = "") -> None:
    """By the keyboard alone."""
    page.locator("#line-text").focus()
    if who:
        page.keyboard.press(f"Alt+{who}")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("#line-text")).to_have_value("")


def written() -> list[str]:
    return [line.text for line in Line.objects.order_by("no")]


def test_typed_through_a_cut(window: Page) -> None:
    say(window, "第一句", "1")
    expect(window.locator("#line-1")).to_contain_text("第一句")
    window.context.set_offline(True)
    say(window, "第二句", "2")
    say(window, "第三句")
    expect(window.locator("#line-count")).to_have_text("2")
    window.keyboard.type("还没写完")
    window.context.set_offline(False)
    expect(window.locator("#line-3")).to_contain_text("第三句")
    expect(window.locator("#line-count")).to_have_count(0)
    expect(window.locator(".is-pending")).to_have_count(0)
    assert written() == ["第一句", "第二句", "第三句"]
    window.reload()
    expect(window.locator("#line-text")).to_have_value("还没写完")
    assert list(Line.objects.order_by("no").values_list("party__no", flat=True)) == [1, 2, 2]


def test_an_answer_lost_on_the_way_doubles_nothing(window: Page) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        """The server takes the line; the page never hears so, once."""
        if route.request.method == "POST" and not lost:
            route.fetch()
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    window.route("**/lines/", lose)
    say(window, "只写一次", "1")
    expect(window.locator("#line-1")).to_contain_text("只写一次")
    expect(window.locator("#line-count")).to_have_count(0)
    assert lost and written() == ["只写一次"]


def test_the_window_closed_without_a_connection_loses_nothing(window: Page) -> None:
    window.context.set_offline(True)
    say(window, "断网时说的", "2")
    expect(window.locator("#line-count")).to_have_text("1")
    address, context = window.url, window.context
    window.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("#line-1")).to_contain_text("断网时说的")
    expect(again.locator("#line-count")).to_have_count(0)
    assert written() == ["断网时说的"]


KEPT = "Object.entries(localStorage).filter(pair => pair[0].startsWith('firstdesk-')).map(pair => pair.join('='))"


def test_nothing_said_stands_plain_on_this_computer(window: Page) -> None:
    """Unsent words wait sealed; another sign-in cannot open them, and they are gone."""
    window.context.set_offline(True)
    say(window, "要保密的话", "2")
    window.keyboard.type("还没写完的话")
    expect(window.locator("#line-count")).to_have_text("1")
    window.wait_for_function(f"{KEPT}.length === 2")
    kept = "\n".join(window.evaluate(KEPT))
    assert "要保密" not in kept and "还没写完" not in kept and "%E8%A6%81" not in kept
    window.context.set_offline(False)
    expect(window.locator("#line-1")).to_contain_text("要保密的话")
    window.locator("#line-text").fill("")
    window.wait_for_function(f"{KEPT}.length === 0")
    window.evaluate("localStorage.setItem('firstdesk-sealed:' + document.getElementById('transcript').dataset.who + ':'"
                    " + document.getElementById('transcript').dataset.name + ':draft', btoa('x'.repeat(60)))")  # fmt: skip
    window.reload()
    expect(window.locator("#line-text")).to_have_value("")
    window.wait_for_function(f"{KEPT}.length === 0")


def test_a_line_is_corrected_and_the_old_one_stays_struck(window: Page) -> None:
    say(window, "去年七月", "1")
    window.locator("#line-1 [data-correct]").click()
    window.locator("#line-text").fill("去年八月")
    window.keyboard.press("Enter")
    expect(window.locator("#line-1 s")).to_have_text("去年七月")
    expect(window.locator("#line-2")).to_contain_text("去年八月")


def test_tabs_by_keyboard_and_the_parties_screen(window: Page, live_server: LiveServer, table: Table) -> None:
    window.locator("[data-tab=people]").focus()
    window.keyboard.press("ArrowRight")
    expect(window.locator("#tab-rights")).to_be_visible()
    expect(window.locator("#tab-people")).to_be_hidden()
    second = window.context.new_page()
    second.goto(f"{live_server.url}/mediation/{table.case.number}/sessions/1/screen/")
    expect(second.locator("#screen")).not_to_contain_text("第二百九十六条")
    window.locator("[data-tab=law]").click()
    window.locator("#law-chosen").select_option("mfd-296")
    window.locator("#tab-law button.btn").click()
    expect(second.locator("#screen")).to_contain_text("第二百九十六条")
