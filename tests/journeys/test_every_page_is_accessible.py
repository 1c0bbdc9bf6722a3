"""Every page under axe, on a desk and on a phone, light and dark: nothing serious, nothing critical."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.access.scene import Scene, make_scene, pages
from tests.journeys.test_every_page_on_a_phone import BY_ROLE, LOOK, SKIP, first_to_open
from tests.support.browser import LONG
from tests.support.windows import let_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


LOOKS_AT = (((1440, 900), "light"), ((390, 844), "dark"))  # every page
AND_AT = (((1440, 900), "dark"), ((390, 844), "light"))  # the first of each role, for what stands around all pages
AXE = Axe().axe_script
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
BY_LOOK = {  # what depends on size and light
    "type": "rule",
    "values": [
        "button-name",
        "color-contrast",
        "link-in-text-block",
        "link-name",
        "scrollable-region-focusable",
        "target-size",
    ],
}
RUN = """async (rules) => {
  const options = { resultTypes: ['violations'], runOnly: rules };
  const found = await axe.run(document, options);
  return found.violations.filter(each => ['serious', 'critical'].includes(each.impact)).flatMap(each =>
    each.nodes.slice(0, 4).map(node => each.id + ': ' + node.html.slice(0, 160) + ' | '
      + (node.any.concat(node.all, node.none).map(check => check.message).join('; ')).slice(0, 160)));
}"""
OPEN = "() => document.querySelectorAll('main details').forEach(each => { each.open = true })"


@pytest.fixture
def scene() -> Scene:
    cache.clear()
    return make_scene()


def looked_at(page: Page, *, is_first: bool) -> list[str]:
    """What axe says on a desk and on a phone, light and dark, with every folded part open; each once."""
    found: dict[str, str] = {}
    page.evaluate(AXE)
    page.evaluate(OPEN)
    for number, ((width, height), light) in enumerate(LOOKS_AT + (AND_AT if is_first else ())):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
        for each in page.evaluate(RUN, BY_LOOK if number else RULES):
            found.setdefault(each, f"{width} {light}")
    return [f"{where} {each}" for each, where in found.items()]


@pytest.mark.parametrize("column", LOOK)
def test_every_page_is_accessible(scene: Scene, column: str, browser: Browser, live_server: LiveServer) -> None:
    """Each role in the pages it may open first; the table of tests/access says which these are."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
    context.set_default_timeout(LONG)
    let_in(context, live_server.url, scene.people[column])
    page = context.new_page()
    problems, opened = [], 0
    for name, parameters in pages().items():
        if name in SKIP or (name not in BY_ROLE and first_to_open(name) != column):
            continue
        address = live_server.url + scene.address(name, parameters)
        answer = context.request.get(address)
        if answer.status == 200 and "text/html" in answer.headers.get("content-type", ""):
            page.goto(address, wait_until="load")
            problems += [f"{name}: {each}" for each in looked_at(page, is_first=not opened)]
            opened += 1
    context.close()
    assert opened, "this role opened nothing"
    assert not problems, "\n".join(problems)
