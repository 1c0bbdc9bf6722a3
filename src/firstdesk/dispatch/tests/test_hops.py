"""A matter must not wander: where it has been, it is not sent again without the director, and never to a fourth unit."""

import pytest

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.directory.tests.factories import make_unit
from firstdesk.dispatch import services
from firstdesk.dispatch.tests.factories import Case, actor, handover, make_case
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters.states import MOVES, State

pytestmark = pytest.mark.django_db


def other(case: Case) -> Unit:
    return make_unit(UnitKind.LINKAGE_UNIT, parent=case.desk.centre.jurisdiction, linkage_class=3)


def sent(case: Case, unit: Unit, by: Actor | None = None) -> Case:
    referral = services.offer(case.matter, handover(case.desk, to_unit=unit), by=by or case.sender, at=case.at)
    return Case(case.desk, referral)


def objected(case: Case) -> Case:
    unit = case.referral.to_unit
    liaison = Actor(person_id=case.liaison.pk, name="联络员", unit_id=unit.pk)
    services.object_(case.referral, reason="不归我们", by=liaison, at=case.at)
    return case


def test_a_unit_that_objected_is_not_asked_again_but_by_the_director() -> None:
    case = objected(make_case())
    with pytest.raises(NotAllowed):
        sent(case, case.desk.centre.linkage)
    director = actor(case.desk.centre.people["director"], case.at)
    assert sent(case, case.desk.centre.linkage, director).referral.hop == 2


def test_the_hops_are_counted() -> None:
    case = objected(make_case())
    assert case.referral.hop == 1
    assert sent(case, other(case)).referral.hop == 2


def test_after_the_third_unit_it_goes_to_the_director_by_itself() -> None:
    case = make_case()
    for _hop in range(2):
        services.withdraw(case.referral, reason="发错单位", by=case.sender, at=case.at)
        assert case.matter.state == State.TO_TRIAGE
        case = sent(case, other(case))
    assert case.referral.hop == 3
    services.withdraw(case.referral, reason="发错单位", by=case.sender, at=case.at)
    assert case.matter.state == State.ESCALATED
    entry = Entry.objects.get(verb="matter.escalated", chain=case.matter.ledger_chain)
    assert entry.actor_id is None and "3" in entry.reason


def test_a_fourth_unit_is_the_directors_choice() -> None:
    case = make_case()
    for _hop in range(2):
        services.take_back(case.referral, reason="改判", by=case.sender, at=case.at)
        case = sent(case, other(case))
    services.take_back(case.referral, reason="改判", by=case.sender, at=case.at)
    with pytest.raises(NotAllowed):
        sent(case, other(case))
    director = actor(case.desk.centre.people["director"], case.at)
    assert sent(case, other(case), director).referral.hop == 4


def test_a_unit_cannot_send_it_on() -> None:
    assert State.OFFERED not in MOVES[State.HANDLING]
    case = make_case("working")
    with pytest.raises(NotAllowed):
        services.offer(case.matter, handover(case.desk, to_unit=other(case)), by=case.receiver, at=case.at)
