"""The receiving unit takes it."""

import pytest

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.dispatch import services
from firstdesk.dispatch.tests.factories import make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Involvement
from firstdesk.matters.states import State
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_responsibility_passes_to_the_queue_of_the_unit() -> None:
    case = make_case()
    services.accept(case.referral, by=case.receiver, at=case.at)
    matter = case.matter
    assert (matter.state, matter.responsible_unit) == (State.HANDLING, case.desk.centre.linkage)
    assert matter.responsible_post == case.desk.centre.linkage_posts["liaison"]
    assert Involvement.objects.get(matter=matter, unit=case.desk.centre.linkage).part == Involvement.Part.LEAD


def test_or_to_the_handler_who_hears_of_it() -> None:
    case = make_case()
    handler = case.desk.centre.linkage_people["handler"]
    services.accept(case.referral, by=case.receiver, at=case.at, handler=handler)
    assert case.matter.responsible_person == handler
    assert case.again().handler == handler
    assert Notice.objects.filter(recipient=handler, matter_id=case.matter.pk).exists()


def test_the_accept_clock_stops_kept_and_handling_runs() -> None:
    case = make_case()
    services.accept(case.referral, by=case.receiver, at=case.at)
    clocks = {clock.code: clock for clock in Clock.objects.filter(matter_id=case.matter.pk)}
    assert clocks["accept"].outcome == "kept"
    assert clocks["handling"].state == "running"
    assert clocks["handling"].owing_unit == case.desk.centre.linkage
    assert Entry.objects.filter(chain=case.matter.ledger_chain, verb="referral.accepted").count() == 1


def test_only_people_of_the_unit_that_was_asked() -> None:
    case = make_case()
    for by in (case.sender, case.stranger):
        with pytest.raises(NotAllowed):
            services.accept(case.referral, by=by, at=case.at)
    assert case.matter.state == State.OFFERED


def test_not_twice_and_not_after_it_was_taken_back() -> None:
    case = make_case()
    stale = case.again()
    services.accept(case.referral, by=case.receiver, at=case.at)
    with pytest.raises(NotAllowed):
        services.accept(case.again(), by=case.receiver, at=case.at)
    with pytest.raises(Conflict):
        services.accept(stale, by=case.receiver, at=case.at)


def test_the_handler_holds_a_post_there() -> None:
    case = make_case()
    with pytest.raises(Refusal):
        services.accept(case.referral, by=case.receiver, at=case.at, handler=case.desk.officer)
    assert case.matter.state == State.OFFERED
