"""Ask whether the answer helped."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.followup import selectors, services
from firstdesk.followup.models import CallBack
from firstdesk.followup.tests.factories import call, make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters.states import State
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_reached_the_promise_is_kept() -> None:
    case = make_case()
    services.call_back(case.matter, call(satisfaction=5, opinion="谢谢"), by=case.colleague, at=case.at)
    assert CallBack.objects.get().satisfaction == 5
    assert Clock.objects.get(matter_id=case.pk, code="follow_up").outcome == "kept"
    assert Entry.objects.filter(verb="matter.followed_up").exists()


def test_the_rating_is_voluntary() -> None:
    case = make_case()
    services.call_back(case.matter, call(), by=case.by, at=case.at)
    assert CallBack.objects.get().satisfaction is None
    assert not selectors.is_dissatisfied(selectors.last_call_back(case.matter))


def test_a_call_nobody_answered_is_only_an_attempt() -> None:
    case = make_case()
    services.call_back(case.matter, call(reached=False, next_action="明天再打"), by=case.by, at=case.at)
    assert Entry.objects.filter(verb="contact.tried").exists()
    assert Clock.objects.get(matter_id=case.pk, code="follow_up").state == "running"


def test_not_possible_says_why() -> None:
    case = make_case()
    with pytest.raises(Refusal):
        services.call_back(case.matter, call(method="not_possible", reached=False), by=case.by, at=case.at)
    why = call(method="not_possible", reached=False, next_action="匿名,没有留电话")
    services.call_back(case.matter, why, by=case.by, at=case.at)
    assert Clock.objects.get(matter_id=case.pk, code="follow_up").state == "stopped"


@pytest.mark.parametrize("wrong", [{"method": "pigeon"}, {"satisfaction": 6}, {"reached": False, "satisfaction": 3}])
def test_what_cannot_be(wrong: dict[str, object]) -> None:
    case = make_case()
    with pytest.raises(Refusal) as refused:
        services.call_back(case.matter, call(**wrong), by=case.colleague, at=case.at)
    assert refused.value.details
    assert not CallBack.objects.exists()


def test_only_by_whoever_speaks_for_it() -> None:
    case = make_case()
    with pytest.raises(NotAllowed):
        services.call_back(case.matter, call(), by=case.stranger, at=case.at)


def test_not_before_the_answer() -> None:
    case = make_case(State.TO_REPLY)
    with pytest.raises(NotAllowed):
        services.call_back(case.matter, call(), by=case.by, at=case.at)
