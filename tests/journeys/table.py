"""What journeys of mediation share: a committee that may seal, windows signed in, and the forms of a case filled in."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Error, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.common import clock
from firstdesk.directory.models import CentreKind, User
from firstdesk.directory.tests.factories import acting
from firstdesk.files import seals
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.mediation.models import Case, Committee, Mediator, Party, Room, Seat, Session
from firstdesk.mediation.tests.factories import make_committee
from tests.support.browser import DESK, LONG, PHONE

Given = Mapping[str, object]


class House:
    """A centre that mediates, with everybody's window."""

    def __init__(self, browser: Browser, server: LiveServer, *, scripts: bool = True) -> None:
        self.browser, self.address, self.scripts = browser, server.url, scripts
        self.desk: Desk = make_desk(CentreKind.GOVERNANCE, at=clock.now())
        self.mediators: list[Mediator] = make_committee(self.desk)
        today = clock.local(self.desk.at).date()
        term = today - timedelta(days=300), today + timedelta(days=600)
        Committee.objects.update(term_from=term[0], term_to=term[1])
        Mediator.objects.update(from_day=term[0], to_day=term[1])
        Room.objects.create(centre=self.desk.centre.unit, name="调解一室")
        by = acting(self.director, self.desk.at).actor
        seals.issue_test(self.desk.centre.unit.pk, "人民调解委员会", by=by, at=self.desk.at)
        self.windows: dict[int, Page] = {}
        self.troubles: list[str] = []

    @property
    def director(self) -> User:
        return self.desk.centre.people["director"]

    def of(self, person: User) -> Page:
        """The person's window, signed in by session."""
        if person.pk not in self.windows:
            page = self._window(DESK)
            client = Client()
            client.force_login(person)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.address}])
            self.windows[person.pk] = page
        return self.windows[person.pk]

    def phone(self) -> Page:
        """A party's phone, signed in nowhere."""
        return self._window(PHONE, is_mobile=True, has_touch=True)

    def _window(self, size: dict[str, int], **more: bool) -> Page:
        viewport = {"width": size["width"], "height": size["height"]}
        context = self.browser.new_context(
            viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=self.scripts, **more
        )  # type: ignore[call-overload, arg-type]  # fmt: skip
        context.set_default_timeout(LONG)
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        return page

    def go(self, page: Page, path: str) -> Page:
        """Open an address; whatever it answers is a page. Where one sent before is only now turning, it is opened again."""
        try:
            answer = page.goto(f"{self.address}{path}")
        except Error as error:
            if "ERR_ABORTED" not in error.message:
                raise
            page.wait_for_load_state()
            answer = page.goto(f"{self.address}{path}")
        assert answer is not None and answer.status < 400, f"{path}: {answer and answer.status}"
        return page

    def close(self) -> None:
        for context in self.browser.contexts:
            context.close()
        assert not self.troubles, self.troubles


@contextmanager
def house_of(browser: Browser, server: LiveServer, *, scripts: bool = True) -> Iterator[House]:
    """One for a journey; its windows may have JavaScript switched off."""
    house = House(browser, server, scripts=scripts)
    try:
        yield house
    finally:
        house.close()


def send(page: Page, action: str, given: Given | None = None, *, button: str = "", among: int = 0) -> None:
    """Fill in the form that goes to an address ending like this, and send it; a refusal fails the journey."""
    form = page.locator(f"form[action$='{action}']").nth(among) if action else page.locator("main form").last
    form.evaluate(
        "form => { for (let at = form; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true }"
    )
    if tab := form.evaluate("form => (form.closest('.md-tab') || {}).id || ''"):
        page.locator(f"a[href='#{tab}']").click()
    for name, value in (given or {}).items():
        fill(form.locator(f"[name='{name}']"), value)
    named = (
        form.get_by_role("button", name=button, exact=True)
        if button
        else form.locator("button.btn-primary, button.btn")
    )
    press(page, named.last)


def press(page: Page, button: Locator, *, status: int | None = None, unseen: bool = False) -> None:
    """Press it and wait for the answer to what its form sends, whatever else the page says meanwhile.

    A refusal fails the journey, unless it is the status awaited. `unseen`: of a tab that is folded now.
    """
    address = button.evaluate(ADDRESS)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url == address) as got:
        button.evaluate("each => each.click()") if unseen else button.click()
    found = got.value.status
    assert found == status if status else found < 400, f"{address}: {found} {_why(page)}"
    page.wait_for_load_state("networkidle")


ADDRESS = """each => new URL(
    each.getAttribute("formaction") || each.form.getAttribute("hx-post") || each.form.getAttribute("action") || "",
    document.baseURI
).href.split("#")[0]"""


def fill(field: Any, value: object) -> None:
    """As a person would: typed, chosen, ticked."""
    one = field.first
    kind = one.evaluate("each => each.tagName === 'INPUT' ? each.type : each.tagName.toLowerCase()")
    if kind in {"checkbox", "radio"}:
        for each in value if isinstance(value, list) else [value]:
            chosen = field if each is True else field.and_(field.page.locator(f"[value='{each}']"))
            chosen.first.check()
    elif kind == "select":
        one.select_option(str(value))
    elif kind == "hidden":
        one.evaluate("(each, value) => { each.value = value }", str(value))
    else:
        one.fill(str(value))


def _why(page: Page) -> str:
    return page.locator("main").inner_text()[:600]


def pen(form_of: str, page: Page) -> None:
    """A name drawn on the canvas of a form."""
    pad = page.locator(f"{form_of} canvas").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 60)
    page.mouse.down()
    for step in range(14):
        page.mouse.move(box["x"] + 20 + 14 * step, box["y"] + 60 + (step * 23) % 60)
    page.mouse.up()


PARTIES = (("林阿珍", "13800000001"), ("陈国强", "13800000002"))


def take_down(house: House, page: Page, matter: str, given: Given, parties: object = PARTIES) -> Case:
    """The application, with its parties."""
    house.go(page, f"/matters/{matter}/mediation/")
    form = page.locator("main form").last
    for name, value in given.items():
        fill(form.locator(f"[name='{name}']"), value)
    for number, row in enumerate(parties):  # type: ignore[arg-type, var-annotated]
        entry = form.locator("[name$='name']").nth(number)
        prefix = re.sub("name$", "", str(entry.get_attribute("name")))
        fill(form.locator(f"[name='{prefix}side']"), min(number + 1, 2))
        entry.fill(row[0])
        form.locator(f"[name='{prefix}phone']").fill(row[1])
        if len(row) > 2:
            form.locator(f"[name='{prefix}capacity']").select_option(row[2])
    press(page, form.locator("button.btn-primary").first)
    return Case.objects.latest("pk")


def take_on(house: House, case: Case, mediator: Mediator, **more: object) -> None:
    """Both want it; taken on by the director, who names somebody, who declares no ties."""
    page = house.of(house.director)
    for party in Party.objects.filter(case=case).order_by("no"):
        house.go(page, f"/mediation/{case.number}/")
        send(page, f"/parties/{party.no}/consent/")
    house.go(page, f"/mediation/{case.number}/accept/")
    send(page, "/accept/", {"grade": "ordinary", "within_remit": True, "not_excluded": True, **more})
    name(house, case, mediator)


def name(house: House, case: Case, mediator: Mediator) -> None:
    """The director names somebody, who declares that there is no tie."""
    head, page = house.of(house.director), house.of(mediator.user)
    house.go(head, f"/mediation/{case.number}/")
    send(head, "/seats/", {"mediator": mediator.pk, "role": "chair", "chosen": "appointed"})
    house.go(page, f"/mediation/{case.number}/")
    seat = Seat.objects.get(case=case, mediator=mediator, left_at=None)
    send(page, f"/seats/{seat.pk}/declare/")
    expect(page.locator("body")).to_contain_text(case.number)


def come_together(house: House, page: Page, case: Case) -> Session:
    """Planned, arranged, everybody told, and the session opened."""
    tomorrow = clock.local(clock.now()) + timedelta(days=1)
    house.go(page, f"/mediation/{case.number}/plan/")
    send(page, "", {"issues": "责任和赔偿数额", "measures": "先看现场，再当面协商"})
    house.go(page, f"/mediation/{case.number}/sessions/")
    room = Room.objects.get()
    arranged = {"day": f"{tomorrow:%Y-%m-%d}", "begins": "09:00", "ends": "11:00", "room": room.pk}
    send(page, "/sessions/", arranged)
    session = Session.objects.get(lead=case)
    for party in Party.objects.filter(case=case):
        house.go(page, f"{place(session)}invitations/")
        invite(page, party)
    house.go(page, place(session))
    return session


def invite(page: Page, party: Party) -> None:
    """Rung up, and told what stands in the form."""
    panel = page.locator(f"#party-{party.pk}")
    panel.locator("[name=way]").select_option("phone")
    panel.locator("[name=proof_words]").fill("通话两分钟")
    press(page, panel.locator("form button.btn-primary").last)


def place(session: Session) -> str:
    return f"/mediation/{session.lead.number}/sessions/{session.no}/"


def sit_down(page: Page, session: Session) -> None:
    """Everybody who is offered is there."""
    form = page.locator("form[action$='/open/']")
    for box in form.locator("input[type=checkbox]:enabled").all():
        box.check()
    send(page, "/open/")


def step(house: House, page: Page, session: Session, code: str) -> None:
    """Done, with everything the mediator has to say by a tick."""
    house.go(page, place(session))
    form = page.locator(f"form[action$='/steps/{code}/']")
    for box in form.locator("input[type=checkbox]").all():
        box.check()
    send(page, f"/steps/{code}/")


def say(page: Page, number: int, text: str) -> None:
    """One line of the record."""
    page.locator(".md-speaker").nth(number).click()
    with page.expect_response(lambda answer: answer.url.endswith("/lines/") and answer.request.method == "POST"):
        page.locator("#line-text").fill(text)
        page.locator("#composer button.btn-primary").click()
    expect(page.locator(".md-lines")).to_contain_text(text)


def read_over(house: House, page: Page, session: Session) -> None:
    """To everybody who reads it, signed on paper."""
    house.go(page, place(session))
    while page.locator("form[action$='/readings/']").count():
        send(page, "/readings/", {"way": "paper"})
        house.go(page, place(session))


def later(days: int) -> datetime:
    """The moment so many days on."""
    return clock.now() + timedelta(days=days)
