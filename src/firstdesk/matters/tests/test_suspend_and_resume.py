import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.matters import services
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_the_work_rests_and_goes_on_while_something_always_runs(desk: Desk) -> None:
    matter = make_matter(desk, state=State.HANDLING)
    services.suspend(matter, reason="等待鉴定结果", by=desk.by, at=desk.later(hours=1))
    states = dict(Clock.objects.filter(matter_id=matter.pk).open().values_list("code", "state"))
    assert states == {"handling": "paused", "suspension": "running", "call_back_feedback": "running"}
    services.resume(matter, by=desk.by, at=desk.later(hours=2))
    assert matter.state == State.HANDLING
    codes = set(Clock.objects.filter(matter_id=matter.pk, state="running").values_list("code", flat=True))
    assert codes == {"handling", "call_back_feedback"}


def test_not_without_saying_what_it_waits_for(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        services.suspend(make_matter(desk, state=State.HANDLING), reason=" ", by=desk.by, at=desk.at)
    assert refused.value.details[0].field == "reason"


@pytest.mark.parametrize("state", [State.TO_TRIAGE, State.OFFERED, State.CLOSED])
def test_only_what_is_in_handling_rests(desk: Desk, state: State) -> None:
    with pytest.raises(NotAllowed):
        services.suspend(make_matter(desk, state=state), reason="等待", by=desk.by, at=desk.at)


@pytest.mark.parametrize("state", [State.TO_TRIAGE, State.OFFERED, State.HANDLING, State.ANSWERED, State.CLOSED])
def test_what_does_not_rest_is_not_resumed(desk: Desk, state: State) -> None:
    with pytest.raises(NotAllowed):
        services.resume(make_matter(desk, state=state), by=desk.by, at=desk.at)
