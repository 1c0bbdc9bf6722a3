"""Induction before the first duty: who is new is not put on shift without it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstdesk.common import clock
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting
from firstdesk.matters.tests.factories import Desk
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence
from firstdesk.rosters.models import Shift
from firstdesk.rosters.selectors import board
from firstdesk.rosters.services import ShiftPlan, plan_shift, remove_shift
from firstdesk.training import services
from firstdesk.training.models import Attempt, Certificate, Course
from firstdesk.training.selectors import certificates, day, induction
from firstdesk.training.services import Held, Recognised
from firstdesk.training.tests import factories
from firstdesk.training.tests.factories import after, director, make_course, make_quiz, newcomer, trainer

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return factories.make_school()


def shift(desk: Desk, person: User, days: float = 2) -> None:
    starts = desk.later(days=days)
    plan = ShiftPlan(
        post=desk.centre.posts["intake"], person=person, starts_at=starts, ends_at=starts + timedelta(hours=8)
    )
    plan_shift(plan=plan, by=director(desk), at=desk.at)


def answers(quiz_course: Course, right: int) -> dict[int, list[int]]:
    """The first `right` questions answered rightly, the others wrongly."""
    assert quiz_course.quiz is not None
    rows = quiz_course.quiz.questions.filter(dropped_at=None).order_by("pk")
    return {each.pk: [0 if number < right else 1] for number, each in enumerate(rows)}


def test_from_newcomer_to_first_shift(desk: Desk) -> None:
    person = newcomer(desk)
    with pytest.raises(Refusal) as refused:
        shift(desk, person)
    (detail,) = refused.value.details
    assert detail.field == "person" and set(detail.clauses) == {"CP-05-05", "CP-16-01"}
    assert [each.person for each in induction.waiting(desk.centre.unit, desk.at)] == [person]
    course = make_course(desk, quiz=make_quiz(desk), valid_months=12)
    seat = course.seats.get(person=person)
    mine = acting(person, desk.at).actor
    with pytest.raises(NotAllowed):
        services.sit(seat, answers(course, 2), by=mine, at=desk.at)  # not there yet
    services.check_in(course, person, by=mine, at=course.starts_at)
    assert not services.sit(seat, answers(course, 1), by=mine, at=course.starts_at).is_passed
    services.hold(course, Held(), by=trainer(desk), at=after(course))
    assert not Certificate.objects.exists()  # came, but has not passed
    assert services.sit(seat, answers(course, 2), by=mine, at=after(course)).score == 100
    given = Certificate.objects.get()
    assert given.is_induction and given.person == person and given.valid_until == date(2027, 3, 17)
    with pytest.raises(NotAllowed):
        services.sit(seat, answers(course, 2), by=mine, at=after(course))  # passed already
    shift(desk, person, days=3)
    with pytest.raises(Refusal):
        shift(desk, person, days=400)  # the certificate has ended by then


def test_however_many_shifts_are_ahead_what_is_asked_about_them_stays_the_same(desk: Desk) -> None:
    """Whoever served before the rule has no paper, and is asked about at every shift."""

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert not board.unready(acting(desk.officer, desk.at), desk.at)
        return len(queries)

    shift(desk, desk.officer, days=2)
    few = asked()
    for days in range(3, 10):
        shift(desk, desk.officer, days=days)
    assert asked() == few


def test_who_served_before_the_rule_is_no_newcomer(desk: Desk) -> None:
    shift(desk, desk.officer)


def test_a_withdrawn_certificate_counts_no_more(desk: Desk) -> None:
    person = newcomer(desk)
    new = Recognised(
        title="市局岗前培训", subjects=factories.INDUCTION, basis="市局 2026-12 号", valid_from=desk.at.date(),
        is_induction=True,
    )  # fmt: skip
    row = services.recognise(desk.centre.unit, person, new, by=trainer(desk), at=desk.at)
    shift(desk, person)
    services.withdraw(row, "证明系误登", by=director(desk), at=desk.at)
    with pytest.raises(Refusal):
        shift(desk, person, days=5)
    with pytest.raises(NotAllowed):
        services.withdraw(Certificate.objects.get(), "再撤一次", by=director(desk), at=desk.at)


def warned(desk: Desk, person: User) -> list[str]:
    return [each.url for each in day.waiting(acting(person, desk.at), desk.at)]


@pytest.mark.parametrize("days", [2, None])
def test_planned_shifts_outlive_no_certificate(desk: Desk, days: int | None) -> None:
    """Ended by its date or withdrawn: at the shift, on the day of who plans and of who was to stand it; of nobody else."""
    person, post, lead = newcomer(desk), desk.centre.posts["intake"], desk.centre.people["group_leader"]
    until = desk.at.date() + timedelta(days=days) if days else None
    new = Recognised(
        title="市局岗前培训", subjects=factories.INDUCTION, basis="市局 12 号", valid_from=desk.at.date(),
        valid_until=until, is_induction=True,
    )  # fmt: skip
    row = services.recognise(desk.centre.unit, person, new, by=director(desk), at=desk.at)
    starts = desk.later(days=3)
    plan = ShiftPlan(post=post, person=person, starts_at=starts, ends_at=starts + timedelta(hours=8))
    if until:  # the shift was planned while a longer one was valid
        Certificate.objects.update(valid_until=None)
    kept = plan_shift(plan=plan, by=director(desk), at=desk.at)
    plan_shift(
        plan=replace(plan, person=desk.officer), by=director(desk), at=desk.at
    )  # served before the rule was in force
    assert not warned(desk, lead) and not warned(desk, person)
    if until:
        Certificate.objects.update(valid_until=until)
    else:
        services.withdraw(row, "证明系误登", by=director(desk), at=desk.at)
    assert warned(desk, lead) == [f"/duty/shifts/?post={post.pk}"] and warned(desk, person) == ["/training/mine/"]
    assert not warned(desk, desk.officer)
    lines = [each for _day, found in board.upcoming(post, desk.at) for each in found]
    assert [each.shift for each in lines if each.lack] == [kept] and len(lines) == 2
    remove_shift(shift=kept, reason="证明已失效", by=director(desk), at=desk.at)
    assert not warned(desk, lead) and not warned(desk, person)
    with pytest.raises(Refusal):
        plan_shift(plan=plan, by=director(desk), at=desk.at)


def test_the_page_of_the_table_says_so(client: Client, desk: Desk) -> None:
    person, post, now = newcomer(desk), desk.centre.posts["intake"], clock.now()
    for days in (1, 2):
        begins = now + timedelta(days=days)
        Shift.objects.create(post=post, person=person, starts_at=begins, ends_at=begins + timedelta(hours=8))
    client.force_login(desk.centre.people["group_leader"])
    page = client.get(f"/duty/shifts/?post={post.pk}", headers={"Accept-Language": "zh-hans"}).content.decode()
    assert page.count("请换人值班，或在上班前补上。") == 1 and page.count("须换人") == 2
    assert "无有效岗前培训，请换人值班" in client.get("/", headers={"Accept-Language": "zh-hans"}).content.decode()


def test_an_induction_covers_everything_or_is_none(desk: Desk) -> None:
    person = newcomer(desk)
    with pytest.raises(Refusal) as refused:
        make_course(desk, subjects=("law",))
    assert refused.value.details[0].field == "subjects"
    short = Recognised(title="x", subjects=("law",), basis="y", valid_from=desk.at.date(), is_induction=True)
    with pytest.raises(Refusal):
        services.recognise(desk.centre.unit, person, short, by=trainer(desk), at=desk.at)


@pytest.mark.parametrize("wrong", [{"basis": ""}, {"valid_from": date(2027, 1, 1)}, {"valid_until": date(2020, 1, 1)}])
def test_what_is_recognised_has_its_paper_and_its_days(desk: Desk, wrong: dict[str, object]) -> None:
    base = {"title": "外训", "subjects": ("law",), "basis": "文号1", "valid_from": desk.at.date()} | wrong
    with pytest.raises(Refusal):
        services.recognise(
            desk.centre.unit, desk.officer, Recognised(**base), by=trainer(desk), at=desk.at  # type: ignore[arg-type]
        )  # fmt: skip


def test_nobody_recognises_their_own(desk: Desk) -> None:
    leader = desk.centre.people["group_leader"]
    new = Recognised(title="外训", subjects=("law",), basis="文号1", valid_from=desk.at.date())
    with pytest.raises(Refusal):
        services.recognise(desk.centre.unit, leader, new, by=trainer(desk), at=desk.at)


def test_the_test_knows_its_limits(desk: Desk) -> None:
    person = newcomer(desk)
    course = make_course(desk, quiz=make_quiz(desk), tries=2)
    seat, mine = course.seats.get(person=person), acting(person, desk.at).actor
    services.check_in(course, person, by=mine, at=course.starts_at)
    first = min(answers(course, 0))
    with pytest.raises(Refusal):
        services.sit(seat, {first: [0]}, by=mine, at=course.starts_at)  # one left open
    with pytest.raises(NotAllowed):
        services.sit(seat, answers(course, 2), by=trainer(desk), at=course.starts_at)  # somebody else
    for _try in range(2):
        services.sit(seat, answers(course, 0), by=mine, at=course.starts_at)
    with pytest.raises(NotAllowed):
        services.sit(seat, answers(course, 2), by=mine, at=course.starts_at)
    assert [each.number for each in Attempt.objects.order_by("number")] == [1, 2]
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.update(score=100)


def test_certificates_warn_once_before_they_end(desk: Desk) -> None:
    person = newcomer(desk)
    until = desk.at.date() + timedelta(days=20)
    new = Recognised(title="急救", subjects=("law",), basis="文号1", valid_from=desk.at.date(), valid_until=until)
    services.recognise(desk.centre.unit, person, new, by=trainer(desk), at=desk.at)
    assert services.warn(at=desk.at) == 1 and services.warn(at=desk.later(days=1)) == 0
    again = Recognised(title="急救", subjects=("law",), basis="文号2", valid_from=desk.at.date())
    services.recognise(desk.centre.unit, person, again, by=trainer(desk), at=desk.at)
    assert not certificates.running_out(certificates.of_person(person), desk.at.date()).exists()


def test_a_course_nobody_came_to_proves_nothing(desk: Desk) -> None:
    newcomer(desk)
    course = make_course(desk)
    with pytest.raises(NotAllowed):
        services.hold(course, Held(), by=trainer(desk), at=desk.at)  # it has not begun
    with pytest.raises(Refusal):
        services.hold(course, Held(), by=trainer(desk), at=after(course))


def test_holding_it_does_the_duty(desk: Desk) -> None:
    obligations.schedule(desk.centre.unit, at=desk.later(days=60))
    course = make_course(desk, kind="inner", is_expert=True)
    services.tick(course, set(course.seats.values_list("pk", flat=True)), by=trainer(desk), at=after(course))
    services.hold(course, Held(account="讲解首问负责制"), by=trainer(desk), at=after(course))
    done = set(Occurrence.objects.filter(state="done").values_list("rule_id", flat=True))
    assert {"cp.training.sessions", "cp.training.expert"} <= done
