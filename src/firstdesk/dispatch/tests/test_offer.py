"""Ask a unit to take a matter."""

import pytest

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.dispatch import services
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.tests.factories import handover, make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.models import Involvement, Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_the_sender_stays_responsible_and_the_receiver_owes_the_answer() -> None:
    case = make_case()
    matter = case.matter
    assert matter.state == State.OFFERED
    assert matter.responsible_unit == case.desk.centre.unit
    clock = Clock.objects.get(matter_id=matter.pk, code="accept", stopped_at=None)
    assert clock.owing_unit == case.desk.centre.linkage
    assert Involvement.objects.get(matter=matter, unit=case.desk.centre.linkage).part == Involvement.Part.OFFERED


def test_it_is_one_entry_of_the_record_with_the_handover() -> None:
    case = make_case()
    entry = Entry.objects.get(chain=case.matter.ledger_chain, verb="referral.offered")
    assert entry.after["from"] == case.desk.centre.unit.name
    assert entry.after["unit"] == case.desk.centre.linkage.name
    assert "请到现场核实" not in str(entry.after), "what may name people stands on the referral alone"
    assert case.referral.person_informed_by_id == case.sender.person_id


def test_people_of_the_receiving_unit_hear_of_it() -> None:
    case = make_case()
    assert Notice.objects.get(recipient=case.liaison).kind == "referral.offered"


def test_the_rules_ask_for_the_note_and_that_the_person_was_told() -> None:
    desk = make_desk()
    with pytest.raises(Refusal) as refused:
        services.offer(make_matter(desk), handover(desk, note=" ", person_informed=False), by=desk.by, at=desk.at)
    assert {"handover_note", "person_informed"} <= {detail.field for detail in refused.value.details}
    assert all(detail.clauses for detail in refused.value.details)
    assert not Referral.objects.exists()


def test_not_to_the_unit_that_has_it() -> None:
    desk = make_desk()
    with pytest.raises(Refusal, match="already|已"):
        services.offer(make_matter(desk), handover(desk, to_unit=desk.centre.unit), by=desk.by, at=desk.at)


def test_not_twice() -> None:
    case = make_case()
    with pytest.raises(NotAllowed):
        services.offer(case.matter, handover(case.desk, to_unit=case.desk.centre.community), by=case.sender, at=case.at)


def test_not_from_a_matter_somebody_has_changed_meanwhile() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    matters.take(Matter.objects.get(pk=matter.pk), desk.officer, by=desk.by, at=desk.later(minutes=1))
    with pytest.raises(Conflict):
        services.offer(matter, handover(desk), by=desk.by, at=desk.later(minutes=2))


def test_what_an_ended_matter_left_open_makes_room() -> None:
    case = make_case()
    matters.withdraw(case.matter, reason="本人撤诉", by=case.sender, at=case.at)
    matters.reopen(case.matter, reason="本人又来", by=case.sender, at=case.at)
    second = services.offer(case.matter, handover(case.desk), by=case.sender, at=case.at)
    assert case.again().state == "withdrawn"
    assert second.state == "offered"


def test_retire_leaves_what_still_goes_with_its_matter() -> None:
    case = make_case()
    services.retire(case.matter)
    assert case.again().state == "offered"
    matters.withdraw(case.matter, reason="本人撤诉", by=case.sender, at=case.at)
    services.retire(case.matter)
    assert case.again().state == "withdrawn"


def test_a_batch_is_all_or_nothing() -> None:
    desk = make_desk()
    good, bad = make_matter(desk), make_matter(desk)
    with pytest.raises(Refusal):
        services.offer_many([(good, handover(desk)), (bad, handover(desk, note=""))], by=desk.by, at=desk.at)
    assert not Referral.objects.exists()
    good = Matter.objects.get(pk=good.pk)
    assert len(services.offer_many([(good, handover(desk)), (bad, handover(desk))], by=desk.by, at=desk.at)) == 2
