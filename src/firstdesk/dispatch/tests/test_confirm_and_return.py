"""The sender takes the result, or wants more."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.dispatch import services
from firstdesk.dispatch.tests.factories import make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_confirmed_the_person_is_to_be_answered() -> None:
    case = make_case("answered")
    services.confirm(case.referral, by=case.sender, at=case.at)
    assert case.matter.state == State.TO_REPLY
    assert case.again().confirmed_by_id == case.sender.person_id
    assert Clock.objects.filter(matter_id=case.matter.pk, code="reply", state="running").exists()


def test_returned_the_same_person_goes_on() -> None:
    case = make_case()
    handler = case.desk.centre.linkage_people["handler"]
    services.accept(case.referral, by=case.receiver, at=case.at, handler=handler)
    services.answer(case.referral, result_code="settled", text="已修好", by=case.receiver, at=case.at)
    services.return_(case.referral, reason="照片呢", by=case.sender, at=case.at)
    assert (case.matter.state, case.matter.responsible_person) == (State.HANDLING, handler)
    referral = case.again()
    assert (referral.state, referral.result_text, referral.answered_at) == ("working", "", None)
    entry = Entry.objects.get(chain=case.matter.ledger_chain, verb="referral.returned")
    assert "已修好" not in entry.after_json and "照片呢" not in entry.after_json
    kept = referral.returned_results.get()
    assert (kept.code, kept.text, kept.reason) == ("settled", "已修好", "照片呢")
    assert Notice.objects.filter(recipient=handler, level="warning").exists()


def test_returning_takes_a_reason() -> None:
    case = make_case("answered")
    with pytest.raises(Refusal):
        services.return_(case.referral, reason="", by=case.sender, at=case.at)


def test_only_the_sender() -> None:
    case = make_case("answered")
    with pytest.raises(NotAllowed):
        services.confirm(case.referral, by=case.receiver, at=case.at)
    with pytest.raises(NotAllowed):
        services.return_(case.referral, reason="照片呢", by=case.stranger, at=case.at)


def test_nothing_to_confirm_yet() -> None:
    case = make_case("working")
    with pytest.raises(Refusal):
        services.confirm(case.referral, by=case.sender, at=case.at)
    with pytest.raises(NotAllowed):
        services.return_(case.referral, reason="照片呢", by=case.sender, at=case.at)


def test_the_third_return_brings_it_to_the_director() -> None:
    case = make_case("working")
    for turn in range(1, 4):
        referral = case.again()
        services.answer(referral, result_code="settled", text=f"第{turn}次", by=case.receiver, at=case.at)
        services.return_(case.again(), reason="还没办好", by=case.sender, at=case.at)
        assert (case.matter.state == State.ESCALATED) == (turn == 3)
    assert case.again().state == "withdrawn"
    director = case.desk.centre.people["director"]
    assert Notice.objects.filter(recipient=director, kind="matter.escalated").exists()
    assert Clock.objects.filter(matter_id=case.matter.pk, code="handling", state="running").count() == 0
    assert Clock.objects.filter(matter_id=case.matter.pk, state="running").exists()


def test_an_objection_counts_as_a_return() -> None:
    case = make_case("working")
    Matter.objects.filter(pk=case.matter.pk).update(objections=2)
    services.answer(case.again(), result_code="settled", text="好了", by=case.receiver, at=case.at)
    services.return_(case.again(), reason="还没办好", by=case.sender, at=case.at)
    assert case.matter.state == State.ESCALATED
