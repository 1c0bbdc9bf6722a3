"""What stands open on the page of a matter, and what is folded below it."""

import re

import pytest
from django.test import Client

from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter

pytestmark = pytest.mark.django_db
LATER = re.compile(
    r'<details class="fd-later"><summary><h2>(.*?)</h2></summary>\s*<section class="fd-panel" id="([a-z-]+)"'
)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def page(desk: Desk, state: str) -> str:
    matter = make_matter(desk, state=state)
    client = Client()
    client.force_login(desk.officer)
    return client.get(f"/matters/{matter.number}/").content.decode()


@pytest.mark.parametrize(
    ("state", "open_", "folded"),
    [
        (State.TO_TRIAGE, {"triage", "panel-related", "panel-files"}, {"panel-followup"}),
        (State.TO_REPLY, {"panel-followup"}, {"panel-related", "panel-files"}),
        (State.FOLLOW_UP, {"panel-followup"}, {"panel-related", "panel-files"}),
    ],
)
def test_what_is_next_stands_open_and_what_is_over_is_folded(
    desk: Desk, state: State, open_: set[str], folded: set[str]
) -> None:
    html = page(desk, state)
    later = {panel for _name, panel in LATER.findall(html)}
    assert folded <= later and not open_ & later
    assert all(f'id="{each}"' in html for each in open_ | folded), "nothing may be lost, only folded"
    assert "report" not in later, "the story is always in sight"


def test_the_promise_that_breaks_first_stands_beside_the_next_step(desk: Desk) -> None:
    html = page(desk, State.TO_TRIAGE)
    head = html[html.index('class="fd-next"') : html.index('class="fd-strip"')]
    assert "fd-due" in head and "btn-primary" in head
