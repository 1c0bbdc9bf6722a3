"""An inspection filled on a phone, its unit heard, what was wanting put right with a photo, and looked at again."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from firstdesk.checks.models import Finding
from firstdesk.checks.tests.factories import make_level, planned, upload
from firstdesk.common import clock
from tests.support.windows import let_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_the_checklist_to_the_second_look(page: Page, phone: Page, live_server: LiveServer) -> None:
    level = make_level()
    row = planned(level)
    soon = (clock.local(clock.now()).date() + timedelta(days=5)).isoformat()
    let_in(phone.context, live_server.url, level.people["supervisor"])
    let_in(page.context, live_server.url, level.desk.centre.people["director"])
    inspection = f"{live_server.url}/checks/inspections/{row.pk}/"

    # The inspector goes through the list on a phone; an item is missing, so it is not handed over
    phone.goto(inspection)
    items = phone.locator(".ck-item")
    for number in range(1, items.count()):
        items.nth(number).get_by_label("做到", exact=True).check()
    _press(phone, "移交被查单位", {"被查单位陈述意见截止": soon})
    expect(phone.locator(".fd-error").first).to_contain_text("还没有结果")
    items.first.get_by_label("未做到", exact=True).check()
    more = items.first.locator("details")
    if more.get_attribute("open") is None:
        more.locator("summary").click()
    items.first.get_by_label("说明").fill("没有研究记录")
    _press(phone, "移交被查单位", {"被查单位陈述意见截止": soon})
    expect(phone.get_by_text("已移交，听取意见").first).to_be_visible()

    # The unit has its word; the inspector signs
    page.goto(inspection)
    page.get_by_label("有不同意见").check()
    page.get_by_label("说明").first.fill("记录在档案室，当天未能取出")
    page.get_by_role("button", name="陈述意见").click()
    expect(page.get_by_text("已听取意见").first).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("记录在档案室")).to_be_visible()
    phone.get_by_label("问题整改期限").first.fill(soon)
    phone.get_by_role("button", name="签名").first.click()
    expect(phone.get_by_text("已签名").first).to_be_visible()

    # What was wanting is put right with a photo
    finding = f"{live_server.url}/checks/findings/{Finding.objects.get().pk}/"
    page.goto(finding)
    page.get_by_label("整改情况").fill("已补研究记录并存档")
    page.get_by_label("完成日期").fill(clock.local(clock.now()).date().isoformat())
    photo = upload()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo.read()}
    )
    page.get_by_role("button", name="报告整改完成").click()
    expect(page.get_by_text("已报整改，待复查").first).to_be_visible()
    expect(page.locator("img.ck-photo")).to_be_visible()
    expect(page.get_by_role("button", name="提交复查结果")).to_have_count(0)

    # Whoever found it looks again
    phone.goto(finding)
    phone.get_by_label("已整改到位，销号").check()
    phone.get_by_label("说明").first.fill("查看了记录，内容属实")
    phone.get_by_role("button", name="提交复查结果").click()
    expect(phone.get_by_role("button", name="提交复查结果")).to_have_count(0)
    expect(phone.get_by_text("复查：通过")).to_be_visible()
    assert Finding.objects.get().state == "closed"


def _press(window: Page, name: str, fields: dict[str, str]) -> None:
    """Open the fold with the button in it, fill it, press it."""
    fold = window.locator("details.fd-confirm", has_text=name)
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    for label, value in fields.items():
        fold.get_by_label(label).fill(value)
    fold.get_by_role("button", name=name).click()
