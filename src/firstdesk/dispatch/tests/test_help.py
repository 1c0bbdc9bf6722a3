"""Units that help the one in the lead: their tasks and their clocks."""

from datetime import datetime, timedelta

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.directory.tests.factories import acting, make_unit, staffed
from firstdesk.dispatch import services
from firstdesk.dispatch.models import Task
from firstdesk.dispatch.selectors import helping
from firstdesk.dispatch.tests.factories import Case, actor, make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return make_case("working")


@pytest.fixture
def fire(case: Case) -> Unit:
    unit = make_unit(UnitKind.LINKAGE_UNIT, parent=case.desk.centre.jurisdiction, linkage_class=1)
    staffed(unit)
    return unit


def asked(case: Case, unit: Unit, **values: object) -> Task:
    request = services.Request(unit, **({"text": "切断电源"} | values))  # type: ignore[arg-type]
    return services.ask(case.matter, request, by=case.receiver, at=case.at)


def helper(unit: Unit, at: datetime) -> object:
    return actor(unit.posts.get(code="handler").appointments.get().user, at)


def answered(case: Case, **values: str) -> None:
    services.answer(case.again(), result_code="settled", text="已修好", by=case.receiver, at=case.at, **values)


def test_the_unit_hears_of_it_reads_the_matter_and_owes_by_its_own_clock(case: Case, fire: Unit) -> None:
    wanted = case.at + timedelta(hours=5)
    task = asked(case, fire, wanted_by=wanted)
    clock = Clock.objects.get(code="assist", part=task.clock_part)
    assert (clock.owing_unit, clock.due_at, clock.rule_id) == (fire, wanted, "ss.assist")
    assert case.matter.responsible_unit == case.desk.centre.linkage  # the lead goes on answering for it
    person = fire.posts.get(code="liaison").appointments.get().user
    assert Notice.objects.filter(recipient=person, kind="task.asked").exists()
    assert case.matter in Matter.objects.visible_to(acting(person, case.at))
    assert list(helping.asked_of(acting(person, case.at))) == [task]
    assert "切断电源" not in str(Entry.objects.get(verb="task.asked").after)


def test_two_units_help_side_by_side(case: Case, fire: Unit) -> None:
    one, two = asked(case, fire), asked(case, case.desk.centre.community)
    services.complete(one, text="已断电", by=helper(fire, case.at), at=case.at)  # type: ignore[arg-type]
    states = [Clock.objects.get(code="assist", part=each.clock_part).state for each in (one, two)]
    assert states == ["stopped", "running"]


def test_the_lead_does_not_answer_before_required_help_is_given(case: Case, fire: Unit) -> None:
    task = asked(case, fire)
    with pytest.raises(Refusal) as refused:
        answered(case)
    assert refused.value.details[0].clauses == ("SS-MC-09",)
    services.take_on(task, by=helper(fire, case.at), at=case.at)  # type: ignore[arg-type]
    services.complete(task, text="已断电", by=helper(fire, case.at), at=case.at)  # type: ignore[arg-type]
    answered(case)
    assert case.matter.state == "answered"


def test_or_says_why_nobody_waits(case: Case, fire: Unit) -> None:
    task = asked(case, fire)
    answered(case, unfinished_reason="已自行处理")
    task.refresh_from_db()
    assert (task.state, task.answer) == ("withdrawn", "已自行处理")
    assert Clock.objects.get(code="assist", part=task.clock_part).outcome == "moot"


def test_help_that_is_not_required_holds_nobody_up(case: Case, fire: Unit) -> None:
    asked(case, fire, is_required=False)
    answered(case)


def test_a_unit_that_cannot_help_says_why(case: Case, fire: Unit) -> None:
    task = asked(case, fire)
    with pytest.raises(Refusal):
        services.refuse(task, reason=" ", by=helper(fire, case.at), at=case.at)  # type: ignore[arg-type]
    services.refuse(task, reason="车辆在外", by=helper(fire, case.at), at=case.at)  # type: ignore[arg-type]
    assert Notice.objects.filter(recipient=case.liaison, kind="task.objected").exists()
    answered(case)


def test_only_its_people_answer_for_it_and_only_those_who_asked_take_it_back(case: Case, fire: Unit) -> None:
    task = asked(case, fire)
    for verb in (services.take_on, lambda task, **k: services.complete(task, text="好", **k)):
        with pytest.raises(NotAllowed):
            verb(task, by=case.receiver, at=case.at)
    with pytest.raises(NotAllowed):
        services.drop(task, reason="不用了", by=helper(fire, case.at), at=case.at)  # type: ignore[arg-type]
    services.drop(task, reason="不用了", by=case.receiver, at=case.at)
    with pytest.raises(NotAllowed):
        services.take_on(task, by=helper(fire, case.at), at=case.at)  # type: ignore[arg-type]


def test_a_helper_asks_nobody_further(case: Case, fire: Unit) -> None:
    asked(case, fire)
    request = services.Request(case.desk.centre.community, "帮忙")
    with pytest.raises(NotAllowed):
        services.ask(case.matter, request, by=helper(fire, case.at), at=case.at)  # type: ignore[arg-type]


def test_what_is_asked_is_said_and_lies_ahead(case: Case) -> None:
    request = services.Request(case.desk.centre.linkage, " ", wanted_by=case.at)
    with pytest.raises(Refusal) as refused:
        services.ask(case.matter, request, by=case.receiver, at=case.at)
    assert {detail.field for detail in refused.value.details} == {"text", "wanted_by", "unit"}
