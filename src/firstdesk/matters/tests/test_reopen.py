import pytest
from django.db import connection

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.matters import services
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.mark.parametrize("state", [State.CLOSED, State.WITHDRAWN, State.INVALID, State.FOLLOW_UP])
def test_every_end_and_a_contested_answer_can_be_taken_up_again(desk: Desk, state: State) -> None:
    matter = make_matter(desk, state=state)
    services.reopen(matter, reason="又漏了", by=desk.by, at=desk.later(days=2))
    stored = Matter.objects.get(pk=matter.pk)
    assert (stored.state, stored.reopenings, stored.ended_at, stored.ended_reason) == (State.TO_TRIAGE, 1, None, "")
    assert stored.responsible_post == desk.centre.posts["intake"]
    assert Clock.objects.filter(matter_id=matter.pk, code="triage", state="running").exists()
    connection.check_constraints()


def test_a_duplicate_stands_for_itself_again(desk: Desk) -> None:
    first, second = make_matter(desk), make_matter(desk)
    services.mark_duplicate(second, first, reason="同一件事", by=desk.by, at=desk.later(hours=1))
    services.reopen(second, reason="不是同一件", by=desk.by, at=desk.later(hours=2))
    assert Matter.objects.get(pk=second.pk).duplicate_of is None


def test_it_can_go_to_somebody_else(desk: Desk) -> None:
    matter = make_matter(desk, state=State.CLOSED)
    director = services.queue(desk.centre.unit, "director")
    services.reopen(matter, reason="又漏了", by=desk.by, at=desk.later(days=2), responsible=director)
    assert matter.responsible_post == desk.centre.posts["director"]


def test_not_without_a_reason(desk: Desk) -> None:
    with pytest.raises(Refusal):
        services.reopen(make_matter(desk, state=State.CLOSED), reason="", by=desk.by, at=desk.at)


@pytest.mark.parametrize("state", [State.TO_TRIAGE, State.OFFERED, State.HANDLING])
def test_not_while_it_is_open(desk: Desk, state: State) -> None:
    with pytest.raises(NotAllowed):
        services.reopen(make_matter(desk, state=state), reason="又漏了", by=desk.by, at=desk.at)
