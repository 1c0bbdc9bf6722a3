"""The pages of training and assessment cost as many statements for many rows as for few."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstdesk.assessment import services
from firstdesk.assessment.models import Figure, Round
from firstdesk.assessment.services import Charge, NewAward
from firstdesk.assessment.tests.factories import by, make_round
from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import make_person
from firstdesk.matters.tests.factories import Desk
from firstdesk.training import services as training
from firstdesk.training.services import Draft, NewLine, Recognised
from firstdesk.training.tests.factories import make_course, make_quiz, make_school, trainer

pytestmark = pytest.mark.django_db
LISTS = {
    "/training/?year=2026": 25, "/training/courses/": 16, "/training/certificates/": 22, "/training/mine/": 22,
    "/training/tests/": 14, "/assessment/": 14, "/assessment/mine/": 14, "/assessment/merits/": 16,
}  # fmt: skip
GROUNDS = ("decision", "delay", "rudeness", "reporting")


def statements(person: User, address: str) -> int:
    """How many the second look costs: the first one also reads what a process keeps, such as the rules."""
    client = Client()
    client.force_login(person)
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def add(desk: Desk, number: int) -> None:
    """One more of everything."""
    unit, at, judge = desk.centre.unit, desk.at, by(desk, "supervisor")
    colleague = make_person(desk.centre.posts["intake"], name=f"同事{number}")
    quiz = make_quiz(desk) if number == 0 else None
    make_course(desk, kind="inner", subjects=("law",), title=f"第{number}班", quiz=quiz)
    for person in (desk.officer, colleague):
        until = at.date() + timedelta(days=10 + number)
        paper = Recognised(title=f"证{number}", subjects=("law",), basis="1号", valid_from=at.date(), valid_until=until)
        training.recognise(unit, person, paper, by=trainer(desk), at=at)
    make_round(
        desk, units=(unit, desk.centre.linkage), posts=(desk.centre.posts["intake"],), title=f"第{number}次",
        first=date(2026, 1, 1), last=date(2026, 3, 16),
    )  # fmt: skip
    services.propose(unit, NewAward(unit=unit, person=colleague, kind="stage", grounds="好"), by=judge, at=at)
    charge = Charge(unit=unit, person=desk.officer, ground=GROUNDS[number], facts="迟")
    services.charge(unit, charge, by=judge, at=at)


def test_lists_cost_the_same_however_long() -> None:
    desk = make_school()
    plan = training.draft(desk.centre.unit, Draft(year=2026, goals="好"), by=trainer(desk), at=desk.at)
    people = {"director": desk.centre.people["director"], "officer": desk.officer}
    asked = [(who, page) for who in people for page in LISTS if who == "director" or "mine" in page or page[-2] == "t"]
    add(desk, 0)
    few: dict[tuple[str, str], int] = {}
    for number in range(1, 4):
        line = NewLine(title=f"第{number}班", kind="inner", subjects=("law",), month=number, posts=("intake",))
        training.add_line(plan, line, by=trainer(desk), at=desk.at)
        few = few or {each: statements(people[each[0]], each[1]) for each in asked}
        add(desk, number)
    many = {each: statements(people[each[0]], each[1]) for each in asked}
    assert many == few
    assert {each: spent for each, spent in many.items() if spent > LISTS[each[1]]} == {}


def test_one_page_costs_the_same_however_much_is_on_it() -> None:
    desk = make_school()
    judge = desk.centre.people["supervisor"]
    small = make_round(desk, units=(desk.centre.unit,))
    for number in range(4):
        make_person(desk.centre.posts["intake"], name=f"同事{number}")
    units = (desk.centre.unit, desk.centre.linkage, desk.centre.community)
    large = make_round(desk, units=units, posts=(desk.centre.posts["intake"],), title="大的")
    spent = [statements(judge, f"/assessment/{each.pk}/") for each in (small, large)]
    assert spent[0] == spent[1] <= 16
    sheet = Round.objects.get(pk=large.pk).sheets.filter(unit=desk.centre.unit, person=None).get()
    assert statements(judge, f"/assessment/sheets/{sheet.pk}/") <= 18
    figure = Figure.objects.filter(sheet=sheet).first()
    assert figure is not None and statements(judge, f"/assessment/figures/{figure.pk}/") <= 16
    courses = [make_course(desk, title="大班"), make_course(desk, title="小班", posts=("mediation",))]
    costs = {statements(desk.centre.people["group_leader"], f"/training/courses/{each.pk}/") for each in courses}
    assert len(costs) == 1 and max(costs) <= 26
