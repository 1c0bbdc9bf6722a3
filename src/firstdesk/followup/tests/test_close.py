"""The matter ends."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.followup import services
from firstdesk.followup.tests.factories import call, make_case
from firstdesk.matters.states import State
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_answered_and_called_back_it_ends() -> None:
    case = make_case()
    services.call_back(case.matter, call(satisfaction=4), by=case.colleague, at=case.at)
    services.close(case.matter, by=case.by, at=case.at)
    matter = case.matter
    assert (matter.state, matter.ended_at, matter.ended_by_id) == (State.CLOSED, case.at, case.by.person_id)
    assert not Clock.objects.filter(matter_id=case.pk).exclude(state="stopped").exists()


def test_who_cannot_be_reached_is_not_waited_for() -> None:
    case = make_case()
    why = call(method="not_possible", reached=False, next_action="匿名")
    services.call_back(case.matter, why, by=case.by, at=case.at)
    services.close(case.matter, by=case.by, at=case.at)
    assert case.matter.state == State.CLOSED


def test_not_before_the_call_back() -> None:
    case = make_case()
    with pytest.raises(Refusal):
        services.close(case.matter, by=case.by, at=case.at)
    services.call_back(case.matter, call(reached=False), by=case.by, at=case.at)
    with pytest.raises(Refusal):
        services.close(case.matter, by=case.by, at=case.at)


def test_who_is_not_content_is_not_closed_over() -> None:
    case = make_case()
    services.call_back(case.matter, call(satisfaction=2), by=case.colleague, at=case.at)
    with pytest.raises(Refusal):
        services.close(case.matter, by=case.by, at=case.at)
    services.close(case.matter, reason="诉求超出法律规定,已说明救济途径", by=case.by, at=case.at)
    assert case.matter.ended_reason


def test_not_by_whoever_wrote_the_rating_down() -> None:
    case = make_case()
    services.call_back(case.matter, call(satisfaction=5), by=case.colleague, at=case.at)
    with pytest.raises(NotAllowed):
        services.close(case.matter, by=case.colleague, at=case.at)
    services.close(case.matter, by=case.by, at=case.at)


def test_a_rating_by_the_link_is_enough_to_close() -> None:
    case = make_case()
    services.rate(case.matter, services.Opinion(level=4), at=case.at)
    services.close(case.matter, by=case.by, at=case.at)
    assert case.matter.state == State.CLOSED


def test_only_by_whoever_speaks_for_it() -> None:
    case = make_case()
    services.call_back(case.matter, call(), by=case.by, at=case.at)
    with pytest.raises(NotAllowed):
        services.close(case.matter, by=case.stranger, at=case.at)


def test_not_before_the_answer() -> None:
    case = make_case(State.TO_REPLY)
    with pytest.raises(NotAllowed):
        services.close(case.matter, by=case.by, at=case.at)
