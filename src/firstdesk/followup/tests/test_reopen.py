"""The person contests the answer."""

from datetime import timedelta

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.followup import selectors, services
from firstdesk.followup.models import Reply
from firstdesk.followup.tests.factories import call, make_case
from firstdesk.matters.states import State
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [State.FOLLOW_UP, State.CLOSED])
def test_it_is_classified_anew(state: str) -> None:
    case = make_case(state)
    services.reopen(case.matter, reason="楼上又漏了", by=case.by, at=case.at)
    matter = case.matter
    assert (matter.state, matter.reopenings, matter.ended_at) == (State.TO_TRIAGE, 1, None)
    assert Clock.objects.filter(matter_id=case.pk, code="triage", state="running").exists()


def test_an_older_call_back_does_not_count_for_the_new_answer() -> None:
    case = make_case()
    services.call_back(case.matter, call(satisfaction=1), by=case.colleague, at=case.at)
    assert selectors.is_dissatisfied(selectors.last_call_back(case.matter))
    Reply.objects.create(
        matter=case.matter,
        way="phone",
        text="重修了",
        replied_at=case.at + timedelta(days=1),
        replied_by=case.desk.officer,
    )
    assert selectors.last_call_back(case.matter) is None


def test_it_says_what_is_wrong() -> None:
    case = make_case()
    with pytest.raises(Refusal):
        services.reopen(case.matter, reason=" ", by=case.by, at=case.at)


@pytest.mark.parametrize("state", [State.FOLLOW_UP, State.CLOSED])
def test_only_by_the_centre(state: str) -> None:
    case = make_case(state)
    with pytest.raises(NotAllowed):
        services.reopen(case.matter, reason="楼上又漏了", by=case.stranger, at=case.at)


def test_not_while_it_is_being_handled() -> None:
    case = make_case(State.HANDLING)
    with pytest.raises(NotAllowed):
        services.reopen(case.matter, reason="楼上又漏了", by=case.by, at=case.at)
