"""What waits for a person in training: the door that is open now, the test that is still to be sat, the shifts that
may not be stood without an induction, the annual plan."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.waiting import Waiting
from firstdesk.directory.roles import Permission as P
from firstdesk.directory.scope import Acting
from firstdesk.rosters.selectors import board
from firstdesk.training.models import Plan, Seat
from firstdesk.training.selectors import courses
from firstdesk.training.states import CourseState, PlanState

REMEMBERED = timedelta(
    days=30
)  # so long after a course its test stays on the day; later it is found among one's courses


def waiting(acting: Acting, at: datetime) -> list[Waiting]:
    """Everything, in no order."""
    tasks = []
    for seat in _near(acting, at):
        course, day = seat.course, clock.local(seat.course.starts_at).date()
        if seat.came_at is None and courses.is_open_door(course, at):
            tasks.append(Waiting(_("Sign in to the course"), course.title, _url("here", course.code), day))
        elif courses.may_sit(seat):
            tasks.append(Waiting(_("Sit the test"), course.title, _url("sit", course.pk)))
    return [*tasks, *_unready(acting, at), *_plans(acting)]


def _plans(acting: Acting) -> list[Waiting]:
    """The plan that waits for who decides; the one given back, for who drafted it."""
    mine = Q(state=PlanState.DRAFT, remark__gt="", drafted_by=acting.user)
    if acting.may(P.DECIDE):
        mine |= Q(state=PlanState.SUBMITTED)
    elif not acting.may(P.TRAIN):
        return []
    whats = {PlanState.SUBMITTED: _("Approve the training plan"), PlanState.DRAFT: _("Change the training plan")}
    return [
        Waiting(whats[PlanState(row.state)], str(row.year), f"{reverse('training:plan')}?year={row.year}")
        for row in Plan.objects.filter(mine, unit=acting.unit).order_by("year")
    ]


def _unready(acting: Acting, at: datetime) -> list[Waiting]:
    """Shifts planned before a certificate ended or was withdrawn: a task for each person and post, with the first day."""
    tasks: dict[tuple[int, int], Waiting] = {}
    for shift in (each.shift for each in board.unready(acting, at)):
        day = clock.local(shift.starts_at).date()
        if shift.person_id == acting.user.pk:
            task = Waiting(_("Get inducted before your shift"), str(shift.post), reverse("training:mine"), day)
        else:
            url, title = f"{reverse('rosters:plan')}?post={shift.post_id}", f"{shift.person} · {shift.post}"
            task = Waiting(_("Not inducted: put somebody else on shift"), title, url, day)
        tasks.setdefault((shift.person_id, shift.post_id), task)
    return list(tasks.values())


def _url(name: str, of: object) -> str:
    return reverse(f"training:{name}", args=[of])


def _near(acting: Acting, at: datetime) -> list[Seat]:
    """Of courses about to begin, under way, or with a test not long ago."""
    door = Q(came_at=None, course__starts_at__lte=at + courses.EARLY, course__ends_at__gte=at)
    test = Q(came_at__isnull=False, course__quiz__isnull=False, course__starts_at__gte=at - REMEMBERED)
    rows = Seat.objects.filter(door | test, person=acting.user).exclude(course__state=CourseState.CANCELLED)
    return list(rows.select_related("course").prefetch_related("attempts").order_by("course__starts_at"))
