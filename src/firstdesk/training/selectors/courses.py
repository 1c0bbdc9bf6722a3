"""Plans and courses as their pages show them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from firstdesk.common import clock
from firstdesk.directory.models import Unit, User
from firstdesk.directory.scope import Acting
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.selectors import duties
from firstdesk.regulations import selectors as regulations
from firstdesk.training.models import Attempt, Certificate, Course, Kind, Plan, PlanLine, Seat
from firstdesk.training.selectors import choices
from firstdesk.training.states import CourseState

PLAN = "training_plan"  # evidence of the rules: what approving a plan shows
EARLY = timedelta(minutes=30)  # so long before it begins one can sign in by the code on the door


def plan_of(centre: Unit, year: int) -> Plan | None:
    """The plan of a year."""
    return Plan.objects.filter(unit=centre, year=year).select_related("unit", "drafted_by", "approved_by").first()


def duty_of(centre: Unit, year: int, at: datetime) -> Occurrence | None:
    """The duty to have a plan for the year, where this kind of centre owes one."""
    rules = duties.duties_of(regulations.current(at), centre.centre_kind)
    asking = [rule.id for rule in rules if PLAN in rule.evidence]
    found = Occurrence.objects.filter(unit=centre, rule_id__in=asking, period_start__year=year)
    return found.order_by("due_at").first()


@dataclass(frozen=True)
class PlannedLine:
    """A planned course and what became of it."""

    line: PlanLine
    subjects: list[str]
    posts: list[str]
    courses: list[Course]
    is_late: bool  # its month is over and nothing was held


def lines_of(plan: Plan, at: datetime) -> list[PlannedLine]:
    """The plan's courses by month."""
    subjects, posts = choices.all_subjects(plan.unit, at), choices.posts_of(plan.unit)
    today = clock.local(at).date()
    found = []
    for line in plan.lines.prefetch_related("courses").order_by("month", "pk"):
        courses = [each for each in line.courses.all() if each.state != CourseState.CANCELLED]
        held = any(each.state == CourseState.HELD for each in courses)
        over = (plan.year, line.month) < (today.year, today.month)
        found.append(
            PlannedLine(
                line, choices.named(line.subjects, subjects), choices.named(line.posts, posts), courses,
                over and not held,
            )
        )  # fmt: skip
    return found


def visible(acting: Acting) -> QuerySet[Course]:
    """Courses of the person's centre and those under it, and courses they were invited to."""
    found = Q(seats__person=acting.user)
    if acting.centre:
        found |= Q(unit=acting.centre) | Q(unit__path__startswith=acting.centre.path)
    return Course.objects.filter(found).select_related("unit", "quiz", "line").distinct().order_by("-starts_at", "-pk")


def with_counts(courses: QuerySet[Course]) -> QuerySet[Course]:
    """Courses with the numbers of people invited and present."""
    came = Count("seats", filter=Q(seats__came_at__isnull=False), distinct=True)
    return courses.annotate(asked=Count("seats", distinct=True), came=came)


@dataclass(frozen=True)
class Place:
    """A seat as the course page shows it: presence, best attempt, certificate."""

    seat: Seat
    attempts: int
    best: int | None
    is_passed: bool
    certificate: Certificate | None


def places(course: Course, only: User | None = None) -> list[Place]:
    """Everybody asked to a course, or one of them."""
    asked = course.seats.filter(person=only) if only else course.seats.all()
    seats = list(asked.select_related("person", "came_by").order_by("person__username"))
    tried = Attempt.objects.filter(seat__in=seats).values_list("seat").annotate(Count("pk"), Max("score"))
    tests: dict[int, tuple[int, int | None]] = {seat: (times, best) for seat, times, best in tried}
    passed = set(Attempt.objects.filter(seat__in=seats, is_passed=True).values_list("seat", flat=True))
    given = {each.person_id: each for each in course.certificates.all()}
    return [Place(seat, *tests.get(seat.pk, (0, None)), seat.pk in passed, given.get(seat.person_id)) for seat in seats]


def is_open_door(course: Course, at: datetime) -> bool:
    """Whether people can sign in by code: from half an hour before the start until the end."""
    return course.state == CourseState.PLANNED and course.starts_at - EARLY <= at <= course.ends_at


def seats_of(person: User) -> QuerySet[Seat]:
    """The person's seats, newest first."""
    found = Seat.objects.filter(person=person).exclude(course__state=CourseState.CANCELLED)
    return (
        found.select_related("course__unit", "course__quiz").prefetch_related("attempts").order_by("-course__starts_at")
    )


def may_sit(seat: Seat) -> bool:
    """Whether there is a test to sit: the person came, has not passed and has attempts left."""
    course = seat.course
    attempts = list(seat.attempts.all())
    if course.quiz_id is None or seat.came_at is None or course.state == CourseState.CANCELLED:
        return False
    return len(attempts) < course.tries and not any(each.is_passed for each in attempts)


def reached(centre: Unit, first: date, last: date) -> dict[str, int]:
    """Publicity in a span of days: number of sessions and of residents who came."""
    held = Course.objects.filter(unit=centre, kind=Kind.PUBLICITY, state=CourseState.HELD)
    rows = held.filter(starts_at__date__gte=first, starts_at__date__lte=last).values_list("heard", flat=True)
    return {"sessions": len(rows), "people": sum(heard or 0 for heard in rows)}
