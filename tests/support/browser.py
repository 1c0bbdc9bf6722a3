"""Journeys: the system's Chromium, in Chinese; a script error, a refused resource or a foreign address fails the test."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

DESK = {"width": 1366, "height": 900}
PHONE = {"width": 390, "height": 844}
HOW = "apt-get install chromium fonts-noto-cjk"
REFUSED = ("status of 4", "Response Status Error Code 4")
LONG = 60_000  # milliseconds; what is awaited comes at once on a quiet machine, and a busy one is no fault


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where there is no browser, journeys say so."""
    if reason := _missing():
        for item in items:
            if item.get_closest_marker("journey"):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of a file: while it runs an event loop holds this thread, where others need their own."""
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Django sees the loop; the tests are not async
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        expect.set_options(timeout=LONG)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a desk's screen."""
    yield from _page(browser, DESK, is_phone=False)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone: narrow, touched, with a session of its own."""
    yield from _page(browser, PHONE, is_phone=True)


def _page(browser: Browser, size: dict[str, int], *, is_phone: bool) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        is_mobile=is_phone,
        has_touch=is_phone,
    )
    context.set_default_timeout(LONG)
    troubles: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
    page.on("console", lambda message: _note(message, troubles))
    page.on("request", lambda request: _refuse_foreign(request.url, troubles))
    yield page
    context.close()
    assert not troubles, "\n".join(["The browser complained:", *troubles])


def _note(message: ConsoleMessage, troubles: list[str]) -> None:
    # A refusal (4xx) that the journey provokes on purpose is logged by Chromium as a failed resource, and by htmx again.
    if message.type == "error" and not any(sign in message.text for sign in REFUSED):
        troubles.append(f"console: {message.text}")


def _refuse_foreign(url: str, troubles: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1", "http://localhost", "data:", "blob:", "about:")):
        troubles.append(f"asked another host: {url}")


def _missing() -> str:
    if not shutil.which("chromium"):
        return f"no Chromium on this machine: {HOW}"
    if shutil.which("fc-list"):
        fonts = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True).stdout
        return "" if fonts.strip() else f"no Chinese font on this machine: {HOW}"
    return ""
