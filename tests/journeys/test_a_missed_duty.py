"""A quarterly inspection was missed: the director explains it; a second duty is waived, by the centre above and nobody else."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.common import clock
from firstdesk.directory.models import CentreKind, User
from firstdesk.directory.tests.factories import make_centre, make_person
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.obligations import services
from firstdesk.obligations.models import Occurrence
from tests.support.browser import DESK
from tests.support.windows import let_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHANGHAI = ZoneInfo("Asia/Shanghai")
BEGINS = datetime(2026, 3, 2, 8, 30, tzinfo=SHANGHAI)
INSPECTION, CHECK = "cp.equipment.check", "cp.joint_patrol"
WHY, REASON = "设备送修未回，下周一补检。", "本月与派出所联合巡逻合并进行。"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A police office in April, after a March in which two duties passed without a word."""
    desk = make_desk(CentreKind.POLICE_OFFICE, at=BEGINS)
    services.schedule(desk.centre.unit, at=BEGINS)
    april = Occurrence.objects.get(rule_id=INSPECTION, period_start=date(2026, 3, 1)).due_at + timedelta(hours=10)
    services.miss(at=april)
    monkeypatch.setattr(clock, "now", lambda: april)
    return desk


def above(desk: Desk) -> User:
    """The director of the centre above."""
    centre = make_centre(CentreKind.SERVICE_LINKAGE)
    unit = desk.centre.unit
    unit.parent, unit.path = centre.unit, f"{centre.unit.path}{unit.code}/"
    unit.save()
    return make_person(centre.posts["director"])


@pytest.fixture
def windows(browser: Browser, live_server: LiveServer, desk: Desk) -> Iterator[tuple[Page, Page]]:
    """The director's, and that of the centre above."""
    pages = []
    for person in (desk.centre.people["director"], above(desk)):
        context = browser.new_context(viewport={"width": DESK["width"], "height": DESK["height"]}, locale="zh-CN")
        let_in(context, live_server.url, person)
        pages.append(context.new_page())
    yield pages[0], pages[1]
    for page in pages:
        page.context.close()


def test_explained_by_who_owes_it_and_waived_by_who_does_not(
    windows: tuple[Page, Page], live_server: LiveServer, desk: Desk
) -> None:
    director, superior = windows
    inspection, patrol = (
        Occurrence.objects.get(rule_id=rule, period_start=date(2026, 3, 1)) for rule in (INSPECTION, CHECK)
    )
    director.goto(f"{live_server.url}/due/duties/{inspection.pk}/")
    expect(director.get_by_role("heading", level=1)).to_contain_text("未完成")
    expect(director.get_by_text("本次免除")).to_have_count(0)  # who owes it is not even offered to
    director.get_by_label("未完成的原因").fill(WHY)
    director.get_by_role("button", name="提交说明").click()
    expect(director.locator("#content")).to_contain_text(WHY)
    superior.goto(f"{live_server.url}/due/duties/{patrol.pk}/")
    superior.get_by_text("本次免除", exact=True).click()
    superior.get_by_label("本次免除的理由").fill(REASON)
    superior.get_by_role("button", name="批准免除").click()
    expect(superior.get_by_role("heading", level=1)).to_contain_text("免除")
    director.goto(f"{live_server.url}/due/duties/{patrol.pk}/")
    expect(director.locator("#content")).to_contain_text(REASON)
    inspection.refresh_from_db()
    patrol.refresh_from_db()
    assert (inspection.state, inspection.explanation) == ("missed", WHY)
    assert (patrol.state, patrol.waiver) == ("waived", REASON)
