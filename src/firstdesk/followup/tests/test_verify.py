"""A contested answer: verified by somebody else, put right, and fed back."""

from datetime import timedelta

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.followup import services
from firstdesk.followup.models import Task
from firstdesk.followup.services import Opinion
from firstdesk.followup.tests.factories import Case, make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters.services import Step, advance
from firstdesk.matters.states import State
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    contested = make_case()
    services.rate(contested.matter, Opinion(1, "还在漏"), at=contested.at)
    return contested


def test_verified_put_right_and_fed_back(case: Case) -> None:
    later = case.at + timedelta(hours=2)
    services.verify(case.matter, is_true=True, finding="接头没有换，须重做", by=case.colleague, at=later)
    assert Clock.objects.get(matter_id=case.pk, code="verify").outcome == "kept"
    assert Task.objects.get(kind="verify").outcome == "true"
    assert Task.objects.get(kind="feed_back").ended_at is None
    assert "接头" not in Entry.objects.get(verb="loop.verified").after_json
    advance(case.matter, Step(State.HANDLING, "matter.triaged"), by=case.by, at=later)
    services.finish_own(case.matter, result_code="settled", text="接头已换", by=case.colleague, at=later)
    services.reply(case.matter, way="phone", text="接头已换好", by=case.colleague, at=later)
    assert Task.objects.get(kind="feed_back").outcome == "told"
    services.rate(case.matter, Opinion(5), at=later + timedelta(hours=1))
    services.close(case.matter, by=case.by, at=later + timedelta(hours=2))
    assert case.matter.state == State.CLOSED
    assert not Task.objects.filter(ended_at=None).exists()


def test_not_by_whoever_handled_it(case: Case) -> None:
    with pytest.raises(NotAllowed):
        services.verify(case.matter, is_true=False, finding="没有问题", by=case.by, at=case.at)


def test_not_by_another_unit(case: Case) -> None:
    with pytest.raises(NotAllowed):
        services.verify(case.matter, is_true=False, finding="没有问题", by=case.stranger, at=case.at)


def test_it_says_what_was_found(case: Case) -> None:
    with pytest.raises(Refusal):
        services.verify(case.matter, is_true=True, finding=" ", by=case.colleague, at=case.at)


def test_whoever_handled_it_does_not_do_it_again(case: Case) -> None:
    advance(case.matter, Step(State.HANDLING, "matter.triaged"), by=case.by, at=case.at)
    with pytest.raises(NotAllowed):
        services.finish_own(case.matter, result_code="settled", text="看过", by=case.by, at=case.at)


def test_not_twice(case: Case) -> None:
    services.verify(case.matter, is_true=False, finding="未发现漏水", by=case.colleague, at=case.at)
    with pytest.raises(NotAllowed):
        services.verify(case.matter, is_true=True, finding="又看", by=case.colleague, at=case.at)


def test_no_answer_before_it_is_verified(case: Case) -> None:
    advance(case.matter, Step(State.HANDLING, "matter.triaged"), by=case.by, at=case.at)
    services.finish_own(case.matter, result_code="settled", text="看过", by=case.colleague, at=case.at)
    with pytest.raises(Refusal):
        services.reply(case.matter, way="phone", text="没有问题", by=case.colleague, at=case.at)
