"""The receiving unit returns the result."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.dispatch import services
from firstdesk.dispatch.tests.factories import make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters.states import State
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_the_sender_is_to_confirm_it() -> None:
    case = make_case("working")
    services.answer(case.referral, result_code="settled", text=" 已修好 ", by=case.receiver, at=case.at)
    matter = case.matter
    assert (matter.state, matter.responsible_unit) == (State.ANSWERED, case.desk.centre.unit)
    assert matter.responsible_post == case.desk.centre.posts["intake"]
    assert case.again().result_text == "已修好"
    assert "已修好" not in str(Entry.objects.get(verb="referral.answered").after)
    assert Clock.objects.get(matter_id=matter.pk, code="handling").outcome == "kept"
    assert Clock.objects.filter(matter_id=matter.pk, code="confirm", state="running").exists()
    assert Notice.objects.filter(recipient=case.desk.officer, kind="referral.answered").exists()


def test_the_rules_ask_for_what_was_done() -> None:
    case = make_case("working")
    with pytest.raises(Refusal) as refused:
        services.answer(case.referral, result_code="", text="", by=case.receiver, at=case.at)
    assert {detail.field for detail in refused.value.details} == {"result", "result_code"}
    assert case.matter.state == State.HANDLING


def test_a_code_that_is_none() -> None:
    case = make_case("working")
    with pytest.raises(Refusal):
        services.answer(case.referral, result_code="magic", text="已修好", by=case.receiver, at=case.at)


def test_only_people_of_the_unit_that_has_it() -> None:
    case = make_case("working")
    with pytest.raises(NotAllowed):
        services.answer(case.referral, result_code="settled", text="已修好", by=case.sender, at=case.at)


def test_not_before_accepting() -> None:
    case = make_case()
    with pytest.raises(NotAllowed):
        services.answer(case.referral, result_code="settled", text="已修好", by=case.receiver, at=case.at)
