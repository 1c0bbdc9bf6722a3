"""What is owed beside the matters that wait: it stands in the day of whoever owes it, and in nobody else's."""

from datetime import timedelta

import pytest

from firstdesk.directory.models import UnitKind, User
from firstdesk.directory.tests.factories import acting, make_unit, staffed
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.tests.factories import Case, make_case
from firstdesk.oversight import services as oversight
from firstdesk.oversight.services import Wish
from firstdesk.workbench.selectors.owed import owed

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return make_case("working")


def whats(person: User, case: Case) -> list[str]:
    return [
        f"{each.matter.number} {each.url.partition('#')[2]}"
        for each in owed(acting(person, case.at + timedelta(minutes=1)))
    ]


def test_help_is_in_the_day_of_the_unit_asked_and_of_whom_it_was_given_to(case: Case) -> None:
    unit = make_unit(UnitKind.LINKAGE_UNIT, parent=case.desk.centre.jurisdiction, linkage_class=1)
    _posts, people = staffed(unit)
    task = dispatch.ask(case.matter, dispatch.Request(unit, "切断电源"), by=case.receiver, at=case.at)
    line = f"{case.matter.number} panel-tasks"
    assert set(whats(people["liaison"], case)) == {line}
    assert whats(people["handler"], case) == []
    by = acting(people["liaison"], case.at).actor
    task.refresh_from_db()
    dispatch.take_on(task, by=by, at=case.at, handler=people["handler"])
    assert whats(people["handler"], case) == [line]
    assert whats(case.desk.officer, case) == []


def test_an_application_is_in_the_day_of_who_decides(case: Case) -> None:
    oversight.apply(
        case.matter, Wish(kind="suspension", reason="等鉴定", awaits="鉴定书"), by=case.receiver, at=case.at
    )
    people = case.desk.centre.people
    found = {code for code, person in people.items() if f"{case.matter.number} panel-oversight" in whats(person, case)}
    assert found and found <= {"director", "group_leader", "supervisor"}


def test_what_an_overseer_asks_is_in_the_day_of_whose_turn_it_is(case: Case) -> None:
    by = acting(case.desk.centre.people["director"], case.at).actor
    oversight.urge(case.matter, text="请尽快", by=by, at=case.at)
    people = case.desk.centre.linkage_people.values()
    assert [whats(person, case) for person in people].count([f"{case.matter.number} panel-oversight"]) >= 1
