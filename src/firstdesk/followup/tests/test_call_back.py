"""Ask whether the answer helped."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.followup import selectors, services
from firstdesk.followup.models import CallBack, Task
from firstdesk.followup.tests.factories import call, make_case
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.selectors import recused
from firstdesk.matters.states import State
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_reached_the_promise_is_kept() -> None:
    case = make_case()
    services.call_back(case.matter, call(satisfaction=5, opinion="谢谢"), by=case.colleague, at=case.at)
    assert CallBack.objects.get().satisfaction == 5
    assert Clock.objects.get(matter_id=case.pk, code="follow_up").outcome == "kept"
    assert Entry.objects.filter(verb="matter.followed_up").exists()


def test_the_rating_is_voluntary() -> None:
    case = make_case()
    services.call_back(case.matter, call(), by=case.by, at=case.at)
    assert CallBack.objects.get().satisfaction is None
    assert not selectors.is_dissatisfied(selectors.last_call_back(case.matter))


def test_a_call_nobody_answered_is_only_an_attempt() -> None:
    case = make_case()
    services.call_back(case.matter, call(reached=False, next_action="明天再打"), by=case.by, at=case.at)
    assert Entry.objects.filter(verb="contact.tried").exists()
    assert Clock.objects.get(matter_id=case.pk, code="follow_up").state == "running"


def test_not_possible_says_why() -> None:
    case = make_case()
    with pytest.raises(Refusal):
        services.call_back(case.matter, call(method="not_possible", reached=False), by=case.by, at=case.at)
    why = call(method="not_possible", reached=False, next_action="匿名,没有留电话")
    services.call_back(case.matter, why, by=case.by, at=case.at)
    assert Clock.objects.get(matter_id=case.pk, code="follow_up").state == "stopped"


@pytest.mark.parametrize("wrong", [{"method": "pigeon"}, {"satisfaction": 6}, {"reached": False, "satisfaction": 3}])
def test_what_cannot_be(wrong: dict[str, object]) -> None:
    case = make_case()
    with pytest.raises(Refusal) as refused:
        services.call_back(case.matter, call(**wrong), by=case.colleague, at=case.at)
    assert refused.value.details
    assert not CallBack.objects.exists()


def test_only_by_whoever_speaks_for_it() -> None:
    case = make_case()
    with pytest.raises(NotAllowed):
        services.call_back(case.matter, call(), by=case.stranger, at=case.at)


def test_not_before_the_answer() -> None:
    case = make_case(State.TO_REPLY)
    with pytest.raises(NotAllowed):
        services.call_back(case.matter, call(), by=case.by, at=case.at)


@pytest.mark.parametrize("level", [1, 2])
def test_a_bad_rating_by_phone_does_what_one_by_the_link_does(level: int) -> None:
    """Another handler, a fresh clock, somebody who verifies, and a word back: whichever way it was said."""
    ends = []
    for way in ("phone", "link"):
        case = make_case()
        if way == "phone":
            said = call(satisfaction=level, opinion="还在漏")
            services.call_back(case.matter, said, by=case.colleague, at=case.at)
        else:
            services.rate(case.matter, services.Opinion(level, "还在漏"), at=case.at)
        handler = case.desk.officer
        with pytest.raises(NotAllowed):
            matters.take(case.matter, handler, by=case.by, at=case.at)
        clocks = Clock.objects.filter(matter_id=case.pk, state="running").order_by("code")
        tasks = Task.objects.filter(matter=case.pk, ended_at=None)
        assert recused(case.matter) == {handler.pk}
        assert Notice.objects.filter(kind="loop.opened", recipient=tasks.get().person).count() == 1
        assert "还在漏" not in "".join(Entry.objects.values_list("reason", flat=True))
        ends.append(
            (
                case.matter.state,
                case.matter.reopenings,
                [(clock.code, clock.started_at, clock.due_at) for clock in clocks],
                [(task.kind, task.person != handler) for task in tasks],
            )
        )
    assert ends[0] == ends[1]


def test_a_bad_rating_by_phone_goes_the_whole_way_round() -> None:
    case = make_case()
    services.call_back(case.matter, call(satisfaction=1), by=case.colleague, at=case.at)
    task = Task.objects.get(kind="verify")
    verifier = Actor(person_id=task.person_id, name="核实人", unit_id=case.desk.centre.unit.pk)
    services.verify(case.matter, is_true=True, finding="确未修好", by=verifier, at=case.at)
    assert Task.objects.get(kind="feed_back").ended_at is None


def test_rated_level_three_it_stays_answered() -> None:
    case = make_case()
    services.call_back(case.matter, call(satisfaction=3), by=case.colleague, at=case.at)
    assert case.matter.state == State.FOLLOW_UP and not Task.objects.filter(kind="verify").exists()
