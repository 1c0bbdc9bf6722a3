"""Somebody types while web, worker and database are killed and started again: every word is there, sent once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hardship.product import Product, installed
from tests.support.browser import DESK, LONG
from tests.support.windows import pick_up

pytestmark = [pytest.mark.journey, pytest.mark.slow]
FIRST = ("三号楼电梯停在四楼，", "困住一位老人，物业电话没人接。")
SECOND = ("路灯整条街都不亮，", "晚上有人摔倒。")


@pytest.fixture
def product() -> Iterator[Product]:
    with installed() as (started, _gateway):
        yield started


@pytest.fixture
def window(browser: Browser, product: Product) -> Iterator[Page]:
    """The officer's window, signed in. That nobody answers for a while is no fault; a script that breaks is."""
    scene = product.script("tests.hardship.scene", "1", "1")
    troubles: list[str] = []
    context = browser.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    context.set_default_timeout(LONG)
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    address = f"http://127.0.0.1:{product.port}"
    context.add_cookies([{"name": "sessionid", "value": scene["officers"][0]["session"], "url": address}])
    page = context.new_page()
    page.goto(f"{address}/intake/")
    yield page
    context.close()
    assert not troubles, troubles


def test_every_process_is_started_again_under_an_open_page(window: Page, product: Product) -> None:
    """One report is sent when all is back, the next while nobody is there to take it."""
    pick_up(window)
    window.keyboard.type(FIRST[0])
    kill_all(product)
    window.keyboard.type(FIRST[1])
    product.start()
    rest(window, "幸福小区3号楼")
    expect(window.locator("[name=narrative]")).to_have_value("".join(FIRST))
    window.keyboard.press("Control+Enter")
    expect(window.locator("h1 .fd-number")).to_contain_text("JJ-")

    window.goto(f"http://127.0.0.1:{product.port}/intake/")
    pick_up(window)
    window.keyboard.type(SECOND[0])
    kill_all(product)
    window.keyboard.type(SECOND[1])
    rest(window, "文献路")
    window.keyboard.press("Control+Enter")
    expect(window.locator("#outbox-count")).to_have_text("1")
    product.start()
    expect(window.locator("#outbox-count")).to_have_count(0)
    expect(window.locator("#outbox")).to_contain_text("已发送")

    window.reload()
    expect(window.locator("#outbox-count")).to_have_count(0)
    found = product.script("tests.hardship.verdict", "0")
    assert found["stories"] == ["".join(FIRST), "".join(SECOND)]
    assert product.run("firstdesk", "check").returncode == 0


def rest(page: Page, place: str) -> None:
    """What else a report needs."""
    page.locator("[name=place]").fill(place)
    page.locator("[name=occurred_note]").fill("刚才")
    page.locator("[name=reporter]").select_option("anonymous")


def kill_all(product: Product) -> None:
    """As when the power goes: nothing is ended in order."""
    for kind in ("web worker", "worker", "backend", "postmaster", "supervisor"):
        product.kill(kind, 9)
    product.wait_for_end()
