"""On a phone the first screen of a matter says what comes next, until when, and has its button."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.intake import services as intake
from firstdesk.intake.tests.factories import registration
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter
from tests.support.windows import let_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FOLD = 844


@pytest.mark.parametrize("state", [State.TO_TRIAGE, State.TO_REPLY, State.FOLLOW_UP])
def test_what_is_next_is_in_the_first_screen(phone: Page, live_server: LiveServer, state: State) -> None:
    desk = make_desk()
    matter = make_matter(desk, state=state)
    let_in(phone.context, live_server.url, desk.officer)
    phone.goto(f"{live_server.url}/matters/{matter.number}/", wait_until="domcontentloaded")
    for part in (".fd-next .btn-primary", ".fd-next .fd-due"):
        box = phone.locator(part).first.bounding_box()
        assert box is not None and box["y"] + box["height"] < FOLD, part


def test_the_decision_is_reached_within_a_screen(phone: Page, live_server: LiveServer) -> None:
    desk = make_desk()
    matter = intake.register(registration(desk), by=desk.by, at=desk.at)
    let_in(phone.context, live_server.url, desk.officer)
    phone.goto(f"{live_server.url}/matters/{matter.number}/triage/")
    expect(phone.locator("#report")).to_be_visible()
    first = phone.locator("#decide select[name=nature]").bounding_box()
    assert first is not None and first["y"] < FOLD
