"""The person rates the answer by the link: once, changeable for a time, and never over their head."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.followup import selectors, services
from firstdesk.followup.models import Rating, Task
from firstdesk.followup.services import Opinion
from firstdesk.followup.tests.factories import Case, make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.models import Recusal
from firstdesk.matters.selectors import recused
from firstdesk.matters.states import State
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def rate(case: Case, level: int | None, words: str = "", at: datetime | None = None) -> Rating:
    return services.rate(case.matter, Opinion(level, words), at=at or case.at)


@pytest.mark.parametrize("level", [3, 4, 5])
def test_who_is_content_need_not_be_called(level: int) -> None:
    case = make_case()
    rate(case, level, "谢谢")
    assert Clock.objects.get(matter_id=case.pk, code="follow_up").outcome == "kept"
    assert Task.objects.get(matter=case.pk).outcome == "rated"
    entry = Entry.objects.get(verb="matter.followed_up")
    assert entry.actor_id is None and "谢谢" not in entry.after_json + entry.reason


def test_it_may_be_changed_and_each_is_kept() -> None:
    case = make_case()
    rate(case, 3)
    rate(case, 5, at=case.at + timedelta(days=2))
    assert list(Rating.objects.order_by("number").values_list("number", "level")) == [(1, 3), (2, 5)]
    last = selectors.last_rating(selectors.last_reply(case.matter))
    assert last is not None and last.level == 5


def test_sent_twice_it_is_one() -> None:
    case = make_case()
    assert rate(case, 4, "好").pk == rate(case, 4, " 好 ").pk
    assert Rating.objects.count() == 1


def test_not_after_the_time_of_the_rules() -> None:
    case = make_case()
    reply = selectors.last_reply(case.matter)
    assert reply is not None
    until = selectors.rating_until(case.matter, reply)
    assert until is not None and (until.date() - reply.replied_at.date()).days == 30
    rate(case, 4, at=until)
    with pytest.raises(Refusal):
        rate(case, 5, at=until + timedelta(seconds=1))


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize("state", [State.FOLLOW_UP, State.CLOSED])
def test_who_is_not_content_gets_another_handler_and_a_fresh_clock(level: int, state: str) -> None:
    case = make_case()
    if state == State.CLOSED:
        rate(case, 4)
        services.close(case.matter, by=case.by, at=case.at)
    handler = case.desk.officer
    rate(case, level, "还在漏", at=case.at + timedelta(hours=1))
    matter = case.matter
    assert (matter.state, matter.reopenings) == (State.TO_TRIAGE, 1)
    assert Clock.objects.get(matter_id=case.pk, code="triage", state="running").started_at == case.at + timedelta(
        hours=1
    )
    assert recused(matter) == {handler.pk}
    with pytest.raises(NotAllowed):
        matters.take(matter, handler, by=case.by, at=case.at + timedelta(hours=2))
    with pytest.raises(NotAllowed):
        matters.assign(matter, handler, by=case.colleague, at=case.at + timedelta(hours=2))


def test_words_alone_contest_and_no_words_do_not() -> None:
    case = make_case()
    with pytest.raises(Refusal):
        rate(case, None, "  ")
    rate(case, None, "没修好")
    assert case.matter.state == State.TO_TRIAGE
    assert "没修好" not in "".join(Entry.objects.values_list("reason", flat=True))


def test_a_leader_who_did_not_handle_it_is_asked_to_verify() -> None:
    case = make_case()
    rate(case, 1)
    task = Task.objects.get(kind="verify", ended_at=None)
    assert task.person is not None and task.person != case.desk.officer
    clock = Clock.objects.get(matter_id=case.pk, code="verify")
    assert clock.owing_person_id == task.person_id
    assert Notice.objects.filter(recipient=task.person, kind="loop.opened").exists()


def test_changed_upward_it_stays_taken_up() -> None:
    case = make_case()
    rate(case, 1)
    rate(case, 5, at=case.at + timedelta(hours=1))
    assert case.matter.state == State.TO_TRIAGE
    assert Recusal.objects.count() == 1


def test_not_before_there_is_an_answer() -> None:
    with pytest.raises(Refusal):
        rate(make_case(State.TO_REPLY), 5)


@pytest.mark.parametrize("level", [0, 6, -1])
def test_five_levels_and_no_more(level: int) -> None:
    with pytest.raises(Refusal):
        rate(make_case(), level)


@settings(max_examples=12, deadline=None)
@given(levels=st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_however_often_it_is_changed_the_last_counts_and_it_is_taken_up_once(levels: list[int]) -> None:
    case = make_case()
    for number, level in enumerate(levels, 1):
        rate(case, level, at=case.at + timedelta(minutes=number))
    last = selectors.last_rating(selectors.last_reply(case.matter))
    assert last is not None and last.level == levels[-1]
    assert case.matter.reopenings == (1 if min(levels) <= 2 else 0)
