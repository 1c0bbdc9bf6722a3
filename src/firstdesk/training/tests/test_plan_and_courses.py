"""The annual plan, courses, residents' sessions: through the verbs and through the pages, and what must not be possible."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.tests.factories import acting, make_centre
from firstdesk.ledger.tests.factories import saw
from firstdesk.matters.tests.factories import Desk
from firstdesk.notices.models import Notice
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence
from firstdesk.training import services
from firstdesk.training.models import Course, Plan, Question, Quiz, Seat
from firstdesk.training.selectors import courses as found
from firstdesk.training.selectors import day
from firstdesk.training.services import Draft, Held, NewCourse, NewLine, NewQuestion
from firstdesk.training.tests import factories
from firstdesk.training.tests.factories import after, director, make_course, make_quiz, trainer

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return factories.make_school()


def make_plan(desk: Desk) -> Plan:
    plan = services.draft(desk.centre.unit, Draft(year=2026, goals="人人过关"), by=trainer(desk), at=desk.at)
    line = NewLine(title="调解技巧", kind="inner", subjects=("law",), month=4, posts=("mediation",))
    services.add_line(plan, line, by=trainer(desk), at=desk.at)
    return plan


def test_a_plan_goes_its_way_and_proves_itself() -> None:
    desk = factories.make_school("police_mediation")
    january = Desk(desk.centre, desk.later(days=-70))
    obligations.schedule(desk.centre.unit, at=january.at)
    plan = make_plan(january)
    with pytest.raises(Refusal):
        services.draft(desk.centre.unit, Draft(year=2026, goals="再来"), by=trainer(desk), at=desk.at)
    services.submit(plan, by=trainer(january), at=january.at)
    assert Notice.objects.filter(kind="training.submitted", recipient=desk.centre.people["director"]).exists()
    with pytest.raises(NotAllowed):
        services.add_line(
            plan, NewLine(title="x", kind="inner", subjects=("law",), month=5, posts=("intake",)), by=trainer(desk),
            at=desk.at,
        )  # fmt: skip
    with pytest.raises(Refusal):
        services.give_back(plan, " ", by=director(january), at=january.at)
    services.give_back(plan, "加一期应急", by=director(january), at=january.at)
    services.submit(plan, by=trainer(january), at=january.at)
    services.approve(plan, by=director(january), at=january.at)
    done = set(Occurrence.objects.filter(state="done").values_list("rule_id", flat=True))
    assert done == {"pm.training.plan"}
    (line,) = found.lines_of(Plan.objects.get(), desk.later(days=60))
    assert line.is_late and not line.courses


def test_a_plan_approved_before_its_duty_was_raised_proves_it_then() -> None:
    desk = factories.make_school("police_mediation")
    autumn = Desk(desk.centre, desk.later(days=-150))
    obligations.schedule(desk.centre.unit, at=autumn.at)
    plan = make_plan(autumn)
    services.submit(plan, by=trainer(autumn), at=autumn.at)
    services.approve(plan, by=director(autumn), at=autumn.at)
    assert services.prove_early(at=autumn.at) == 0  # nothing is owed yet
    winter = desk.later(days=-75)
    obligations.schedule(desk.centre.unit, at=winter)
    assert (services.prove_early(at=winter), services.prove_early(at=winter)) == (1, 0)
    duty = Occurrence.objects.get(rule_id="pm.training.plan", period_start__year=2026)
    assert (duty.state, duty.is_late) == ("done", False)
    assert duty.proofs.get().happened_on == autumn.at.date()


def test_the_plan_stands_on_the_day_of_whose_turn_it_is(desk: Desk) -> None:
    lead, head = (acting(desk.centre.people[who], desk.at) for who in ("group_leader", "director"))
    plan, address = make_plan(desk), ["/training/?year=2026"]

    def days() -> tuple[list[str], list[str]]:
        found = [[each.url for each in day.waiting(who, desk.at)] for who in (lead, head)]
        return found[0], found[1]

    assert days() == ([], [])
    services.submit(plan, by=trainer(desk), at=desk.at)
    assert days() == ([], address)
    services.give_back(plan, "加一期应急", by=director(desk), at=desk.at)
    assert days() == (address, [])
    services.submit(plan, by=trainer(desk), at=desk.at)
    services.approve(plan, by=director(desk), at=desk.at)
    assert days() == ([], [])


def test_an_empty_plan_is_not_submitted(desk: Desk) -> None:
    plan = services.draft(desk.centre.unit, Draft(year=2027, goals="x"), by=trainer(desk), at=desk.at)
    with pytest.raises(Refusal):
        services.submit(plan, by=trainer(desk), at=desk.at)
    with pytest.raises(Refusal):
        services.draft(desk.centre.unit, Draft(year=1900, goals="x"), by=trainer(desk), at=desk.at)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subjects": ()}, "subjects"), ({"subjects": ("belief",)}, "subjects"), ({"posts": ()}, "posts"),
        ({"posts": ("king",)}, "posts"), ({"kind": "guidance", "bodies": ()}, "bodies"),
        ({"kind": "guidance", "bodies": ("sect",)}, "bodies"), ({"tries": 0}, ""),
    ],
)  # fmt: skip
def test_a_course_that_makes_no_sense(desk: Desk, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        make_course(desk, **wrong)
    assert field in {each.field for each in refused.value.details}


def test_a_course_ends_after_it_begins(desk: Desk) -> None:
    with pytest.raises(Refusal):
        make_course(desk, ends_at=desk.later(hours=1))


def test_questions_are_answerable(desk: Desk) -> None:
    quiz = services.make_quiz(desk.centre.unit, "测试", 60, by=trainer(desk), at=desk.at)
    for options, multiple in [
        ([("对", True)], False), ([("对", True), ("对", False)], False), ([("甲", False), ("乙", False)], True),
        ([("甲", True), ("乙", True)], False), ([(f"{n}", n == 1) for n in range(9)], False),
    ]:  # fmt: skip
        with pytest.raises(Refusal):
            services.ask(
                quiz, NewQuestion(text="？", options=options, is_multiple=multiple), by=trainer(desk), at=desk.at
            )
    with pytest.raises(Refusal):
        services.make_quiz(desk.centre.unit, "测试", 0, by=trainer(desk), at=desk.at)
    with pytest.raises(Refusal):
        make_course(desk, quiz=quiz)  # it has no question


def test_several_right_answers_are_all_wanted(desk: Desk) -> None:
    quiz = services.make_quiz(desk.centre.unit, "测试", 60, by=trainer(desk), at=desk.at)
    options = [("甲", True), ("乙", True), ("丙", False)]
    row = services.ask(quiz, NewQuestion(text="？", options=options, is_multiple=True), by=trainer(desk), at=desk.at)
    scores = [services.quizzes.mark([row], {row.pk: given})[0] for given in ([0], [0, 1], [0, 1, 2], [0, 1, 99])]
    assert scores == [0, 100, 0, 100]
    services.drop(row, by=trainer(desk), at=desk.at)
    with pytest.raises(NotAllowed):
        services.drop(Question.objects.get(), by=trainer(desk), at=desk.at)


def test_residents_are_a_number(desk: Desk) -> None:
    obligations.schedule(desk.centre.unit, at=desk.at)
    base = {
        "title": "防诈骗进小区", "kind": "publicity", "subjects": ("fraud",), "place": "榕荫小区", "teacher": "社区民警",
        "starts_at": desk.later(hours=-3), "ends_at": desk.later(hours=-2),
    }  # fmt: skip
    new = NewCourse(**base)  # type: ignore[arg-type]
    with pytest.raises(Refusal):
        services.note_session(desk.centre.unit, new, Held(), by=trainer(desk), at=desk.at)
    course = services.note_session(desk.centre.unit, new, Held(heard=46), by=trainer(desk), at=desk.at)
    assert not Seat.objects.exists()
    with pytest.raises(NotAllowed):
        services.invite(course, desk.officer, by=trainer(desk), at=desk.at)
    year = (desk.at.date().replace(month=1, day=1), desk.at.date().replace(month=12, day=31))
    assert found.reached(desk.centre.unit, *year) == {"sessions": 1, "people": 46}
    done = set(Occurrence.objects.filter(state="done").values_list("rule_id", flat=True))
    assert {"cp.publicity.law", "cp.publicity.activities"} <= done


def test_the_door_opens_and_closes(desk: Desk) -> None:
    course = make_course(desk)
    mine = acting(desk.officer, desk.at).actor
    for at in (course.starts_at - timedelta(minutes=31), after(course)):
        with pytest.raises(NotAllowed):
            services.check_in(course, desk.officer, by=mine, at=at)
    leader = desk.centre.people["group_leader"]
    with pytest.raises(NotAllowed):
        services.check_in(course, leader, by=trainer(desk), at=course.starts_at)  # not asked
    services.check_in(course, desk.officer, by=mine, at=course.starts_at)
    services.tick(course, set(), by=trainer(desk), at=course.starts_at)
    assert Seat.objects.get(person=desk.officer).way == "code"  # the list takes no signing-in away
    with pytest.raises(NotAllowed):
        services.tick(course, set(), by=trainer(desk), at=desk.at)  # before it begins


def test_called_off_with_a_reason_and_for_good(desk: Desk) -> None:
    course = make_course(desk)
    with pytest.raises(Refusal):
        services.call_off(course, "", by=trainer(desk), at=desk.at)
    services.call_off(course, "台风", by=trainer(desk), at=desk.at)
    assert Notice.objects.filter(kind="training.called_off").count() == course.seats.count()
    with pytest.raises(NotAllowed):
        services.hold(course, Held(), by=trainer(desk), at=after(course))


def test_somebody_of_another_centre_is_not_asked(desk: Desk) -> None:
    stranger = make_centre().people["intake"]
    course = make_course(desk)
    with pytest.raises(Refusal):
        services.invite(course, stranger, by=trainer(desk), at=desk.at)
    with pytest.raises(Refusal):
        services.invite(course, desk.officer, by=trainer(desk), at=desk.at)  # already


def test_through_the_pages(desk: Desk, settings: object) -> None:
    leader, officer, stranger = Client(), Client(), Client()
    leader.force_login(desk.centre.people["group_leader"])
    officer.force_login(desk.officer)
    stranger.force_login(make_centre().people["intake"])
    draft, plan = reverse("training:draft"), reverse("training:plan")
    assert officer.get(draft).status_code == 403 and officer.get(plan).status_code == 200
    assert leader.post(draft, {"year": "x"}).status_code == 422
    assert leader.post(draft, {"year": 2026, "goals": "全员过关"}).status_code == 303
    row = Plan.objects.get()
    line = reverse("training:add_line", args=[row.pk])
    assert leader.post(line, {"title": "普法"}).status_code == 422
    body = {"title": "普法", "kind": "inner", "month": 5, "hours": 2, "subjects": ["law"], "posts": ["intake"]}
    assert leader.post(line, body).status_code == 422  # without a word of what it saw
    assert leader.post(line, saw(row, **body)).status_code == 303
    assert "普法" in officer.get(f"{plan}?year=2026").content.decode()
    assert leader.post(reverse("training:submit", args=[row.pk]), saw(row)).status_code == 303
    assert leader.post(reverse("training:approve", args=[row.pk])).status_code == 403
    assert stranger.post(reverse("training:submit", args=[row.pk])).status_code == 403
    new = reverse("training:new_course")
    assert leader.get(new).status_code == 200 and leader.post(new, {"title": "x"}).status_code == 422
    sent = {
        "title": "首问负责", "kind": "inner", "subjects": ["law"], "posts": ["intake"], "place": "二楼", "teacher": "组长",
        "starts_at": "2026-05-06T09:00", "ends_at": "2026-05-06T11:00", "tries": 3, "valid_months": 12,
    }  # fmt: skip
    assert leader.post(new, sent).status_code == 303
    course = Course.objects.get()
    page = reverse("training:course", args=[course.pk])
    assert "data:image/svg+xml" in leader.get(page).content.decode()
    assert "data:image/svg+xml" not in officer.get(page).content.decode()
    assert stranger.get(page).status_code == 404
    assert officer.get(reverse("training:here", args=["nosuchcode"])).status_code == 404
    quizzes = reverse("training:quizzes")
    assert leader.post(quizzes, {"title": "测试", "pass_mark": 101}).status_code == 422
    assert leader.post(quizzes, {"title": "测试", "pass_mark": 80}).status_code == 303
    made = Quiz.objects.get()
    question = reverse("training:quiz", args=[made.pk])
    one = {"text": "谁负责？", "option_0": "首问的人", "option_1": "没有人"}
    assert leader.post(question, one).status_code == 422
    assert leader.post(question, saw(made, **one, right_0="on")).status_code == 303
    assert leader.get(reverse("training:certificates")).status_code == 200
    assert officer.get(reverse("training:mine")).status_code == 200


def test_the_test_is_sat_on_the_page(desk: Desk) -> None:
    course = make_course(desk, quiz=make_quiz(desk, questions=1))
    services.check_in(course, desk.officer, by=acting(desk.officer, desk.at).actor, at=course.starts_at)
    officer = Client()
    officer.force_login(desk.officer)
    page = reverse("training:sit", args=[course.pk])
    (question,) = Question.objects.all()
    assert "首问负责" in officer.get(page).content.decode()
    assert officer.post(page, {}).status_code == 422
    assert officer.post(page, {f"q{question.pk}": ["0", "²", "99"], "seen": "0"}).status_code == 303
    assert "100" in officer.get(page).content.decode()
    leader = Client()
    leader.force_login(desk.centre.people["group_leader"])
    assert leader.get(page).status_code == 404  # no seat of theirs
