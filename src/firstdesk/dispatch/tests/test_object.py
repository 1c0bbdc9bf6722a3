"""The receiving unit says why not."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.dispatch import services
from firstdesk.dispatch.tests.factories import actor, handover, make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Involvement
from firstdesk.matters.states import State
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_it_goes_back_to_be_classified_by_whoever_sent_it() -> None:
    case = make_case()
    services.object_(case.referral, reason="属消防部门", by=case.receiver, at=case.at)
    matter = case.matter
    assert (matter.state, matter.responsible_unit, matter.objections) == (State.TO_TRIAGE, case.desk.centre.unit, 1)
    assert case.again().objection == "属消防部门"
    assert Clock.objects.filter(matter_id=matter.pk, code="triage", state="running").exists()


def test_the_sender_hears_why() -> None:
    case = make_case()
    services.object_(case.referral, reason="属消防部门", by=case.receiver, at=case.at)
    notice = Notice.objects.get(recipient=case.desk.officer, kind="referral.objected")
    assert notice.values["text"] == "属消防部门"


def test_the_unit_may_still_read_it() -> None:
    case = make_case()
    services.object_(case.referral, reason="属消防部门", by=case.receiver, at=case.at)
    part = Involvement.objects.get(matter=case.matter, unit=case.desk.centre.linkage)
    assert part.part == Involvement.Part.OBJECTED


def test_a_reason_is_required() -> None:
    case = make_case()
    with pytest.raises(Refusal) as refused:
        services.object_(case.referral, reason="  ", by=case.receiver, at=case.at)
    assert refused.value.details[0].clauses
    assert case.matter.state == State.OFFERED


def test_the_third_objection_brings_it_to_the_director() -> None:
    case = make_case()
    director = actor(case.desk.centre.people["director"], case.at)
    for times in range(3):
        if times:  # the same unit again: only the director may
            case.referral = services.offer(case.matter, handover(case.desk), by=director, at=case.at)
        services.object_(case.referral, reason="不归我们", by=case.receiver, at=case.at)
    matter = case.matter
    assert (matter.state, matter.objections) == (State.ESCALATED, 3)
    assert matter.responsible_post == case.desk.centre.posts["director"]
    assert Notice.objects.filter(recipient=case.desk.centre.people["director"], kind="matter.escalated").exists()
    assert Clock.objects.filter(matter_id=matter.pk, code="escalate", state="running").exists()
    assert Entry.objects.filter(chain=matter.ledger_chain, verb="matter.escalated").get().actor_id is None


def test_only_people_of_the_unit_that_was_asked() -> None:
    case = make_case()
    with pytest.raises(NotAllowed):
        services.object_(case.referral, reason="不归我们", by=case.sender, at=case.at)


def test_not_after_accepting() -> None:
    case = make_case("working")
    with pytest.raises(NotAllowed):
        services.object_(case.referral, reason="不归我们", by=case.receiver, at=case.at)
