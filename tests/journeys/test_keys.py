"""Without a mouse: "?" says which keys a page has, and they do what they say."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.intake import services as intake
from firstdesk.intake.tests.factories import registration
from firstdesk.matters.tests.factories import make_desk
from tests.support.windows import let_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_the_keys_of_a_page(page: Page, live_server: LiveServer) -> None:
    desk = make_desk()
    matter = intake.register(registration(desk), by=desk.by, at=desk.at)
    let_in(page.context, live_server.url, desk.officer)
    page.goto(f"{live_server.url}/matters/{matter.number}/")
    page.keyboard.press("?")
    keys = page.locator("#page-keys")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("Alt+N分类并分流")
    expect(keys).to_contain_text("Alt+U标为紧急")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    still_focused = keys.get_by_role("button", include_hidden=True)
    still_focused.dispatch_event("keydown", {"key": "/"})
    expect(page.locator("#fd-search")).to_be_focused()
    page.locator("#fd-search").blur()
    page.keyboard.press("/")
    expect(page.locator("#fd-search")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#fd-search")).to_have_value("?")
    page.keyboard.press("Alt+n")
    page.wait_for_url(re.compile("/triage/$"))
    page.keyboard.press("Alt+r")
    page.wait_for_url(re.compile("/intake/$"))
