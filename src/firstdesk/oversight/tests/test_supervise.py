"""Yellow, red, black: by supervisor or director; one card at a time, a graver one takes its place."""

from datetime import timedelta

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.dispatch.tests.factories import make_case
from firstdesk.ledger.models import Entry
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock
from firstdesk.oversight import services
from firstdesk.oversight.models import Supervision
from firstdesk.oversight.tests.factories import actor

pytestmark = pytest.mark.django_db


def test_a_card_is_told_to_whoever_has_it_and_to_the_head_of_the_unit() -> None:
    case = make_case("working")
    row = services.supervise(case.matter, card="red", text="三日内到场", by=actor(case, "supervisor"), at=case.at)
    head = case.desk.centre.linkage_people["leader"]
    assert Notice.objects.filter(kind="supervision.red", level="danger", recipient=head).exists()
    assert Notice.objects.filter(kind="supervision.red", recipient=case.liaison).exists()
    clock = Clock.objects.get(matter_id=case.matter.pk, code="supervision")
    assert (clock.rule_id, clock.owing_unit, clock.part) == ("gc.supervision.red", row.unit, row.part)


def test_only_a_graver_card_takes_its_place() -> None:
    case = make_case("working")
    by = actor(case, "director")
    first = services.supervise(case.matter, card="red", text="快", by=by, at=case.at)
    for card in ("red", "yellow"):
        with pytest.raises(Refusal):
            services.supervise(case.matter, card=card, text="快", by=by, at=case.at)
    services.supervise(case.matter, card="black", text="快", by=by, at=case.at + timedelta(hours=1))
    first.refresh_from_db()
    assert first.state == "lifted"
    outcomes = Clock.objects.filter(matter_id=case.matter.pk, code="supervision").order_by("pk")
    assert list(outcomes.values_list("outcome", flat=True)) == ["moot", ""]


def test_an_urge_is_no_card() -> None:
    case = make_case("working")
    with pytest.raises(Refusal):
        services.supervise(case.matter, card="urge", text="快", by=actor(case, "director"), at=case.at)


def test_lifted_with_its_reason_and_not_twice() -> None:
    case = make_case("working")
    by = actor(case, "director")
    row = services.supervise(case.matter, card="yellow", text="快", by=by, at=case.at)
    with pytest.raises(Refusal):
        services.lift(row, reason=" ", by=by, at=case.at)
    services.answer_supervision(row, text="已到场", by=case.receiver, at=case.at)
    services.lift(row, reason="已办好", by=by, at=case.at)
    assert Clock.objects.get(matter_id=case.matter.pk, code="supervision").outcome == "kept"
    assert Supervision.objects.get().lifted_reason == "已办好"
    assert Entry.objects.filter(chain=case.matter.ledger_chain, verb="matter.supervision_lifted").count() == 1
    with pytest.raises(NotAllowed):
        services.lift(row, reason="又", by=by, at=case.at)


def test_a_stranger_may_not() -> None:
    case = make_case("working")
    with pytest.raises(NotAllowed):
        services.supervise(case.matter, card="yellow", text="快", by=case.stranger, at=case.at)
