"""Every page at 390 pixels: nothing overflows, everything has a name, nothing is too small for a thumb."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.access.scene import Scene, make_scene, pages
from tests.access.test_every_url_as_every_role import COLUMNS, expected
from tests.support.windows import let_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SKIP = {
    "account_logout",
    "set_language",
    "theme",
    "healthz",
    "intake:faults",
    "account_reset_password",
    "notices:count",
}
SKIP |= {"intake:alive", "triage:checklist", "workbench:alarm", "teamwork:panel", "teamwork:colleagues"}
SKIP |= {"dispatch:panel", "followup:panel", "workbench:changed", "triage:preview", "intake:grid"}  # parts of pages
BY_ROLE = {"workbench:day", "workbench:matter", "obligations:due"}  # look different to each
LOOK = "-idal"
PROBLEMS = """() => {
  const found = [], seen = e => e.offsetParent !== null && e.getClientRects().length > 0;
  const name = e => (e.getAttribute('aria-label') || e.getAttribute('title') || e.textContent || '').trim();
  const mark = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.name ? '[name=' + e.name + ']' : '') + ' ' + name(e).slice(0, 20);
  if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the screen: ' + document.documentElement.scrollWidth);
  if (!document.documentElement.lang) found.push('no language');
  if (document.querySelectorAll('h1').length !== 1) found.push(document.querySelectorAll('h1').length + ' headings of the first level');
  if (!document.querySelector('main')) found.push('no main');
  for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (seen(e) && !e.labels.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')) found.push('no label: ' + mark(e));
  for (const e of document.querySelectorAll('a[href], button, summary')) {
    if (!seen(e) || e.getAttribute('aria-hidden') === 'true') continue;
    if (!name(e) && !e.querySelector('[aria-label], title')) found.push('no name: ' + mark(e));
    if (e.matches('.btn, button, .fd-menu > summary') && e.getBoundingClientRect().height < 28) found.push('too low: ' + mark(e));
  }
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) found.push('twice: #' + id);
  return found;
}"""


@pytest.fixture
def scene() -> Scene:
    cache.clear()
    return make_scene()


def first_to_open(name: str) -> str:
    """The column that looks at a page: the first of these that may open it. A day differs by role."""
    return next((column for column in LOOK if expected()[name][COLUMNS.index(column)] == "o"), "")


@pytest.mark.parametrize("column", LOOK)
def test_every_page_on_a_phone(scene: Scene, column: str, phone: Page, live_server: LiveServer) -> None:
    """Each role in the pages it may open; the table of tests/access says which these are."""
    let_in(phone.context, live_server.url, scene.people[column])
    problems = []
    for name, parameters in pages().items():
        if name in SKIP or (name not in BY_ROLE and first_to_open(name) != column):
            continue
        address = live_server.url + scene.address(name, parameters)
        answer = phone.context.request.get(address)
        if answer.ok and "text/html" in answer.headers["content-type"]:  # not those only posted to, no papers
            phone.goto(address, wait_until="domcontentloaded")
            problems += [f"{name}: {each}" for each in phone.evaluate(PROBLEMS)]
    assert not problems, "\n".join(problems)
