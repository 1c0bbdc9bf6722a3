"""The sender takes it back."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.dispatch import services
from firstdesk.dispatch.tests.factories import make_case
from firstdesk.matters.states import State
from firstdesk.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["offered", "working"])
def test_it_is_to_be_classified_anew(state: str) -> None:
    case = make_case(state)
    services.withdraw(case.referral, reason="发错单位", by=case.sender, at=case.at)
    assert (case.matter.state, case.matter.responsible_unit) == (State.TO_TRIAGE, case.desk.centre.unit)
    assert case.again().state == "withdrawn"
    assert Notice.objects.filter(recipient=case.liaison, kind="referral.withdrawn").exists()


def test_it_takes_a_reason() -> None:
    case = make_case()
    with pytest.raises(Refusal):
        services.withdraw(case.referral, reason="", by=case.sender, at=case.at)


def test_only_the_sender() -> None:
    case = make_case()
    with pytest.raises(NotAllowed):
        services.withdraw(case.referral, reason="发错单位", by=case.receiver, at=case.at)


def test_not_once_the_result_is_there() -> None:
    case = make_case("answered")
    with pytest.raises(NotAllowed):
        services.withdraw(case.referral, reason="发错单位", by=case.sender, at=case.at)
    assert case.again().state == "answered"
