"""Drives: every unit asked is seen to speak or to be silent; zero is said as such; what is found is a matter."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import SHANGHAI, Desk, make_desk, make_matter
from firstdesk.notices.models import Notice
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence
from firstdesk.screening import services
from firstdesk.screening.models import Campaign, Finding
from firstdesk.screening.selectors import campaigns, statements
from firstdesk.screening.selectors.months import Month
from firstdesk.screening.services import NewCampaign, Said

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def drive(desk: Desk, **values: object) -> Campaign:
    base = {
        "mode": "concentrated", "title": "国庆前集中排查", "areas": "辖区各社区", "first": date(2025, 9, 20),
        "last": date(2025, 9, 30), "due_on": date(2025, 9, 30), "occasion": "国庆",
    }  # fmt: skip
    new = NewCampaign(**(base | values))  # type: ignore[arg-type]
    return services.begin(desk.centre.unit, new, [desk.centre.unit, desk.centre.community], by=desk.by, at=desk.at)


def test_silence_is_visible_and_asked_about_in_the_month(desk: Desk) -> None:
    campaign = drive(desk)
    row = Finding.objects.get(campaign=campaign, unit=desk.centre.unit)
    services.report(row, Said(matters=[make_matter(desk)]), by=desk.by, at=desk.at)
    reader = acting(desk.centre.people["director"], desk.at)
    (line,) = campaigns.lines([campaign], reader, desk.at + timedelta(days=1))
    assert (line.asked, line.said, line.late, line.found) == (2, 1, 1, 1)
    at, september = desk.at + timedelta(days=3), Month(date(2025, 9, 1))
    assert [each.unit for each in statements.silent(desk.centre.unit, september, at)] == [desk.centre.community]
    still = datetime(2025, 9, 30, 23, 0, tzinfo=SHANGHAI)  # its day is not over: nobody is silent yet
    assert not statements.silent(desk.centre.unit, september, still)
    month = services.fill(desk.centre.unit, Month(date(2025, 9, 1)), "", by=desk.by, at=at)
    with pytest.raises(Refusal) as refused:
        services.issue(month, by=reader.actor, at=at)
    assert "late_cases_explained" in {detail.field for detail in refused.value.details}
    month = services.fill(desk.centre.unit, Month(date(2025, 9, 1)), "社区值班员调离，已补查", by=desk.by, at=at)
    services.issue(month, by=reader.actor, at=at)


def test_either_matters_or_zero(desk: Desk) -> None:
    row = Finding.objects.get(campaign=drive(desk), unit=desk.centre.unit)
    for wrong in (Said(), Said(matters=[make_matter(desk)], is_zero=True)):
        with pytest.raises(Refusal) as refused:
            services.report(row, wrong, by=desk.by, at=desk.at)
        assert refused.value.details[0].field == "numbers"  # the field of the form it is said at
    services.report(row, Said(is_zero=True), by=desk.by, at=desk.at)
    with pytest.raises(NotAllowed):
        services.report(Finding.objects.get(pk=row.pk), Said(is_zero=True), by=desk.by, at=desk.at)


def test_a_late_word_is_late(desk: Desk) -> None:
    row = Finding.objects.get(campaign=drive(desk), unit=desk.centre.unit)
    services.report(row, Said(is_zero=True), by=desk.by, at=desk.at + timedelta(days=2))
    assert Finding.objects.get(pk=row.pk).is_late


@pytest.mark.parametrize("values", [{"occasion": ""}, {"last": date(2025, 9, 1)}, {"due_on": date(2025, 9, 1)}])
def test_days_and_occasion_make_sense(desk: Desk, values: dict[str, object]) -> None:
    with pytest.raises(Refusal):
        drive(desk, **values)


def test_the_duty_of_the_rules_is_done_with_it(desk: Desk) -> None:
    obligations.schedule(desk.centre.unit, at=desk.later(days=-20))
    campaign = drive(desk)
    with pytest.raises(NotAllowed):
        services.end(campaign, by=desk.by, at=desk.at)
    row = Finding.objects.get(campaign=campaign, unit=desk.centre.unit)
    services.report(row, Said(is_zero=True), by=desk.by, at=desk.at)
    before = Occurrence.objects.filter(state="done").count()
    services.end(Campaign.objects.get(), by=desk.by, at=desk.at)
    assert Occurrence.objects.filter(state="done").count() == before + 1


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_what_was_found_is_picked(desk: Desk) -> None:
    campaign = drive(desk)
    before = make_matter(replace(desk, at=desk.later(days=-20)), nature="civil_dispute")
    gone = make_matter(desk, state="invalid")
    mine, other = make_matter(desk, nature="civil_dispute"), make_matter(desk, nature="help")
    officer = logged_in(desk.officer)
    page = officer.get(reverse("screening:drive", args=[campaign.pk])).content.decode()
    assert f'value="{mine.number}"' in page and "从本单位这几天" in page
    assert not any(each.number in page for each in (other, before, gone))
    send, seen = reverse("screening:report", args=[campaign.pk]), campaign.changed_at.isoformat()
    body = {"unit": desk.centre.unit.pk, "seen": seen}
    assert officer.post(send, body | {"picked": [other.number]}).status_code == 422
    typed = f"{before.number} {mine.number.lower()}"  # typed as well as picked it is one
    assert officer.post(send, body | {"picked": [mine.number], "numbers": typed}).status_code == 303
    row = Finding.objects.get(campaign=campaign, unit=desk.centre.unit)
    assert set(row.matters.all()) == {mine, before}


def test_silent_units_are_reminded_once_a_day(desk: Desk) -> None:
    campaign = drive(desk)
    row = Finding.objects.get(campaign=campaign, unit=desk.centre.unit)
    services.report(row, Said(is_zero=True), by=desk.by, at=desk.at)
    Notice.objects.all().delete()
    assert services.remind(campaign, by=desk.by, at=desk.at) == 1
    leaders = directory.holders_of(directory.leader_posts(desk.centre.community), desk.at)
    assert {each.recipient for each in Notice.objects.all()} == set(leaders)
    with pytest.raises(NotAllowed):
        services.remind(campaign, by=desk.by, at=desk.at + timedelta(hours=1))
    assert services.remind(campaign, by=desk.by, at=desk.at + timedelta(days=1)) == 1
    assert Entry.objects.filter(verb="campaign.reminded").count() == 2
    row = Finding.objects.get(campaign=campaign, unit=desk.centre.community)
    services.report(row, Said(is_zero=True), by=desk.by, at=desk.at + timedelta(days=2))
    with pytest.raises(NotAllowed):  # nobody is silent
        services.remind(campaign, by=desk.by, at=desk.at + timedelta(days=2))


def test_the_director_reminds_from_the_page(desk: Desk) -> None:
    campaign = drive(desk)
    page, send = (reverse(f"screening:{name}", args=[campaign.pk]) for name in ("drive", "remind"))
    seen = {"seen": campaign.changed_at.isoformat()}
    officer, director = logged_in(desk.officer), logged_in(desk.centre.people["director"])
    assert "提醒未上报" not in officer.get(page).content.decode()
    assert officer.post(send, seen).status_code == 403
    assert "提醒未上报的2个单位" in director.get(page).content.decode()
    assert director.post(send).status_code == 422
    assert director.post(send, seen).status_code == 303
    shown = director.get(page).content.decode()
    assert "提醒未上报的" not in shown and "最近一次提醒" in shown
    assert director.post(send, seen).status_code == 403


def test_through_the_pages(desk: Desk) -> None:
    director, officer = Client(), Client()
    director.force_login(desk.centre.people["director"])
    officer.force_login(desk.officer)
    body = {"mode": "regular", "title": "九月排查", "areas": "全部", "first": "2025-09-01", "last": "2025-09-30", "due_on": "2025-12-30"}  # fmt: skip
    url = reverse("screening:new_drive")
    assert officer.get(url).status_code == 403 and director.get(url).status_code == 200
    assert director.post(url, body).status_code == 422
    assert director.post(url, body | {"units": [desk.centre.unit.pk]}).status_code == 303
    campaign, matter = Campaign.objects.get(), make_matter(desk)
    page = reverse("screening:drive", args=[campaign.pk])
    assert "九月排查" in officer.get(page).content.decode()
    send = reverse("screening:report", args=[campaign.pk])
    seen = {"seen": campaign.changed_at.isoformat()}
    own = {"unit": desk.centre.unit.pk, **seen}
    assert officer.post(send, own | {"numbers": "JJ-NONE"}).status_code == 422
    assert officer.post(send, {"unit": desk.centre.unit.pk, "is_zero": "on"}).status_code == 422  # from no page
    assert officer.post(send, {"unit": desk.centre.community.pk, "is_zero": "on", **seen}).status_code == 403
    assert officer.post(send, own | {"numbers": matter.number.lower()}).status_code == 303
    twice = officer.post(send, own | {"is_zero": "on"})
    assert twice.status_code == 409 and "单位上报排查结果：1件" in twice.content.decode()
    assert matter.number in director.get(page).content.decode()
    assert "九月排查" in director.get(reverse("screening:drives")).content.decode()
    end = reverse("screening:end_drive", args=[campaign.pk])
    assert officer.post(end, seen).status_code == 403
    assert director.post(end).status_code == 422
    assert director.post(end, seen).status_code == 303
    twice = director.post(end, seen)
    assert twice.status_code == 409 and "排查结束" in twice.content.decode()
