"""Who reported the same sees what came of it there, and of nobody else anything."""

import pytest
from django.test import Client

from firstdesk.followup import services as followup
from firstdesk.intake.models import Party
from firstdesk.intake.services import PartyData, register
from firstdesk.intake.tests.factories import registration
from firstdesk.matters import services as matters
from firstdesk.matters.models import Confidentiality, Matter
from firstdesk.matters.services import Step
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.portal.selectors.joined import cover

pytestmark = pytest.mark.django_db
ANSWER = "王大力师傅您好，三楼水管已修好，有事打13911112222，李小明（350322199001011234）已签字。"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def taken(desk: Desk, name: str, phone: str) -> Matter:
    told = PartyData(role=Party.Role.REPORTER, name=name, phone=phone)
    return register(registration(desk, parties=(told,), may_contact=True), by=desk.by, at=desk.at)


def joined(desk: Desk) -> tuple[Matter, Matter]:
    """The matter that is kept and answered, and a report joined to it."""
    kept, other = taken(desk, "王大力", "13911112222"), taken(desk, "李小明", "13800001111")
    matters.merge(other, kept, reason="同一处漏水", by=desk.by, at=desk.at)
    matters.advance(kept, Step(State.HANDLING, "matter.triaged"), by=desk.by, at=desk.at)
    matters.advance(kept, Step(State.TO_REPLY, "matter.finished"), by=desk.by, at=desk.at)
    followup.reply(kept, way="phone", text=ANSWER, by=desk.by, at=desk.at)
    return kept, other


def page(matter: Matter) -> str:
    return Client().get(f"/portal/f/{matter.token}/").content.decode()


def test_the_answer_given_there_without_the_others(desk: Desk) -> None:
    kept, other = joined(desk)
    html = page(other)
    assert "三楼水管已修好" in html and "已答复" in html
    assert "王大力" not in html and "13911112222" not in html and "350322199001011234" not in html
    assert "李小明" in html  # the own name
    assert kept.number not in html and kept.token not in html


def test_of_a_protected_one_nothing_is_shown(desk: Desk) -> None:
    kept, other = joined(desk)
    Matter.objects.filter(pk=kept.pk).update(confidentiality=Confidentiality.CONFIDENTIAL)
    assert "三楼水管" not in page(other)


def test_who_reported_first_learns_nothing_of_those_who_joined(desk: Desk) -> None:
    kept, other = joined(desk)
    html = page(kept)
    assert other.number not in html and "13800001111" not in html


def test_taken_apart_it_stands_for_itself_again(desk: Desk) -> None:
    _kept, other = joined(desk)
    other.refresh_from_db()
    matters.unmerge(other, reason="是另一户", by=desk.by, at=desk.at)
    assert "三楼水管" not in page(other)


def test_numbers_nobody_entered_are_covered_too() -> None:
    assert cover("电话13700001111，证号35032219900101123X", {}) == "电话137****1111，证号350***********123X"
    assert cover("编号2026000000123456789012 金额12345678901元", {}).startswith("编号2026000000123456789012")
