"""Courses: arranged, people invited, attendance noted, held. Holding one proves the duties it is for."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common import clock, validation
from firstdesk.common.refusals import NotAllowed, Refusal, at_field
from firstdesk.directory.models import Unit, User
from firstdesk.files.codes import ALPHABET
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send
from firstdesk.obligations.services.proving import Shown, prove
from firstdesk.training.models import Course, Kind, PlanLine, Quiz, Seat
from firstdesk.training.selectors import choices, people
from firstdesk.training.selectors.courses import is_open_door
from firstdesk.training.services.certificates import give
from firstdesk.training.services.record import check_posts, check_subjects, enter, lock, touch
from firstdesk.training.states import CourseState

ASKED = gettext_noop("You are asked to the course “%(title)s” on %(day)s, %(place)s.")
CALLED_OFF = gettext_noop("The course “%(title)s” of %(day)s is called off: %(reason)s")
PROOFS = {  # what holding a course of a kind is evidence of
    Kind.INNER: ("training_record",), Kind.OUTER: ("training_record",), Kind.ON_SITE: ("training_record",),
    Kind.INDUCTION: ("training_record",), Kind.PUBLICITY: ("publicity_record",), Kind.GUIDANCE: ("guidance_record",),
}  # fmt: skip
UNSET = ("planned_by", "ended_at", "ended_by", "heard", "code", "quiz", "line")


@dataclass(frozen=True, kw_only=True)
class NewCourse:
    """A course as entered."""

    title: str
    kind: str
    subjects: Sequence[str]
    starts_at: datetime
    ends_at: datetime
    place: str
    teacher: str
    is_expert: bool = False
    posts: Sequence[str] = ()
    bodies: Sequence[str] = ()
    line: PlanLine | None = None
    quiz: Quiz | None = None
    tries: int = 3
    valid_months: int = 0


@transaction.atomic
def arrange(unit: Unit, new: NewCourse, *, by: Actor, at: datetime) -> Course:
    """Arrange a course and invite every holder of its posts. Idempotent for the same form."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # sent twice, it is arranged once
    _check(unit, new, at)
    course = Course(
        unit=unit, line=new.line, title=new.title.strip(), kind=new.kind, subjects=list(new.subjects),
        posts=list(new.posts), bodies=list(new.bodies), place=new.place.strip(), teacher=new.teacher.strip(),
        is_expert=new.is_expert, starts_at=new.starts_at, ends_at=new.ends_at, quiz=new.quiz, tries=new.tries,
        valid_months=new.valid_months, code="".join(secrets.choice(ALPHABET) for _n in range(12)), planned_at=at,
        planned_by_id=by.by_id, changed_at=at,
    )  # fmt: skip
    validation.check(course, leave_out=UNSET)
    course.save(force_insert=True)
    asked = [] if course.is_counted else people.staff(unit, new.starts_at, new.posts)
    noted = {"title": course.title, "day": _day(course), "asked": len(asked)}
    enter(course, "training.arranged", noted, by=by, at=at)
    _ask(course, asked, by=by, at=at)
    return course


def _check(unit: Unit, new: NewCourse, at: datetime) -> None:
    counted = new.kind in {Kind.PUBLICITY, Kind.GUIDANCE}
    check_subjects(unit, new.kind, new.subjects, at)
    check_posts(unit, new.posts, needed=not counted)
    if new.kind == Kind.GUIDANCE and not new.bodies:
        raise at_field("bodies", _("Say which prevention bodies are guided."))
    known = dict(choices.choices(unit, choices.BODIES, at))
    if any(each not in known for each in new.bodies):
        raise at_field("bodies", _("Choose bodies of the list."))
    if new.quiz is not None and (counted or new.quiz.unit_id != unit.pk):
        raise at_field("quiz", _("Choose a test of this centre; residents are not tested."))
    if new.quiz is not None and not new.quiz.questions.filter(dropped_at=None).exists():
        raise at_field("quiz", _("This test has no questions yet."))
    if new.line is not None and new.line.plan.unit_id != unit.pk:
        raise at_field("line", _("This line belongs to another plan."))


def _day(course: Course) -> str:
    return f"{clock.local(course.starts_at):%Y-%m-%d %H:%M}"


def _ask(course: Course, asked: Sequence[User], *, by: Actor, at: datetime) -> None:
    Seat.objects.bulk_create(
        Seat(course=course, person=person, invited_at=at, invited_by_id=by.by_id) for person in asked
    )
    values = {"title": course.title, "day": _day(course), "place": course.place}
    url = f"/training/courses/{course.pk}/"
    send(Message(kind="training.asked", text=ASKED, values=values, url=url), to=asked, at=at)


@transaction.atomic
def invite(course: Course, person: User, *, by: Actor, at: datetime) -> Seat:
    """Ask one more person."""
    _is_planned(course)
    if course.is_counted:
        raise NotAllowed(_("Nobody is asked to this by name; say afterwards how many came."))
    if person not in people.staff(course.unit, course.starts_at):
        raise at_field("person", _("%(person)s holds no post around this centre.") % {"person": person})
    if Seat.objects.filter(course=course, person=person).exists():
        raise at_field("person", _("%(person)s is asked already.") % {"person": person})
    touch(course, at)
    enter(course, "training.asked", {"title": course.title, "person": str(person)}, by=by, at=at)
    _ask(course, [person], by=by, at=at)
    return Seat.objects.get(course=course, person=person)


def _is_planned(course: Course) -> None:
    lock(course)
    if course.state != CourseState.PLANNED:
        raise NotAllowed(_("The course is over or called off; nothing about it is changed."))


@transaction.atomic
def tick(course: Course, came: Collection[int], *, by: Actor, at: datetime) -> int:
    """Set attendance by the list: exactly those ticked, and those who signed in by code. Returns how many came."""
    _is_planned(course)
    if at < course.starts_at:
        raise NotAllowed(_("The course has not begun; nobody can have come yet."))
    seats = Seat.objects.filter(course=course)
    seats.filter(way=Seat.Way.LIST).exclude(pk__in=came).update(way="", came_at=None, came_by=None)
    fresh = seats.filter(pk__in=came, came_at=None)
    fresh.update(way=Seat.Way.LIST, came_at=at, came_by_id=by.by_id)
    count = seats.filter(came_at__isnull=False).count()
    touch(course, at)
    enter(course, "training.ticked", {"title": course.title, "came": count}, by=by, at=at)
    return count


@transaction.atomic
def check_in(course: Course, person: User, *, by: Actor, at: datetime) -> Seat:
    """Sign in by the code on the door."""
    seat = Seat.objects.select_for_update(no_key=True, of=("self",)).filter(course=course, person=person).first()
    if seat is None:
        raise NotAllowed(_("You were not asked to this course. Let whoever holds it put you on the list."))
    if not is_open_door(course, at):
        raise NotAllowed(_("One signs in from half an hour before the course begins until it ends."))
    if seat.came_at is None:
        seat.way, seat.came_at, seat.came_by_id = Seat.Way.CODE, at, by.by_id
        seat.save(update_fields=["way", "came_at", "came_by"])
        enter(course, "training.signed_in", {"title": course.title}, by=by, at=at)
    return seat


@dataclass(frozen=True, kw_only=True)
class Held:
    """What came of it; of residents and bodies, how many came; of staff, who, where the list is sent along."""

    account: str = ""
    heard: int | None = None
    came: Collection[int] | None = None  # None: as the list was kept


@transaction.atomic
def hold(course: Course, held: Held, *, by: Actor, at: datetime) -> Course:
    """Mark the course as held: certificates for those who came and passed any test, evidence for the duties."""
    _is_planned(course)
    if at < course.starts_at:
        raise NotAllowed(_("The course has not begun yet."))
    if course.is_counted and not held.heard:
        raise at_field("heard", _("Say how many people came."))
    if held.came is not None and not course.is_counted:
        tick(course, held.came, by=by, at=at)
    came = course.seats.filter(came_at__isnull=False).count()
    if not course.is_counted and not came:
        raise Refusal(_("Nobody is noted as having come. A course without anybody is evidence of nothing."))
    changes = {
        "ended_at": at, "ended_by_id": by.by_id, "account": held.account.strip()[:500],
        "heard": held.heard if course.is_counted else None, "changed_at": at,
    }  # fmt: skip
    noted = {"title": course.title, "came": held.heard if course.is_counted else came}
    step = ledger.Move(CourseState.HELD, "training.held", changes=changes, noted=noted)
    ledger.move(course, step, by=by, at=at)
    give(course, by=by, at=at)
    prove(_shown(course), by=by, at=at)
    return course


@transaction.atomic
def note_session(unit: Unit, new: NewCourse, held: Held, *, by: Actor, at: datetime) -> Course:
    """Enter a session for residents, or guidance of a body, that took place."""
    return hold(arrange(unit, new, by=by, at=at), held, by=by, at=at)


def _shown(course: Course) -> list[Shown]:
    kinds = [*PROOFS[Kind(course.kind)], *(["expert_training"] if course.is_expert and not course.is_counted else [])]
    day = clock.local(course.starts_at).date()
    url = f"/training/courses/{course.pk}/"
    return [
        Shown(kind=kind, unit=course.unit, happened_on=day, ref=f"course:{course.pk}", url=url, title=course.title)
        for kind in kinds
    ]


@transaction.atomic
def call_off(course: Course, reason: str, *, by: Actor, at: datetime) -> Course:
    """Cancel a course and tell those invited why."""
    if not reason.strip():
        raise at_field("reason", _("Say why the course is called off."))
    lock(course)
    changes = {"ended_at": at, "ended_by_id": by.by_id, "account": reason.strip()[:500], "changed_at": at}
    step = ledger.Move(
        CourseState.CANCELLED, "training.called_off", reason=reason.strip(), changes=changes,
        noted={"title": course.title},
    )  # fmt: skip
    ledger.move(course, step, by=by, at=at)
    values = {"title": course.title, "day": _day(course), "reason": reason.strip()}
    told = Message(kind="training.called_off", level="warning", text=CALLED_OFF, values=values)
    send(told, to=User.objects.filter(seats__course=course), at=at)
    return course
