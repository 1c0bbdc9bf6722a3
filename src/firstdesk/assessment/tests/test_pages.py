"""The pages: who reads whose sheet, every figure opens its records, nothing about anybody for others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.assessment.models import Accountability, Appeal, Award, Figure, Round, Sheet
from firstdesk.assessment.tests.factories import INDICATORS, make_round
from firstdesk.common import clock
from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import make_centre
from firstdesk.ledger.tests.factories import saw
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk("police_office", clock.now())


def client(person: User) -> Client:
    found = Client()
    found.force_login(person)
    return found


def around(desk: Desk) -> dict[str, object]:
    today = clock.local(desk.at).date()
    return {"first": today - timedelta(days=20), "last": today}


def test_from_the_form_to_the_decided_appeal(desk: Desk) -> None:
    people = desk.centre.people
    boss, officer, head = client(people["supervisor"]), client(desk.officer), client(people["director"])
    new = reverse("assessment:new_round")
    assert officer.get(new).status_code == 403 and boss.get(new).status_code == 200
    assert boss.post(new, {"title": "x"}).status_code == 422
    days = {name: f"{day:%Y-%m-%d}" for name, day in around(desk).items()}  # type: ignore[str-format]
    body = days | {
        "title": "三季度考核", "kind": "quarter", "method": "办法", "indicators": list(INDICATORS),
        "dimensions": ["performance"], "appeal_days": 5, "units": [desk.centre.linkage.pk],
        "posts": [desk.centre.posts["intake"].pk],
    }  # fmt: skip
    assert boss.post(new, body).status_code == 303
    page = boss.get(reverse("assessment:round", args=[Round.objects.get().pk])).content.decode()
    assert desk.centre.linkage.name in page and "不按数字排名" in page
    sheet = Sheet.objects.get(person=desk.officer)
    url = reverse("assessment:sheet", args=[sheet.pk])
    assert officer.get(url).status_code == 200
    assert client(people["mediation"]).get(url).status_code == 404  # a colleague
    assert client(make_centre().people["director"]).get(url).status_code == 404
    assert officer.post(reverse("assessment:remark", args=[sheet.pk]), saw(sheet, words="尽力了")).status_code == 303
    assert boss.post(reverse("assessment:remark", args=[sheet.pk]), {"words": "替他说"}).status_code == 403
    judge = reverse("assessment:assess", args=[sheet.pk])
    assert officer.post(judge, {}).status_code == 403 and boss.post(judge, {}).status_code == 422
    assert boss.post(judge, saw(sheet, words_performance="稳", grade="to_improve")).status_code == 422  # too few
    assert boss.post(judge, saw(sheet, words_performance="稳", grade="sound")).status_code == 303
    lodge = reverse("assessment:appeal", args=[sheet.pk])
    assert boss.post(lodge, {"words": "x"}).status_code == 403
    assert officer.post(lodge, saw(sheet, words="请再看一次")).status_code == 303
    decide = reverse("assessment:decide_appeal", args=[sheet.pk])
    assert boss.post(decide, {"is_upheld": "no", "decision": "维持"}).status_code == 403
    assert head.post(decide, saw(sheet, is_upheld="maybe", decision="x")).status_code == 422
    assert head.post(decide, saw(sheet, is_upheld="no", decision="维持")).status_code == 303
    assert "维持" in officer.get(url).content.decode() and Appeal.objects.get().is_upheld is False
    assert "三季度考核" in officer.get(reverse("assessment:mine")).content.decode()


def test_a_figure_opens_its_formula_and_its_records(desk: Desk) -> None:
    matter = make_matter(desk, state="closed")
    sheet = make_round(desk, units=(desk.centre.unit,), **around(desk)).sheets.get()
    figure = Figure.objects.get(sheet=sheet, rule_id="cp.indicator.promises")
    url = reverse("assessment:figure", args=[figure.pk])
    page = client(desk.centre.people["director"]).get(url).content.decode()
    assert matter.number in page and "按时兑现" in page and "样本太少" in page
    assert client(desk.officer).get(url).status_code == 404
    other = desk.centre.linkage_people["liaison"]
    assert client(other).get(url).status_code == 404


def test_awards_and_accountability_on_their_pages(desk: Desk) -> None:
    people = desk.centre.people
    boss, officer, head = client(people["supervisor"]), client(desk.officer), client(people["director"])
    about = {"unit": desk.centre.unit.pk, "person": desk.officer.pk}
    assert officer.get(reverse("assessment:propose")).status_code == 403
    assert boss.post(reverse("assessment:propose"), about).status_code == 422
    assert boss.post(reverse("assessment:propose"), about | {"kind": "stage", "grounds": "救人"}).status_code == 303
    award = Award.objects.get()
    decide = reverse("assessment:decide_award", args=[award.pk])
    assert boss.post(decide, {"is_given": "yes"}).status_code == 403
    assert "救人" not in officer.get(reverse("assessment:merits")).content.decode()  # not given yet
    assert head.post(decide, saw(award, is_given="yes")).status_code == 303
    assert "救人" in officer.get(reverse("assessment:merits")).content.decode()
    charge = reverse("assessment:charge")
    assert boss.post(charge, about | {"ground": "petitions", "facts": "x"}).status_code == 422
    assert boss.post(charge, about | {"ground": "delay", "facts": "让群众白跑两趟"}).status_code == 303
    row = Accountability.objects.get()
    page = reverse("assessment:finding", args=[row.pk])
    assert "白跑" in officer.get(page).content.decode()
    assert client(people["mediation"]).get(page).status_code == 404
    rule = reverse("assessment:rule", args=[row.pk])
    assert head.post(rule, saw(row, is_held="no", decision="查无实据", appeal_days=5)).status_code == 403  # unheard
    hear = reverse("assessment:hear", args=[row.pk])
    assert client(people["mediation"]).post(hear, {"statement": "x"}).status_code == 404
    assert officer.post(hear, saw(row, statement="当天系统停用")).status_code == 303
    assert head.post(rule, saw(row, is_held="no", decision="查无实据", appeal_days=5)).status_code == 303
    assert "查无实据" in officer.get(page).content.decode()
