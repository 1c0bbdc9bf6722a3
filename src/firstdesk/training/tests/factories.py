"""A centre at training: a desk in 2026, whose newcomers need the induction."""

from datetime import datetime, timedelta

from firstdesk.directory.models import Appointment, Post, User
from firstdesk.directory.tests.factories import acting, make_person
from firstdesk.ledger.actors import Actor
from firstdesk.matters.tests.factories import SHANGHAI, Desk, make_desk
from firstdesk.training import services
from firstdesk.training.models import Course, Quiz
from firstdesk.training.services import NewCourse, NewQuestion

SPRING = datetime(2026, 3, 17, 9, 0, tzinfo=SHANGHAI)
INDUCTION = ("law", "duties", "workflow", "skills")


def make_school(kind: str = "police_office") -> Desk:
    """A centre in the spring of 2026."""
    return make_desk(kind, SPRING)


def trainer(desk: Desk) -> Actor:
    """The group leader, who plans and holds training."""
    return acting(desk.centre.people["group_leader"], desk.at).actor


def director(desk: Desk) -> Actor:
    """The director."""
    return acting(desk.centre.people["director"], desk.at).actor


def newcomer(desk: Desk, post: Post | None = None, name: str = "新来的") -> User:
    """Somebody whose first post begins today."""
    person = make_person(post or desk.centre.posts["intake"], name=name)
    Appointment.objects.filter(user=person).update(starts_on=desk.at.date())
    return person


def make_quiz(desk: Desk, questions: int = 2, pass_mark: int = 80) -> Quiz:
    """A test whose first option is always right."""
    quiz = services.make_quiz(desk.centre.unit, "岗前测试", pass_mark, by=trainer(desk), at=desk.at)
    for number in range(questions):
        options = [("首问负责", True), ("推给别人", False), ("不登记", False)]
        services.ask(quiz, NewQuestion(text=f"第{number + 1}题", options=options), by=trainer(desk), at=desk.at)
    return quiz


def make_course(desk: Desk, **values: object) -> Course:
    """An induction tomorrow for the intake desk."""
    base = {
        "title": "岗前培训", "kind": "induction", "subjects": INDUCTION, "posts": ("intake",), "place": "二楼会议室",
        "teacher": "组长", "starts_at": desk.later(days=1), "ends_at": desk.later(days=1, hours=3),
    }  # fmt: skip
    new = NewCourse(**(base | values))  # type: ignore[arg-type]
    return services.arrange(desk.centre.unit, new, by=trainer(desk), at=desk.at)


def after(course: Course) -> datetime:
    """Just after it ended."""
    return course.ends_at + timedelta(minutes=5)
