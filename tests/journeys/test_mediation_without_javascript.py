"""A whole session with JavaScript switched off, on a desk: opened, rights told, statements, an exhibit, law, a proposal
everybody accepts, the record read over, the end, the agreement signed on paper and sealed. Every click is a plain form."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.common import clock
from firstdesk.files.tests import samples
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_matter
from firstdesk.mediation.models import Agreement, Case, Copy, Exhibit, Line, Party, ReadOver, Session, Signature
from tests.journeys import table
from tests.journeys.table import House, house_of, send

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LEAK = {"source": "matter", "kind": "neighbour_disputes.water_leak", "facts": "三楼水管渗漏，二楼天花板发霉。", "requests": "修好水管，赔偿损失。"}  # fmt: skip
SAID = ("天花板从去年十月开始滴水。", "水管我愿意修。")


@pytest.fixture
def house(browser: Browser, live_server: LiveServer) -> Iterator[House]:
    with house_of(browser, live_server, scripts=False) as opened:
        yield opened


def test_a_session_to_its_sealed_copies(house: House) -> None:
    mediator = house.mediators[1]
    page = house.of(mediator.user)
    case = table.take_down(house, page, make_matter(house.desk, state=State.HANDLING).number, LEAK)
    table.take_on(house, case, mediator)
    session = table.come_together(house, page, case)
    table.sit_down(page, session)
    hold(house, page, session)
    on_the_screen(house, page, session)
    agree(house, page, case, session)
    sign_and_seal(house, page, case)
    assert Case.objects.get(pk=case.pk).state == "effective"


def hold(house: House, page: Page, session: Session) -> None:
    """The steps of the law, each by its button."""
    for code in ("opening", "rights", "statements", "evidence", "law"):
        house.go(page, table.place(session))
        DO[code](page)
        table.step(house, page, session, code)
    house.go(page, table.place(session))
    propose(page)
    for party in Party.objects.filter(case=session.lead).order_by("no"):
        house.go(page, table.place(session))
        form = page.locator("form[action$='/answers/']", has=page.locator(f"[name=party][value='{party.pk}']"))
        post(page, form.locator("button[value=yes]"))
    table.step(house, page, session, "negotiation")


def nothing(_page: Page) -> None:
    """A step that waits for nothing but its ticks."""


def speak(page: Page) -> None:
    """Each side says something; the second line is put right by a third."""
    for number, words in enumerate(SAID):
        page.locator(".md-speaker").nth(number).click()
        page.locator("#line-text").fill(words)
        post(page, page.locator("#composer button.btn-primary"))
    page.locator(".md-correct").last.click()
    page.locator("#line-text").fill("水管我愿意修，赔偿要分期。")
    post(page, page.locator("#composer button.btn-primary"))
    expect(page.locator(".md-lines s")).to_have_text(SAID[1])
    assert Line.objects.count() == 3


def show(page: Page) -> None:
    """A photo is handed in and shown; the other side disputes it."""
    form = page.locator("form[action$='/exhibits/']")
    form.evaluate("each => { each.closest('details').open = true }")
    form.locator("[name=kind]").select_option("photo")
    form.locator("[name=title]").fill("天花板照片")
    form.locator("input[type=file]").first.set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": samples.picture()}
    )
    post(page, form.locator("button.btn").last)
    shown = page.locator("form[action$='/exhibits/1/']")
    shown.locator("select").last.select_option("disputed")
    post(page, shown.locator("button"))
    assert Exhibit.objects.get().shown_at is not None


def cite(page: Page) -> None:
    """An article of the list."""
    form = page.locator("form[action$='/1/law/']")
    form.locator("[name=chosen]").select_option(index=1)
    post(page, form.locator("button.btn"))


def propose(page: Page) -> None:
    """Three thousand yuan in two instalments, spread by a button of the form."""
    first = clock.local(clock.now()).date() + timedelta(days=5)
    typed = {
        "text": "修管，赔偿三千元，分两期", "t1-debtor": "2", "t1-creditor": "1", "t1-kind": "pay", "t1-what": "赔偿损失",
        "t1-amount": "3000", "t1-first": f"{first:%Y-%m-%d}", "t1-months": "2",
    }  # fmt: skip
    form = page.locator("form[action$='/proposals/']")
    form.evaluate("each => { each.closest('details').open = true }")
    form.locator(".fo-spread summary").click()
    for name, value in typed.items():
        table.fill(form.locator(f"[name='{name}']"), value)
    post(page, form.locator("button[value='spread-1']"))
    expect(form.locator("[name='t1-p2-amount']")).to_have_value("1500.00")
    post(page, form.locator("button.btn-primary").last)


DO = {
    "opening": nothing,
    "rights": lambda page: send(page, "/1/rights/"),
    "statements": speak,
    "evidence": show,
    "law": cite,
}


def on_the_screen(house: House, page: Page, session: Session) -> None:
    """What the parties see is fetched anew by the page itself, and has nothing of what was said."""
    send(page, "/proposals/shared/")
    house.go(page, f"{table.place(session)}screen/")
    expect(page.locator("#screen")).to_contain_text("分两期")
    expect(page.locator("body")).not_to_contain_text(SAID[0])
    assert "refresh" in page.content()


def agree(house: House, page: Page, case: Case, session: Session) -> None:
    """Drafted from the proposal; read over on paper to everybody; ended; fixed."""
    house.go(page, f"/mediation/{case.number}/agreement/")
    words = {"facts": LEAK["facts"], "issues": "责任和数额", "responsibility": "三楼水管老化所致。", "breach": "逾期的，未付部分一并到期。"}  # fmt: skip
    send(page, "", words, button="保存草稿")
    table.read_over(house, page, session)
    assert set(ReadOver.objects.values_list("way", flat=True)) == {"paper"}
    house.go(page, table.place(session))
    send(page, "/end/", {"outcome": "agreed"})
    house.go(page, f"/mediation/{case.number}/agreement/")
    send(page, "/fix/", {"is_lawful": True})
    assert Agreement.objects.get(case=case).state == "frozen"


def sign_and_seal(house: House, page: Page, case: Case) -> None:
    """Each signs by hand and the scan is kept; then three copies are sealed."""
    scan = {"name": "签字页.pdf", "mimeType": "application/pdf", "buffer": samples.paper()}
    for _signer in range(3):
        house.go(page, f"/mediation/{case.number}/agreement/")
        page.locator(".fo-signer details summary").first.click()
        page.locator(".fo-signer details[open] [name=way]").select_option("paper")
        page.locator(".fo-signer details[open] input[type=file]").set_input_files(scan)  # type: ignore[arg-type]
        post(page, page.locator(".fo-signer details[open] button.btn-primary"))
    assert Signature.objects.filter(scan__isnull=False).count() == 3
    house.go(page, f"/mediation/{case.number}/agreement/")
    send(page, "/seal/", {"is_effect_told": True})
    assert Copy.objects.filter(agreement__case=case).count() == 3


def post(page: Page, button: Locator) -> None:
    """Press a button of a form; a refusal fails the journey."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as got:
        button.click()
    assert got.value.status < 400, page.locator("main").inner_text()[:600]
    page.wait_for_load_state("load")
