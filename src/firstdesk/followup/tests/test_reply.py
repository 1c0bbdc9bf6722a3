"""The person is told the result."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.followup import services
from firstdesk.followup.models import Reply
from firstdesk.followup.tests.factories import make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Channel
from firstdesk.matters.states import State
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_the_answer_is_kept_and_the_call_back_is_due() -> None:
    case = make_case(State.TO_REPLY)
    services.reply(case.matter, way="phone", text="楼上已修好水管", by=case.by, at=case.at)
    assert case.matter.state == State.FOLLOW_UP
    assert Reply.objects.get().text == "楼上已修好水管"
    assert Clock.objects.get(matter_id=case.pk, code="handling").outcome == "kept"
    assert Clock.objects.filter(matter_id=case.pk, code="follow_up", state="running").exists()


def test_what_the_110_centre_sent_is_reported_back() -> None:
    case = make_case(State.TO_REPLY, channel=Channel.TRANSFER_110)
    services.reply(case.matter, way="phone", text="已处置", by=case.by, at=case.at)
    assert Entry.objects.get(verb="matter.replied").after["reported_to_110"] is True


def test_the_rules_ask_for_words_and_way() -> None:
    case = make_case(State.TO_REPLY)
    with pytest.raises(Refusal) as refused:
        services.reply(case.matter, way="", text=" ", by=case.by, at=case.at)
    assert {detail.field for detail in refused.value.details} == {"reply_text", "reply_channel"}
    with pytest.raises(Refusal):
        services.reply(case.matter, way="pigeon", text="已修好", by=case.by, at=case.at)
    assert case.matter.state == State.TO_REPLY


def test_only_by_the_centre_or_the_unit_that_has_it() -> None:
    case = make_case(State.TO_REPLY)
    with pytest.raises(NotAllowed):
        services.reply(case.matter, way="phone", text="已修好", by=case.stranger, at=case.at)


def test_not_before_there_is_a_result() -> None:
    case = make_case(State.HANDLING)
    with pytest.raises(NotAllowed):
        services.reply(case.matter, way="phone", text="已修好", by=case.by, at=case.at)
    assert not Reply.objects.exists()
