from collections.abc import Callable

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.ledger.models import Entry
from firstdesk.matters import services
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Step
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


VERBS = {State.WITHDRAWN: services.withdraw, State.INVALID: services.mark_invalid}


@pytest.mark.parametrize(("state", "verb"), VERBS.items())
def test_it_ends_with_its_reason_and_nothing_runs_on(desk: Desk, state: State, verb: Callable[..., Matter]) -> None:
    matter = verb(make_matter(desk, state=State.HANDLING), reason=" 本人要求 ", by=desk.by, at=desk.later(hours=1))
    stored = Matter.objects.get(pk=matter.pk)
    assert (stored.state, stored.ended_reason, stored.ended_by, stored.ended_at) == (
        state, "本人要求", desk.officer, desk.later(hours=1),
    )  # fmt: skip
    assert not Clock.objects.filter(matter_id=matter.pk).open().exists()


def test_what_is_noted_afterwards_does_not_undo_the_end(desk: Desk) -> None:
    matter = services.withdraw(make_matter(desk), reason="本人要求", by=desk.by, at=desk.at)
    services.advance(matter, Step(None, "appointment.measures_recorded"), by=desk.by, at=desk.later(hours=1))
    stored = Matter.objects.get(pk=matter.pk)
    assert (stored.state, stored.ended_at, stored.ended_reason) == (State.WITHDRAWN, desk.at, "本人要求")


@pytest.mark.parametrize("verb", VERBS.values())
def test_not_without_a_reason(desk: Desk, verb: Callable[..., Matter]) -> None:
    with pytest.raises(Refusal) as refused:
        verb(make_matter(desk), reason=" ", by=desk.by, at=desk.at)
    assert refused.value.details[0].field == "reason"
    assert refused.value.details[0].clauses == ("WS-110-07",)


@pytest.mark.parametrize("verb", VERBS.values())
def test_not_twice_and_not_once_answered(desk: Desk, verb: Callable[..., Matter]) -> None:
    for state in (State.CLOSED, State.FOLLOW_UP):
        with pytest.raises(NotAllowed):
            verb(make_matter(desk, state=state), reason="测试", by=desk.by, at=desk.at)


def test_a_duplicate_names_the_matter_it_repeats(desk: Desk) -> None:
    first, second = make_matter(desk), make_matter(desk)
    services.mark_duplicate(second, first, reason="同一件事", by=desk.by, at=desk.later(hours=1))
    assert Matter.objects.get(pk=second.pk).duplicate_of == first
    assert Entry.objects.filter(chain=second.ledger_chain).latest("seq").after["original"] == first.number


def test_not_of_itself_and_not_of_another_duplicate(desk: Desk) -> None:
    first, second, third = (make_matter(desk) for _ in range(3))
    services.mark_duplicate(second, first, reason="同一件事", by=desk.by, at=desk.later(hours=1))
    for of in (third, second):
        with pytest.raises(Refusal) as refused:
            services.mark_duplicate(third, of, reason="同一件事", by=desk.by, at=desk.later(hours=1))
        assert refused.value.details[0].field == "of"
