"""Files added while there is no connection wait with their draft, and go up once when it is back, from any page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.common import clock
from firstdesk.files.models import File
from firstdesk.files.tests import samples
from firstdesk.intake.models import Paper
from firstdesk.matters.models import Attachment, Matter
from firstdesk.matters.tests.factories import Desk, make_desk
from tests.support.browser import DESK, LONG
from tests.support.windows import let_in, until
from tests.support.windows import pick_up as answer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
STORY = "三号楼电梯停在四楼，困住一位老人，物业电话没人接。"
NOTHING_HELD = "!localStorage.getItem('firstdesk-held')"


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


def _photo(name: str = "电梯.jpg") -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": samples.picture()}


def _begin(page: Page, address: str) -> None:
    page.goto(f"{address}/intake/")
    answer(page)


def _add(page: Page, photo: FilePayload) -> None:
    page.locator("#papers .fz-input").first.set_input_files(photo)


def _type(page: Page, story: str = STORY) -> None:
    page.locator("[name=narrative]").fill(story)
    page.locator("[name=place]").fill("幸福小区3号楼")
    page.locator("[name=reporter]").select_option("anonymous")


def test_a_photo_waits_with_the_open_page_and_goes_up_once(window: Page, live_server: LiveServer) -> None:
    _begin(window, live_server.url)
    window.context.set_offline(True)
    _add(window, _photo())
    expect(window.locator("#papers .fz-list")).to_contain_text("恢复连接后自动发送")
    expect(window.locator("[data-outbox-badge] b").first).to_have_text("1")
    window.context.set_offline(False)
    expect(window.locator("#papers .ff-file")).to_have_count(1)
    until(window, NOTHING_HELD)
    assert Paper.objects.count() == 1
    _type(window)
    window.keyboard.press("Control+Enter")
    expect(window.locator("h1 .fd-number")).to_contain_text("JJ-")
    assert Attachment.objects.filter(matter=Matter.objects.get()).count() == 1


def test_a_queued_report_takes_its_photos_along_from_another_page(window: Page, live_server: LiveServer) -> None:
    """Two reports and their photos; the page they were typed on is closed before the connection is back."""
    other = window.context.new_page()
    other.goto(f"{live_server.url}/matters/")
    _begin(window, live_server.url)
    window.context.set_offline(True)
    _add(window, _photo())
    _type(window)
    window.keyboard.press("Control+Enter")
    expect(window.locator("#outbox-count")).to_have_text("1")
    window.get_by_role("button", name="登记下一件").click()
    _add(window, _photo("路灯.jpg"))
    until(window, "JSON.parse(localStorage.getItem('firstdesk-held')).length === 2")
    _type(window, "路灯整条街都不亮")
    window.locator("[name=occurred_note]").fill("昨晚起")
    window.keyboard.press("Control+Enter")
    expect(window.locator("#outbox-count")).to_have_text("2")
    expect(other.locator("[data-outbox-badge] b").first).to_have_text("2")
    window.close()
    assert not Matter.objects.exists()
    other.context.set_offline(False)
    expect(other.locator("[data-outbox-badge]").first).to_be_hidden()
    until(other, NOTHING_HELD)
    assert Matter.objects.count() == 2
    assert sorted(Attachment.objects.values_list("file__name", flat=True)) == ["电梯.jpg", "路灯.jpg"]
    assert File.objects.count() == 2


def test_a_draft_that_was_left_has_its_photos_again(window: Page, live_server: LiveServer) -> None:
    window.goto(f"{live_server.url}/intake/late/")
    window.context.set_offline(True)
    _type(window)
    _add(window, _photo())
    until(window, "!!localStorage.getItem('firstdesk-held')")
    window.context.set_offline(False)
    window.goto(f"{live_server.url}/intake/")
    window.get_by_role("link", name="断网时未登记完的内容").click()
    expect(window.locator("#papers .fz-list")).to_contain_text("电梯.jpg")
    expect(window.locator("[name=narrative]")).to_have_value(STORY)
    window.keyboard.press("Control+Enter")
    expect(window.locator("h1 .fd-number")).to_contain_text("JJ-")
    until(window, NOTHING_HELD)
    assert Attachment.objects.count() == 1
