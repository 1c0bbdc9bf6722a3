"""What waits in assessments stands on the day of whoever it waits for, and of nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.assessment import services
from firstdesk.assessment.models import Accountability, Sheet
from firstdesk.assessment.services import Charge, Judged, NewAward, Ruling
from firstdesk.assessment.tests.factories import by, make_round
from firstdesk.assessment.waiting import waiting
from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting
from firstdesk.matters.tests.factories import Desk
from firstdesk.training.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_school()


def tasks(desk: Desk, person: User) -> list[str]:
    return sorted(str(each.what) for each in waiting(acting(person, desk.at), desk.at))


def of_posts(desk: Desk, *posts: str) -> dict[str, list[str]]:
    return {post: tasks(desk, desk.centre.people[post]) for post in posts}


def test_a_sheet_on_its_way(desk: Desk) -> None:
    sheet = make_round(desk, posts=(desk.centre.posts["intake"],)).sheets.get()
    posts = ("intake", "supervisor", "director", "archive")
    assert of_posts(desk, *posts) == {
        "intake": ["填写自评"],
        "supervisor": ["填写考核意见"],
        "director": ["填写考核意见"],
        "archive": [],
    }
    words = {"performance": "好", "attitude": "好"}
    services.assess(sheet, Judged(words=words, grade="sound"), by=by(desk, "supervisor"), at=desk.at)
    assert of_posts(desk, *posts) == {"intake": ["可以申诉"], "supervisor": [], "director": [], "archive": []}
    services.appeal(Sheet.objects.get(), "不是我值的班", by=by(desk, "intake"), at=desk.at)
    assert of_posts(desk, *posts) == {"intake": [], "supervisor": [], "director": ["决定申诉"], "archive": []}


def test_a_finding_on_its_way(desk: Desk) -> None:
    person = desk.officer
    new = Charge(unit=desk.centre.unit, person=person, ground="delay", facts="三件超时")
    row = services.charge(desk.centre.unit, new, by=by(desk, "supervisor"), at=desk.at)
    assert tasks(desk, person) == ["陈述意见"] and tasks(desk, desk.centre.people["director"]) == []
    services.hear(row, "当天停电", by=by(desk, "intake"), at=desk.at)
    assert tasks(desk, person) == [] and tasks(desk, desk.centre.people["director"]) == ["作出责任认定"]
    ruling = Ruling(is_held=True, decision="属实", measure="talk")
    services.rule(row, ruling, by=by(desk, "director"), at=desk.at)
    assert tasks(desk, person) == ["可以申诉"] and tasks(desk, desk.centre.people["archive"]) == []


def test_who_is_cleared_gets_no_measure(desk: Desk) -> None:
    """A decision that says both is no decision: nothing is dropped silently."""
    new = Charge(unit=desk.centre.unit, person=desk.officer, ground="delay", facts="三件超时")
    row = services.charge(desk.centre.unit, new, by=by(desk, "supervisor"), at=desk.at)
    services.hear(row, "当天停电", by=by(desk, "intake"), at=desk.at)
    with pytest.raises(Refusal) as refused:
        both = Ruling(is_held=False, decision="不属实", measure="talk")
        services.rule(row, both, by=by(desk, "director"), at=desk.at)
    assert refused.value.details[0].field == "measure"
    assert Accountability.objects.get().state == "heard"


def test_it_stands_on_the_day(desk: Desk) -> None:
    award = NewAward(unit=desk.centre.unit, person=desk.officer, kind="stage", grounds="当日回复")
    services.propose(desk.centre.unit, award, by=by(desk, "supervisor"), at=desk.at)
    client = Client()
    client.force_login(desk.centre.people["director"])
    assert f'href="{reverse("assessment:merits")}"' in client.get(reverse("workbench:day")).content.decode()
