"""A report is being taken when the connection goes, the session ends, the browser crashes: what was typed is there, and it
is sent once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.common import clock
from firstdesk.intake.models import Contact, Party, Report
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk
from tests.support.browser import DESK, LONG
from tests.support.windows import let_in, sign_in, until
from tests.support.windows import pick_up as answer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
STORY = "三号楼电梯停在四楼，困住一位老人，物业电话没人接。"


@pytest.fixture
def desk() -> Desk:
    return make_desk(at=clock.now())


@pytest.fixture
def window(browser: Browser, live_server: LiveServer, desk: Desk) -> Iterator[Page]:
    """The officer's window. What the browser says about a cut connection is no fault; a script that breaks is."""
    troubles: list[str] = []
    context = browser.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    context.set_default_timeout(LONG)
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    let_in(context, live_server.url, desk.officer)
    yield context.new_page()
    context.set_offline(False)
    context.close()
    assert not troubles, troubles


def pick_up(page: Page, address: str) -> None:
    page.goto(f"{address}/intake/")
    answer(page)


def test_the_whole_form_by_keyboard(window: Page, live_server: LiveServer) -> None:
    pick_up(window, live_server.url)
    window.keyboard.type(STORY)
    window.keyboard.press("Alt+2")
    window.keyboard.type("幸福小区3号楼")
    window.keyboard.press("Alt+3")
    expect(window.locator("[name=reporter]")).to_be_focused()
    window.keyboard.press("Tab")
    window.keyboard.type("林阿姨")
    window.keyboard.press("Tab")
    window.keyboard.type("13800001234")
    window.keyboard.press("Alt+p")
    window.keyboard.type("四楼住户")
    window.keyboard.press("Alt+u")
    expect(window.locator("[name=urgency]")).to_have_value("urgent")
    expect(window.locator("#around")).to_contain_text("系统建议")
    window.keyboard.press("Control+Enter")
    expect(window.locator("h1 .fd-number")).to_contain_text("JJ-")
    matter = Matter.objects.get()
    assert matter.urgency == "urgent"
    assert list(Party.objects.filter(matter=matter).order_by("pk").values_list("name", flat=True)) == [
        "林阿姨",
        "四楼住户",
    ]


def test_the_keys_are_shown(window: Page, live_server: LiveServer) -> None:
    pick_up(window, live_server.url)
    window.locator("[data-keys]").focus()
    window.keyboard.press("?")
    expect(window.locator("#keys")).to_be_visible()
    window.keyboard.press("Escape")
    expect(window.locator("#keys")).to_be_hidden()


def test_through_a_network_cut(window: Page, live_server: LiveServer) -> None:
    """Two reports without a connection, the second on the emptied page; both are sent, each once."""
    pick_up(window, live_server.url)
    window.keyboard.type("电梯")
    window.context.set_offline(True)
    window.locator("[name=narrative]").fill(STORY)
    window.locator("[name=place]").fill("幸福小区3号楼")
    window.locator("[name=reporter]").select_option("anonymous")
    window.keyboard.press("Control+Enter")
    expect(window.locator("#outbox-count")).to_have_text("1")
    window.get_by_role("button", name="登记下一件").click()
    window.locator("[name=narrative]").fill("路灯整条街都不亮")
    window.locator("[name=place]").fill("文献路")
    window.locator("[name=occurred_note]").fill("昨晚起")
    window.locator("[name=reporter]").select_option("anonymous")
    window.keyboard.press("Control+Enter")
    expect(window.locator("#outbox-count")).to_have_text("2")
    assert not Matter.objects.exists()
    window.context.set_offline(False)
    expect(window.locator("#outbox-count")).to_have_count(0)
    expect(window.locator("#outbox")).to_contain_text("已发送")
    window.reload()
    window.wait_for_timeout(5_000)  # a second round of the queue finds nothing
    assert sorted(Report.objects.values_list("narrative", flat=True)) == sorted([STORY, "路灯整条街都不亮"])
    assert Contact.objects.count() == 2


def test_a_report_whose_answer_was_lost_is_sent_once(window: Page, live_server: LiveServer) -> None:
    """The server took it; the page never heard so, keeps it, and sends it again."""
    pick_up(window, live_server.url)
    window.locator("[name=narrative]").fill(STORY)
    window.locator("[name=place]").fill("幸福小区3号楼")
    window.locator("[name=reporter]").select_option("anonymous")
    window.context.set_offline(True)
    window.keyboard.press("Control+Enter")
    expect(window.locator("#outbox-count")).to_have_text("1")
    kept = window.evaluate("localStorage.getItem('firstdesk-outbox')")
    window.context.set_offline(False)
    expect(window.locator("#outbox-count")).to_have_count(0)
    window.evaluate("kept => localStorage.setItem('firstdesk-outbox', kept)", kept)
    window.goto(f"{live_server.url}/intake/")
    expect(window.locator("#outbox")).to_contain_text("已发送")
    assert Matter.objects.count() == 1


def test_an_expired_session_loses_nothing(window: Page, live_server: LiveServer, desk: Desk) -> None:
    pick_up(window, live_server.url)
    _sign_out_behind_its_back(window.context)
    window.locator("[name=narrative]").fill(STORY)
    window.locator("[name=place]").fill("幸福小区3号楼")
    window.keyboard.press("Control+Enter")
    window.wait_for_url("**/accounts/login/**")
    sign_in(window, desk.officer)
    expect(window.locator("[name=narrative]")).to_have_value(STORY)
    expect(window.locator("#restored")).to_be_visible()
    window.locator("[name=reporter]").select_option("anonymous")
    window.keyboard.press("Control+Enter")
    expect(window.locator("h1 .fd-number")).to_contain_text("JJ-")
    assert window.evaluate("Object.keys(localStorage).filter(name => name.startsWith('firstdesk-draft'))") == []


def test_a_crash_loses_nothing(window: Page, live_server: LiveServer) -> None:
    """The last words were typed and the window was gone at once."""
    pick_up(window, live_server.url)
    window.context.set_offline(True)
    window.locator("[name=narrative]").fill(STORY)
    address, context = window.url, window.context
    window.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("[name=narrative]")).to_have_value(STORY)


def test_begun_offline_and_not_sent_it_is_offered_again(window: Page, live_server: LiveServer) -> None:
    window.goto(f"{live_server.url}/intake/late/")
    window.context.set_offline(True)
    window.locator("[name=narrative]").fill(STORY)
    window.context.set_offline(False)
    window.goto(f"{live_server.url}/intake/")
    window.get_by_role("link", name="断网时未登记完的内容").click()
    expect(window.locator("[name=narrative]")).to_have_value(STORY)


def _sign_out_behind_its_back(context: BrowserContext) -> None:
    context.clear_cookies(name="sessionid")


KEYS = "Object.keys(localStorage).filter(name => name.startsWith('firstdesk-'))"


def test_who_signs_out_leaves_nothing_typed_behind(window: Page, live_server: LiveServer, desk: Desk) -> None:
    """What the server has goes silently; of what stands on this computer alone the officer is asked, and may stay."""
    pick_up(window, live_server.url)
    window.keyboard.type(STORY)
    until(window, f"{KEYS}.some(name => JSON.parse(localStorage.getItem(name)).synced)")
    sign_out(window)
    expect(window.get_by_label("用户名")).to_be_visible()
    assert not window.evaluate(KEYS)
    sign_in(window, desk.officer)
    late = f"firstdesk-draft:{desk.officer.pk}:late-1"
    window.evaluate("name => localStorage.setItem(name, JSON.stringify({fields: [], synced: false}))", late)
    window.once("dialog", lambda dialog: dialog.dismiss())
    sign_out(window)
    assert window.evaluate(KEYS) == [late]
    window.once("dialog", lambda dialog: dialog.accept())
    sign_out(window)
    expect(window.get_by_label("用户名")).to_be_visible()
    assert not window.evaluate(KEYS)


def sign_out(page: Page) -> None:
    form = page.locator("form[data-leaving]").first
    form.evaluate("form => form.closest('details') && (form.closest('details').open = true)")
    form.get_by_role("button").click()
