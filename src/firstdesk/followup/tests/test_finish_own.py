"""The centre's own work is done."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.tests.factories import make_case as make_referral
from firstdesk.followup import services
from firstdesk.followup.models import OwnResult
from firstdesk.followup.tests.factories import make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters.states import State
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_the_person_is_to_be_answered_which_is_promised() -> None:
    case = make_case(State.HANDLING)
    services.finish_own(case.matter, result_code="settled", text=" 已调解 ", by=case.by, at=case.at)
    assert case.matter.state == State.TO_REPLY
    result = OwnResult.objects.get()
    assert result.text == "已调解"
    assert Entry.objects.get(verb="matter.finished").after["result"] == result.pk, "the words stand on the row alone"
    assert Clock.objects.get(matter_id=case.pk, code="handling").outcome == "kept"
    assert Clock.objects.filter(matter_id=case.pk, code="reply", state="running").exists()


@pytest.mark.parametrize(("code", "text"), [("", "已调解"), ("magic", "已调解"), ("settled", " ")])
def test_a_result_says_what_was_done(code: str, text: str) -> None:
    case = make_case(State.HANDLING)
    with pytest.raises(Refusal):
        services.finish_own(case.matter, result_code=code, text=text, by=case.by, at=case.at)
    assert not OwnResult.objects.exists()


def test_only_by_the_unit_that_has_it() -> None:
    case = make_case(State.HANDLING)
    with pytest.raises(NotAllowed):
        services.finish_own(case.matter, result_code="settled", text="已调解", by=case.stranger, at=case.at)


def test_not_while_another_unit_works_on_it() -> None:
    referral = make_referral("working")
    with pytest.raises(NotAllowed):
        services.finish_own(referral.matter, result_code="settled", text="已调解", by=referral.receiver, at=referral.at)


def test_not_twice() -> None:
    case = make_case(State.TO_REPLY)
    with pytest.raises(NotAllowed):
        services.finish_own(case.matter, result_code="settled", text="已调解", by=case.by, at=case.at)


def test_not_before_required_help_is_given_or_taken_back() -> None:
    case = make_case(State.HANDLING)
    request = dispatch.Request(case.desk.centre.linkage, "请派电工")
    task = dispatch.ask(case.matter, request, by=case.by, at=case.at)
    optional = dispatch.Request(case.desk.centre.linkage, "方便时看一下", is_required=False)
    dispatch.ask(case.matter, optional, by=case.by, at=case.at)
    with pytest.raises(Refusal) as refused:
        services.finish_own(case.matter, result_code="settled", text="已调解", by=case.by, at=case.at)
    assert [detail.clauses for detail in refused.value.details] == [("SS-MC-09",)]
    task.refresh_from_db()
    dispatch.drop(task, reason="已不需要", by=case.by, at=case.at)
    services.finish_own(case.matter, result_code="settled", text="已调解", by=case.by, at=case.at)
    assert case.matter.state == State.TO_REPLY
