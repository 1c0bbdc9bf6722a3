"""What every journey does first: sign in, pick up the phone. Nothing is pressed before the page is ready for it."""

import time

from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import PASSWORD
from tests.support.browser import LONG


def sign_in(page: Page, person: User) -> None:
    """Through the form on the page, as they do; returns when somebody is signed in and the next page stands."""
    page.get_by_label("用户名").fill(person.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def let_in(context: BrowserContext, address: str, person: User | None) -> None:
    """Signed in already, where how is not what the journey is about; nobody stays outside."""
    if person is None:
        return
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


def pick_up(page: Page) -> None:
    """On the page where a contact begins, by the keyboard alone: no key is pressed before the page has put the focus."""
    for button in (".fi-big[name=channel]", ".fi-big:not([name])"):
        expect(page.locator(button).first).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.locator("[name=narrative]")).to_be_focused()


def until(page: Page, expression: str) -> None:
    """Waits until something is true in the page; its policy forbids the browser's own way of waiting."""
    deadline = time.monotonic() + LONG / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"it never came to be: {expression}"
        page.wait_for_timeout(100)
