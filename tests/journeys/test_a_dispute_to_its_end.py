"""Disputes from the first call to their end, each in the browser and in Chinese: agreed and sealed, refused, settled on the
spot, with a minor, with a mediator who stands back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.common import clock
from firstdesk.ledger import verify
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_matter
from firstdesk.mediation.models import Agreement, Case, Copy, Mediator, Party, PartyLink, Promise, Proposal, Seat
from firstdesk.mediation.services import after
from tests.journeys import table
from tests.journeys.table import House, house_of, send
from tests.journeys.test_every_page_is_accessible import AXE, OPEN, RULES, RUN

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LEAK = {"source": "matter", "kind": "neighbour_disputes.water_leak", "facts": "三楼水管渗漏，二楼天花板发霉。", "requests": "修好水管，赔偿损失。"}  # fmt: skip


@pytest.fixture
def house(browser: Browser, live_server: LiveServer) -> Iterator[House]:
    with house_of(browser, live_server) as opened:
        yield opened


def test_a_leak_from_the_call_to_a_broken_instalment(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = ring(house)
    mediator = house.mediators[1]
    page = house.of(mediator.user)
    case = table.take_down(house, page, number, LEAK)
    table.take_on(house, case, mediator)
    session = table.come_together(house, page, case)
    table.sit_down(page, session)
    house.go(page, table.place(session))
    hold(house, page, case)
    agree(house, page, case)
    sign_and_seal(house, page, case)
    keep_one(house, page, case)
    break_the_other(house, page, case, monkeypatch)
    on_the_party_s_phone(house, page, case)
    check_everything()


def ring(house: House) -> str:
    """The phone rings; the officer takes it down as a dispute of the centre."""
    page = house.of(house.desk.officer)
    house.go(page, "/")
    page.get_by_role("link", name="接报登记").first.click()
    page.get_by_role("button", name="电话").click()
    page.locator("form[action$='/answer/'] button").click()
    page.locator("[name=narrative]").fill("楼上厨房水管渗漏，我家天花板发霉，找过楼上三次，谈不拢。")
    page.locator("[name=place]").fill("文澜路18号2幢202室")
    page.locator("[name=reporter]").select_option("named")
    page.locator("[name=name]").fill("林阿珍")
    page.locator("[name=phone]").fill("13800000001")
    page.locator("[name=nature]").select_option("civil_dispute")
    page.locator("[name=topic]").select_option("neighbour_disputes.water_leak")
    page.locator("[name=remit]").select_option("own")
    page.locator("[name=person_informed]").check()
    page.locator("#contact button.btn-primary").click()
    return page.locator("h1 .fd-number").inner_text()


def hold(house: House, page: Page, case: Case) -> None:
    """Each step of the law, and a proposal everybody accepts."""
    session = case.sessions.get()
    table.step(house, page, session, "opening")
    house.go(page, table.place(session))
    send(page, "/sessions/1/rights/")
    table.step(house, page, session, "rights")
    house.go(page, table.place(session))
    table.say(page, 0, "天花板从去年十月开始滴水。")
    table.say(page, 1, "水管我愿意修，赔偿要分期。")
    table.step(house, page, session, "statements")
    table.step(house, page, session, "evidence")
    house.go(page, table.place(session))
    cite(page)
    table.step(house, page, session, "law")
    house.go(page, table.place(session))
    propose(page)
    for party in Party.objects.filter(case=case).order_by("no"):
        house.go(page, table.place(session))
        form = page.locator("form[action$='/answers/']", has=page.locator(f"[name=party][value='{party.pk}']"))
        page.evaluate("location.hash = 'tab-proposals'")
        table.press(page, form.locator("button[value=yes]"), unseen=True)
    table.step(house, page, session, "negotiation")


def cite(page: Page) -> None:
    """An article of the list."""
    page.evaluate("location.hash = 'tab-law'")
    page.locator("#law-chosen option").nth(1).evaluate("each => { each.selected = true }")
    table.press(page, page.locator("form[action$='/sessions/1/law/'] > p button").last, unseen=True)


def propose(page: Page) -> None:
    """Three thousand yuan in two instalments."""
    today = clock.local(clock.now()).date()
    given = {
        "text": "修管，赔偿三千元，分两期", "t1-debtor": "2", "t1-creditor": "1", "t1-kind": "pay", "t1-what": "赔偿损失",
        "t1-amount": "3000", "t1-first": f"{today + timedelta(days=5):%Y-%m-%d}", "t1-months": "2",
    }  # fmt: skip
    form = page.locator("form[action$='/proposals/']")
    form.evaluate(
        "each => { for (let at = each; at; at = at.parentElement) { if (at.tagName === 'DETAILS') at.open = true; at.hidden = false } }"
    )
    form.locator(".fo-spread").evaluate("each => { each.open = true }")
    for field, value in given.items():
        box = form.locator(f"[name='{field}']")
        box.evaluate("(each, value) => { each.value = value }", value)
    table.press(page, form.locator("button[value='spread-1']"), unseen=True)
    form = page.locator("form[action$='/proposals/']")
    table.press(page, form.locator("button.btn-primary").last, unseen=True)
    assert Proposal.objects.exists()


def agree(house: House, page: Page, case: Case) -> None:
    """The text begins with the proposal; read over, ended, fixed."""
    house.go(page, f"/mediation/{case.number}/agreement/")
    send(page, "", {"facts": LEAK["facts"], "issues": "责任和数额", "responsibility": "三楼水管老化所致。", "breach": "逾期的，未付部分一并到期。"}, button="保存草稿")  # fmt: skip
    assert Agreement.objects.filter(case=case, state="draft").exists()
    session = case.sessions.get()
    table.read_over(house, page, session)
    house.go(page, table.place(session))
    send(page, "/end/", {"outcome": "agreed"})
    house.go(page, f"/mediation/{case.number}/agreement/")
    send(page, "/fix/", {"is_lawful": True}) if page.locator("form[action$='/fix/']").count() else None
    assert Case.objects.get(pk=case.pk).state == "agreed"


def sign_and_seal(house: House, page: Page, case: Case) -> None:
    """With the pen, one after the other; sealed in three numbered copies, handed over."""
    for _signer in range(3):
        house.go(page, f"/mediation/{case.number}/agreement/")
        page.locator(".fo-signer details summary").first.click()
        page.locator(".fo-signer details[open] [name=way]").select_option("touch")
        table.pen(".fo-signer details[open]", page)
        table.press(page, page.locator(".fo-signer details[open] button.btn-primary"))
    house.go(page, f"/mediation/{case.number}/agreement/")
    send(page, "/seal/", {"is_effect_told": True})
    assert Copy.objects.filter(agreement__case=case).count() == 3
    for copy in Copy.objects.filter(agreement__case=case, party__isnull=False).order_by("no"):
        house.go(page, f"/mediation/{case.number}/agreement/")
        form = page.locator(f"form:has(#receipt-{copy.no})")
        form.locator("input[name=receipt]").fill("当面签收")
        table.press(page, form.locator("button").last)
    assert Case.objects.get(pk=case.pk).state == "effective"


def keep_one(house: House, page: Page, case: Case) -> None:
    """The first instalment is paid."""
    first = Promise.objects.filter(term__agreement__case=case).earliest("due_on")
    house.go(page, f"/mediation/{case.number}/performance/")
    send(page, f"/promises/{first.pk}/keep/", {"words": "银行转账回单"})
    house.go(page, f"/mediation/{case.number}/performance/")
    expect(page.locator(f"#promise-{first.pk}")).to_contain_text("银行转账回单")


def break_the_other(house: House, page: Page, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the second goes by; the clock says so, and the mediator urges."""
    second = Promise.objects.filter(term__agreement__case=case).latest("due_on")
    moment = clock.now() + timedelta(days=60)
    after.break_overdue(at=moment)
    monkeypatch.setattr(clock, "now", lambda: moment)
    house.go(page, f"/mediation/{case.number}/performance/")
    send(page, f"/promises/{second.pk}/urge/", {"kind": "urged", "words": "请在三日内付清"})
    house.go(page, f"/mediation/{case.number}/performance/")
    expect(page.locator(f"#promise-{second.pk}")).to_contain_text("请在三日内付清")
    assert Case.objects.get(pk=case.pk).state == "breached"


def on_the_party_s_phone(house: House, page: Page, case: Case) -> None:
    """The party scans the code: what they promised, their copy, nothing of the other's phone."""
    house.go(page, f"/mediation/{case.number}/parties/2/link/")
    send(page, "/link/give/")
    link = PartyLink.objects.get(is_ended=False)
    phone = house.phone()
    house.go(phone, f"/portal/m/{link.token}/")
    expect(phone.locator("main")).to_contain_text("您应履行")
    expect(phone.locator("main")).to_contain_text("林阿珍")
    expect(phone.locator("body")).not_to_contain_text("13800000001")
    looks_right(phone)


def looks_right(phone: Page) -> None:
    """It fits a phone, and axe finds nothing serious, with every folded part open."""
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.evaluate(AXE)
    phone.evaluate(OPEN)
    assert phone.evaluate(RUN, RULES) == []
    phone.reload()


def test_one_side_refuses(house: House) -> None:
    """By the party's own link: session and case end at once, and the other ways stand there."""
    mediator, page, case = begun(house)
    house.go(page, f"/mediation/{case.number}/parties/2/link/")
    send(page, "/link/give/")
    link = PartyLink.objects.get(is_ended=False)
    phone = house.phone()
    house.go(phone, f"/portal/m/{link.token}/")
    looks_right(phone)
    phone.get_by_text("我不愿意调解").click()
    phone.get_by_label("我确认，并已知晓其他途径").check()
    phone.get_by_role("button", name="终止调解").click()
    expect(phone.locator("#ways")).to_contain_text("人民法院")
    house.go(page, f"/mediation/{case.number}/")
    expect(page.locator("h1")).to_contain_text(str(Case.objects.get(pk=case.pk).get_state_display()))
    assert Case.objects.get(pk=case.pk).state == "failed"
    assert mediator.user.pk


def test_a_mediator_stands_back(house: House) -> None:
    """A tie is declared: the seat is empty again, and another mediator takes it."""
    matter = make_matter(house.desk, state=State.HANDLING)
    first, second = house.mediators[1], house.mediators[2]
    page = house.of(first.user)
    case = table.take_down(house, page, matter.number, LEAK)
    head = house.of(house.director)
    house.go(head, f"/mediation/{case.number}/")
    send(head, "/seats/", {"mediator": first.pk, "role": "chair", "chosen": "appointed"})
    house.go(page, f"/mediation/{case.number}/")
    seat = Seat.objects.get(case=case)
    send(page, f"/seats/{seat.pk}/declare/", {"ties": ["family"]})
    assert Seat.objects.get(pk=seat.pk).left_at is not None
    table.name(house, case, second)
    assert Seat.objects.get(case=case, left_at=None).mediator_id == second.pk


def test_by_word_on_the_spot(house: House) -> None:
    """Simple, and settled where it arose: one page with every step of the law, and it is in effect."""
    mediator, page, case = begun(house, is_on_the_spot=True)
    house.go(page, f"/mediation/{case.number}/on-the-spot/")
    form = page.locator("form.md-spot")
    for box in form.locator("input[type=checkbox]").all():
        box.check()
    form.locator("[name=place]").fill("文澜路18号楼下")
    for number, said in enumerate(form.locator("textarea[name^=said-]").all()):
        said.fill(("被子被淋湿了两次。", "没注意，对不起。")[number])
    form.locator("[name=chosen] option").nth(1).evaluate("each => { each.selected = true }")
    today = clock.local(clock.now()).date()
    given = {
        "facts": "晾衣滴水打湿被褥。", "issues": "洗衣费", "t1-debtor": "2", "t1-creditor": "1", "t1-kind": "pay",
        "t1-what": "洗衣费", "t1-amount": "60", "t1-p1-on": f"{today:%Y-%m-%d}", "t1-p1-amount": "60",
    }  # fmt: skip
    for name, value in given.items():
        table.fill(form.locator(f"[name='{name}']"), value)
    for way in form.locator("input[type=radio][value=paper]").all():
        way.check()
    table.press(page, form.locator("button.btn-primary").last)
    case.refresh_from_db()
    assert case.state == "effective"
    assert Agreement.objects.get(case=case).kind == Agreement.Kind.ORAL
    assert Promise.objects.get(term__agreement__case=case).amount == 6000
    assert mediator.user.pk


def test_a_child_is_spoken_for(house: House) -> None:
    """No session with a minor alone; with the guardian entered, it opens."""
    children = (("叶小雨", "13800000003", "minor"), ("邓丽萍", "13800000004"))
    matter: Matter = make_matter(house.desk, state=State.HANDLING)
    mediator = house.mediators[1]
    page = house.of(mediator.user)
    case = table.take_down(house, page, matter.number, LEAK, children)
    table.take_on(house, case, mediator)
    session = table.come_together(house, page, case)
    house.go(page, table.place(session))
    form = page.locator("form[action$='/open/']")
    for box in form.locator("input[type=checkbox]:enabled").all():
        box.check()
    table.press(page, form.locator("button").last, status=422)
    house.go(page, f"/mediation/{case.number}/")
    send(page, "/parties/1/agents/", {"role": "guardian", "name": "叶志强", "relation": "父亲"})
    house.go(page, table.place(session))
    table.sit_down(page, session)
    house.go(page, table.place(session))
    expect(page.locator("main")).to_contain_text("叶志强")
    assert Case.objects.get(pk=case.pk).state == "in_session"


def begun(house: House, **more: object) -> tuple[Mediator, Page, Case]:
    """A dispute that was taken on."""
    matter: Matter = make_matter(house.desk, state=State.HANDLING)
    mediator = house.mediators[1]
    page = house.of(mediator.user)
    case = table.take_down(house, page, matter.number, LEAK)
    table.take_on(house, case, mediator, **more)
    return mediator, page, case


def check_everything() -> None:
    """Nothing was altered."""
    report = verify.verify(connection, workers=1)
    assert report.ok, report.first_problem
