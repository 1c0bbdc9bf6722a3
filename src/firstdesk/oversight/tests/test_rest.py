"""A rest has an end: a day on which work goes on by itself, or an event that is watched for."""

from datetime import date, timedelta

import pytest

from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.dispatch.tests.factories import Case, make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters.states import State
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock
from firstdesk.oversight import services
from firstdesk.oversight.models import Application
from firstdesk.oversight.services import Grant, Wish
from firstdesk.oversight.tests.factories import actor

pytestmark = pytest.mark.django_db


def _rests(case: Case, **values: object) -> Application:
    wish = Wish(kind="suspension", reason="等鉴定", **values)  # type: ignore[arg-type]
    row = services.apply(case.matter, wish, by=case.receiver, at=case.at)
    return services.approve(row, grant=Grant("可以"), by=actor(case, row.approver), at=case.at)


def _day(case: Case, days: int) -> date:
    return clock.local(case.at).date() + timedelta(days=days)


def test_it_goes_on_by_itself_on_its_day_and_whoever_has_it_is_told_once() -> None:
    case = make_case("working")
    _rests(case, until=_day(case, 3))
    assert services.resume_due(at=case.at + timedelta(days=2)) == 0
    assert case.matter.state == State.SUSPENDED
    over = case.at + timedelta(days=3)
    assert services.resume_due(at=over) == 1
    assert services.resume_due(at=over) == 0
    assert case.matter.state == State.HANDLING
    running = Clock.objects.get(matter_id=case.matter.pk, code="handling")
    assert running.state == "running" and running.due_at > over
    assert Entry.objects.get(chain=case.matter.ledger_chain, verb="matter.resumed").actor_name == "clock"
    assert Notice.objects.filter(kind="matter.resumed", recipient=case.liaison).count() == 1


def test_what_waits_for_an_event_waits() -> None:
    case = make_case("working")
    _rests(case, awaits="鉴定书")
    assert services.resume_due(at=case.at + timedelta(days=300)) == 0
    assert case.matter.state == State.SUSPENDED


def test_an_older_rest_says_nothing_about_a_newer_one() -> None:
    case = make_case("working")
    _rests(case, until=_day(case, 3))
    services.resume_due(at=case.at + timedelta(days=3))
    _rests(case, until=_day(case, 30))
    assert services.resume_due(at=case.at + timedelta(days=4)) == 0


@pytest.mark.parametrize("days", [None, 0, -1, 400])
def test_a_rest_without_an_end_is_refused(days: int | None) -> None:
    case = make_case("working")
    with pytest.raises(Refusal) as refused:
        _rests(case, until=None if days is None else _day(case, days))
    assert [each.field for each in refused.value.details] == ["until"]
