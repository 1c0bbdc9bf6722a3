"""Two people on one matter see each other within seconds, read each other's notes, and never overwrite one another."""

import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.common import clock
from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting
from firstdesk.matters.models import Matter
from firstdesk.matters.services import take
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.teamwork.models import Presence
from tests.support.windows import let_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BEATS = 2  # of five seconds each: a page says so often that it is open, and hears who else is there
GONE = 60.0  # seconds at most, on a busy machine; who only falls silent is remembered for minutes


@dataclass
class Scene:
    """A matter to answer, and the two who are about to."""

    desk: Desk
    matter: Matter
    address: str


@pytest.fixture
def scene(live_server: LiveServer) -> Scene:
    desk = make_desk(at=clock.now())
    return Scene(desk, make_matter(desk, state=State.TO_REPLY), live_server.url)


def open_matter(page: Page, person: User, scene: Scene) -> None:
    let_in(page.context, scene.address, person)
    page.goto(f"{scene.address}/matters/{scene.matter.number}/")


def test_two_on_one_matter(scene: Scene, page: Page, phone: Page) -> None:
    officer, director = scene.desk.officer, scene.desk.centre.people["director"]
    open_matter(page, officer, scene)
    open_matter(phone, director, scene)
    heard: list[str] = []
    page.on("response", lambda answer: heard.append(answer.url) if answer.url.endswith("/here/") else None)
    expect(page.locator("#presence")).to_contain_text(str(director))
    assert len(heard) <= BEATS, "seen late: the other page was already open"
    expect(phone.locator("#presence")).to_contain_text(str(officer))

    page.locator("#note").fill("先别答复")
    expect(phone.locator("#presence")).to_contain_text("内部备注")  # the form the other is in
    page.locator("#note").press_sequentially(" @")
    page.locator("[data-mention]", has_text=str(director)).click()
    page.get_by_role("button", name="保存备注").first.click()
    expect(page.locator(".tw-mention")).to_have_text(f"@{director}")
    phone.get_by_text("1 条新备注").click()
    expect(phone.locator(".tw-mention")).to_have_text(f"@{director}")

    phone.goto(f"{scene.address}/matters/{scene.matter.number}/reply/compose/")
    phone.locator("#text").fill("已经修好。")
    page.close()
    deadline = time.monotonic() + GONE
    while Presence.objects.filter(user=officer).exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not Presence.objects.filter(user=officer).exists()  # who closes the page says so; silence counts later

    take(scene.matter, officer, by=acting(officer, clock.now()).actor, at=clock.now())
    phone.get_by_role("button", name="发送答复").click()
    expect(phone.locator(".fd-note-error")).to_contain_text(str(officer))
    expect(phone.locator("#text")).to_have_value("已经修好。")
    scene.matter.refresh_from_db()
    assert scene.matter.state == State.TO_REPLY
