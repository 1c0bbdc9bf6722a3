"""What nobody looked at, nobody changes; what is sent twice is done once; two who answer at once use up one try each."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common.refusals import Conflict, Refusal
from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.tests.factories import saw
from firstdesk.matters.tests.factories import Desk
from firstdesk.training import services
from firstdesk.training.models import Attempt, Certificate, Course, Plan, Question, Seat
from firstdesk.training.services import Draft, NewLine, NewQuestion, Recognised
from firstdesk.training.tests.factories import after, director, make_course, make_quiz, make_school, newcomer, trainer

pytestmark = pytest.mark.django_db
LINE = NewLine(title="普法", kind="inner", subjects=("law",), month=4, posts=("intake",))


@pytest.fixture
def desk() -> Desk:
    return make_school()


@pytest.fixture
def leader(desk: Desk) -> Client:
    found = Client()
    found.force_login(desk.centre.people["group_leader"])
    return found


def make_plan(desk: Desk) -> Plan:
    plan = services.draft(desk.centre.unit, Draft(year=2026, goals="人人过关"), by=trainer(desk), at=desk.at)
    services.add_line(plan, LINE, by=trainer(desk), at=desk.at)
    return plan


def test_a_plan_that_changed_meanwhile_is_not_submitted(desk: Desk, leader: Client) -> None:
    plan = make_plan(desk)
    old = saw(plan)
    services.add_line(plan, NewLine(**{**vars(LINE), "month": 5}), by=trainer(desk), at=desk.later(hours=1))
    answer = leader.post(reverse("training:submit", args=[plan.pk]), old)
    assert answer.status_code == 409 and "5月加入“普法”" in answer.content.decode()
    assert Plan.objects.get().state == "draft"
    line = {"title": "普法", "kind": "inner", "month": 6, "hours": 2, "subjects": ["law"], "posts": ["intake"]}
    kept = leader.post(reverse("training:add_line", args=[plan.pk]), {**old, **line})
    assert kept.status_code == 409 and 'value="普法"' in kept.content.decode()  # what was typed stands there still
    assert leader.post(reverse("training:add_line", args=[plan.pk]), saw(plan, **line)).status_code == 303


def test_a_plan_that_was_given_back_and_changed_is_not_approved_as_it_was(desk: Desk) -> None:
    plan = make_plan(desk)
    services.submit(plan, by=trainer(desk), at=desk.later(hours=1))
    stale = Plan.objects.get()
    services.give_back(plan, "加一期应急", by=director(desk), at=desk.later(hours=2))
    services.submit(plan, by=trainer(desk), at=desk.later(hours=3))
    with pytest.raises(Conflict):
        services.approve(stale, by=director(desk), at=desk.later(hours=4))


def test_two_who_tick_the_list(desk: Desk) -> None:
    newcomer(desk)
    course = make_course(desk)
    keys = set(course.seats.values_list("pk", flat=True))
    stale = Course.objects.get()
    services.tick(course, keys, by=trainer(desk), at=after(course))
    with pytest.raises(Conflict):
        services.tick(stale, set(), by=trainer(desk), at=after(course))
    assert Seat.objects.filter(came_at__isnull=False).count() == len(keys)


def test_answers_sent_twice_use_up_one_try(desk: Desk) -> None:
    person = newcomer(desk)
    course = make_course(desk, quiz=make_quiz(desk, questions=1), tries=2)
    mine = acting(person, desk.at).actor
    services.check_in(course, person, by=mine, at=course.starts_at)
    page, browser = reverse("training:sit", args=[course.pk]), Client()
    browser.force_login(person)
    wrong = {f"q{Question.objects.get().pk}": "1", "seen": "0"}
    assert browser.post(page, wrong).status_code == 303
    again = browser.post(page, wrong)
    assert again.status_code == 409 and "已经交过" in again.content.decode()
    assert browser.post(page, {**wrong, "seen": ""}).status_code == 422
    assert Attempt.objects.count() == 1
    assert browser.post(page, {**wrong, "seen": "1"}).status_code == 303


def test_who_leaves_in_the_middle_goes_on_later(desk: Desk) -> None:
    """Nothing is kept of a test that was not handed in, and no try is used up; a question that was dropped is asked no more."""
    person = newcomer(desk)
    course = make_course(desk, quiz=make_quiz(desk, questions=2), tries=1)
    mine = acting(person, desk.at).actor
    services.check_in(course, person, by=mine, at=course.starts_at)
    page, browser = reverse("training:sit", args=[course.pk]), Client()
    browser.force_login(person)
    first, second = Question.objects.order_by("pk")
    half = browser.post(page, {f"q{first.pk}": "0", "seen": "0"})
    assert half.status_code == 422 and "checked" in half.content.decode() and not Attempt.objects.exists()
    services.drop(second, by=trainer(desk), at=desk.at)
    assert browser.post(page, {f"q{first.pk}": "0", f"q{second.pk}": "0", "seen": "0"}).status_code == 303
    assert len(Attempt.objects.get().answers) == 1


@pytest.mark.parametrize("name", ["plan", "line", "course", "quiz", "question", "paper"])
def test_what_is_sent_twice_is_there_once(desk: Desk, name: str) -> None:
    by, unit, at = trainer(desk), desk.centre.unit, desk.at
    plan, quiz = make_plan(desk), make_quiz(desk, questions=0)
    one = NewQuestion(text="谁负责？", options=(("首问的人", True), ("没有人", False)))
    paper = Recognised(title="外训", subjects=("law",), basis="1号", valid_from=at.date())
    verbs: dict[str, Callable[[], object]] = {
        "plan": lambda: services.draft(unit, Draft(year=2026, goals="再来"), by=by, at=at),
        "line": lambda: services.add_line(plan, LINE, by=by, at=at),
        "course": lambda: make_course(desk),
        "quiz": lambda: services.make_quiz(unit, quiz.title, 80, by=by, at=at),
        "question": lambda: services.ask(quiz, one, by=by, at=at),
        "paper": lambda: services.recognise(unit, desk.officer, paper, by=by, at=at),
    }
    if name not in {"plan", "line", "quiz"}:
        verbs[name]()
    with pytest.raises(Refusal):
        verbs[name]()


def test_what_was_called_off_or_withdrawn_may_come_again(desk: Desk) -> None:
    course = make_course(desk)
    services.call_off(course, "台风", by=trainer(desk), at=desk.at)
    assert make_course(desk).pk != course.pk
    paper = Recognised(title="外训", subjects=("law",), basis="1号", valid_from=desk.at.date())
    row = services.recognise(desk.centre.unit, desk.officer, paper, by=trainer(desk), at=desk.at)
    services.withdraw(row, "误登", by=director(desk), at=desk.at + timedelta(hours=1))
    services.recognise(desk.centre.unit, desk.officer, paper, by=trainer(desk), at=desk.at)
    assert Certificate.objects.count() == 2
