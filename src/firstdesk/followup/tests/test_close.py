"""The matter ends."""

from datetime import timedelta

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.followup import services
from firstdesk.followup.models import CallBack, NotTold, Reply
from firstdesk.followup.services.joined import note_not_told, tell_joined
from firstdesk.followup.tests.factories import Case, call, make_case
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_matter
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
    case = make_case()  # called back before a bad rating took a matter up again by itself
    CallBack.objects.create(
        matter=case.matter,
        method="phone",
        reached=True,
        satisfaction=2,
        called_at=case.at,
        called_by_id=case.colleague.by_id,
    )
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


def joined(case: Case, **values: object) -> Matter:
    """A report of the same, joined to the matter."""
    other = make_matter(case.desk, **values)
    matters.merge(other, case.matter, reason="同一处漏水", by=case.by, at=case.at)
    return other


def called_back() -> Case:
    case = make_case()
    services.call_back(case.matter, call(), by=case.colleague, at=case.at)
    return case


def test_whoever_reported_the_same_is_told_first() -> None:
    case = called_back()
    told, unreached = joined(case), joined(case)
    with pytest.raises(Refusal) as refused:
        services.close(case.matter, by=case.by, at=case.at)
    assert told.number in str(refused.value.message) and unreached.number in str(refused.value.message)
    tell_joined(told, case.matter, way="phone", text="已修好", by=case.by, at=case.at)
    with pytest.raises(Refusal) as refused:
        services.close(case.matter, by=case.by, at=case.at)
    assert told.number not in str(refused.value.message) and unreached.number in str(refused.value.message)
    with pytest.raises(Refusal):
        note_not_told(unreached, case.matter, reason=" ", by=case.by, at=case.at)
    note_not_told(unreached, case.matter, reason="三次去电无人接听", by=case.by, at=case.at)
    services.close(case.matter, by=case.by, at=case.at)
    assert case.matter.state == State.CLOSED and NotTold.objects.get().matter == unreached


def test_nobody_waits_for_whom_nobody_can_reach() -> None:
    case = called_back()
    joined(case, is_identified=False)
    services.close(case.matter, by=case.by, at=case.at)


def test_what_they_were_told_before_is_not_the_newest_answer() -> None:
    case = called_back()
    other = joined(case)
    reply = Reply.objects.get(matter=case.matter)
    Reply.objects.create(
        matter=other,
        way="phone",
        text="在看",
        replied_at=reply.replied_at - timedelta(hours=1),
        replied_by=case.desk.officer,
    )
    with pytest.raises(Refusal):
        services.close(case.matter, by=case.by, at=case.at)


def test_another_unit_notes_nothing_about_them() -> None:
    case = called_back()
    with pytest.raises(NotAllowed):
        note_not_told(joined(case), case.matter, reason="打不通", by=case.stranger, at=case.at)
