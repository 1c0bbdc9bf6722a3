"""A new officer learns, passes the test on the phone, and only then is put on shift; an assessment is appealed before it is final."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.assessment import services as assessment
from firstdesk.assessment.models import Sheet
from firstdesk.assessment.services import Judged, NewRound
from firstdesk.common import clock
from firstdesk.directory.tests.factories import acting
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.rosters.models import Shift
from firstdesk.training.models import Certificate, Course
from firstdesk.training.tests.factories import make_course, make_quiz, newcomer
from tests.support.windows import let_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk() -> Desk:
    return make_desk("police_office", clock.now())


def plan(page: Page, site: str, person: str) -> None:
    page.goto(f"{site}/duty/shifts/")
    page.locator("select[name=person]").select_option(label=person)
    page.locator("form:has(select[name=person]) button").last.click()


def test_learn_then_stand_the_shift(live_server: LiveServer, desk: Desk, page: Page, phone: Page) -> None:
    person, site = newcomer(desk, desk.centre.posts["intake"], "苏小满"), live_server.url
    course = make_course(
        desk, quiz=make_quiz(desk), starts_at=desk.later(minutes=-20), ends_at=desk.later(hours=2), valid_months=12
    )
    let_in(page.context, site, desk.centre.people["group_leader"])
    let_in(phone.context, site, person)
    plan(page, site, "苏小满")
    expect(page.locator("main")).to_contain_text("先接受政策法规、职责、流程、技能培训")
    assert not Shift.objects.exists()

    phone.goto(f"{site}/training/mine/")
    expect(phone.locator("main")).to_contain_text("您还没有岗前培训合格证明")
    phone.goto(f"{site}/training/here/{course.code}/")  # as the code on the door leads
    phone.get_by_role("button", name="我到了").click()
    phone.get_by_role("link", name="参加测试").first.click()
    for answer in phone.get_by_label("首问负责").all():
        answer.check()
    phone.get_by_role("button", name="交卷").click()
    expect(phone.locator("main")).to_contain_text("合格")

    page.goto(f"{site}/training/courses/{course.pk}/")
    page.get_by_role("button", name="记为已举办").click()
    expect(page.locator("main")).to_contain_text(Certificate.objects.get(person=person).number)
    assert Course.objects.get().state == "held"
    plan(page, site, "苏小满")
    expect(page.locator(".ro-planned")).to_contain_text("苏小满")
    expect(page.locator("main")).not_to_contain_text("先接受政策法规、职责、流程、技能培训")
    assert Shift.objects.get().person == person


def test_an_assessment_is_appealed(live_server: LiveServer, desk: Desk, page: Page, phone: Page) -> None:
    site, people = live_server.url, desk.centre.people
    judge = acting(people["supervisor"], desk.at).actor
    today = clock.local(desk.at).date()
    new = NewRound(
        title="接警台考评", kind="half", method="按兑现情况和所见", first=today - timedelta(days=20), last=today,
        indicators=("cp.indicator.promises",), dimensions=("attitude",),
    )  # fmt: skip
    row = assessment.open_round(desk.centre.unit, new, (), [desk.centre.posts["intake"]], by=judge, at=desk.at)
    sheet = row.sheets.get(person=desk.officer)
    assessment.assess(sheet, Judged(words={"attitude": "有时急躁"}, grade="sound"), by=judge, at=desk.at)
    let_in(phone.context, site, desk.officer)
    phone.goto(f"{site}/assessment/mine/")
    phone.get_by_role("link", name="接警台考评").click()
    expect(phone.locator("main")).to_contain_text("样本太少")
    phone.get_by_label("您的意见").fill("那天系统停用，排队的人多")
    phone.get_by_role("button", name="提交申诉").click()
    expect(phone.locator("#appeal")).to_contain_text("那天系统停用")

    let_in(page.context, site, people["director"])
    page.goto(f"{site}/assessment/sheets/{sheet.pk}/")
    page.get_by_label("申诉成立").check()
    page.get_by_label("理由").fill("停用属实，意见改正")
    page.get_by_role("button", name="决定申诉").click()
    expect(page.locator("#appeal")).to_contain_text("停用属实")
    phone.reload()
    expect(phone.locator("#appeal")).to_contain_text("申诉成立")
    assert Sheet.objects.get(pk=sheet.pk).state == "final"
