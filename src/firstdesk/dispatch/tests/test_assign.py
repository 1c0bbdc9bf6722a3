"""The receiving unit gives it to a person."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.dispatch import services
from firstdesk.dispatch.tests.factories import make_case
from firstdesk.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_the_person_is_responsible_and_hears_of_it() -> None:
    case = make_case("working")
    handler = case.desk.centre.linkage_people["handler"]
    services.assign(case.referral, handler=handler, by=case.receiver, at=case.at)
    assert case.matter.responsible_person == handler
    assert case.again().handler == handler
    assert Notice.objects.filter(recipient=handler).exists()


def test_only_to_people_of_the_unit() -> None:
    case = make_case("working")
    with pytest.raises(Refusal):
        services.assign(case.referral, handler=case.desk.officer, by=case.receiver, at=case.at)
    assert case.again().handler is None


def test_only_by_people_of_the_unit() -> None:
    case = make_case("working")
    handler = case.desk.centre.linkage_people["handler"]
    with pytest.raises(NotAllowed):
        services.assign(case.referral, handler=handler, by=case.sender, at=case.at)


def test_not_before_accepting() -> None:
    case = make_case()
    handler = case.desk.centre.linkage_people["handler"]
    with pytest.raises(Refusal):
        services.assign(case.referral, handler=handler, by=case.receiver, at=case.at)
    assert case.again().handler is None
