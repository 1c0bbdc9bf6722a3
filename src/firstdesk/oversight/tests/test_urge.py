"""An overseer reminds the unit whose turn it is; the unit says in time how things stand."""

from datetime import timedelta

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.dispatch.tests.factories import make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock
from firstdesk.oversight import services
from firstdesk.oversight.models import Supervision
from firstdesk.oversight.tests.factories import actor

pytestmark = pytest.mark.django_db


def test_the_unit_that_was_asked_hears_of_it_and_owes_a_word() -> None:
    case = make_case()
    before = case.matter.changed_at
    row = services.urge(case.matter, text="请尽快签收", by=case.sender, at=case.at)
    assert (row.unit, row.card, row.state) == (case.desk.centre.linkage, "urge", "open")
    notice = Notice.objects.get(recipient=case.liaison, kind="supervision.urge")
    assert (notice.level, notice.values["text"]) == ("warning", "请尽快签收")
    clock = Clock.objects.get(matter_id=case.matter.pk, code="supervision")
    assert (clock.owing_unit, clock.part, clock.state) == (case.desk.centre.linkage, row.part, "running")
    entry = Entry.objects.get(chain=case.matter.ledger_chain, verb="matter.urged")
    assert "请尽快签收" not in entry.after_json
    assert case.matter.changed_at == before, "what somebody is typing must not become stale by an urge"


def test_the_answer_keeps_the_promise_and_is_told() -> None:
    case = make_case("working")
    row = services.urge(case.matter, text="进展如何", by=case.sender, at=case.at)
    services.answer_supervision(row, text="明日上午到场", by=case.receiver, at=case.at + timedelta(hours=1))
    clock = Clock.objects.get(matter_id=case.matter.pk, code="supervision")
    assert (clock.state, clock.outcome) == ("stopped", "kept")
    stored = Supervision.objects.get(pk=row.pk)
    assert (stored.state, stored.answer, stored.answered_by) == ("answered", "明日上午到场", case.liaison)
    assert Notice.objects.filter(recipient=case.desk.officer, kind="supervision.answered").exists()


def test_two_urges_have_a_clock_each() -> None:
    case = make_case("working")
    first = services.urge(case.matter, text="一", by=case.sender, at=case.at)
    services.urge(case.matter, text="二", by=case.sender, at=case.at + timedelta(minutes=5))
    services.answer_supervision(first, text="好", by=case.receiver, at=case.at + timedelta(hours=1))
    states = Clock.objects.filter(matter_id=case.matter.pk, code="supervision").order_by("pk")
    assert list(states.values_list("state", flat=True)) == ["stopped", "running"]


def test_who_may_not_and_what_forbids_it() -> None:
    case = make_case("working")
    with pytest.raises(NotAllowed):
        services.urge(case.matter, text="快", by=case.stranger, at=case.at)
    with pytest.raises(Refusal):
        services.urge(case.matter, text=" ", by=case.sender, at=case.at)
    row = services.urge(case.matter, text="快", by=actor(case, "supervisor"), at=case.at)
    with pytest.raises(NotAllowed):
        services.answer_supervision(row, text="好", by=case.sender, at=case.at)
    services.answer_supervision(row, text="好", by=case.receiver, at=case.at)
    with pytest.raises(NotAllowed):
        services.answer_supervision(row, text="又好", by=case.receiver, at=case.at)


def test_an_ended_matter_is_not_urged_and_its_end_lets_the_clock_go() -> None:
    case = make_case("working")
    services.urge(case.matter, text="快", by=case.sender, at=case.at)
    matters.withdraw(case.matter, reason="不办了", by=case.sender, at=case.at)
    assert Clock.objects.get(code="supervision").outcome == "moot"
    with pytest.raises(NotAllowed):
        services.urge(case.matter, text="快", by=case.sender, at=case.at)


def test_of_a_confidential_matter_the_words_stay_on_its_page() -> None:
    case = make_case("working")
    matter = case.matter
    matter.confidentiality = "confidential"
    matter.save()
    services.urge(case.matter, text="秘密的话", by=case.sender, at=case.at)
    notice = Notice.objects.get(recipient=case.liaison, kind="supervision.urge")
    assert "text" not in notice.values
