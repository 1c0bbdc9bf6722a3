"""What indicators can count: each name under `counts` in the rules is a set of records of a unit or post over some
days.

The number and the list behind it are the same set. Anything not defined here cannot be counted; the rulebook refuses
what never may be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from firstdesk.common.clock import local, midnight
from firstdesk.directory.models import Appointment, Post, Unit
from firstdesk.dispatch.models import Referral
from firstdesk.followup.models import CallBack, OwnResult, Rating, Reply
from firstdesk.followup.selectors import SATISFIED
from firstdesk.matters.models import Involvement, Matter
from firstdesk.matters.states import State
from firstdesk.mediation.models import Case, Promise
from firstdesk.mediation.states import PROMISE_OPEN, AgreementState, PromiseState
from firstdesk.obligations.models import Clock, Occurrence
from firstdesk.obligations.states import ClockState, OccurrenceState, Outcome
from firstdesk.rulebook.indicators import Counting
from firstdesk.rulebook.model import When
from firstdesk.training.models import Seat

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Scope:
    """Whose records and when: a unit with everything under it, or one post; both days included."""

    unit: Unit
    post: Post | None
    first: date
    last: date
    at: datetime  # as of which moment: what is still to fall due was not missed

    @property
    def begins(self) -> datetime:
        """The first moment."""
        return midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment after it; of a day that is not over, now."""
        return min(midnight(self.last + timedelta(days=1)), self.at)


def _promises(scope: Scope, only: When) -> Rows:
    """Kept in these days, or broken in them: by the moment they were due, whether they were met afterwards or not at all."""
    return _owed(scope, only).filter(_kept_in(scope) | _broken_in(scope))


def _promises_kept(scope: Scope, only: When) -> Rows:
    return _owed(scope, only).filter(_kept_in(scope))


def _kept_in(scope: Scope) -> Q:
    return Q(outcome=Outcome.KEPT, stopped_at__gte=scope.begins, stopped_at__lt=scope.ends)


def _broken_in(scope: Scope) -> Q:
    rests_late = Q(state=ClockState.PAUSED, due_at__lt=F("paused_at"))
    broken = Q(outcome=Outcome.LATE) | Q(state=ClockState.RUNNING) | rests_late
    return Q(due_at__gte=scope.begins, due_at__lt=scope.ends) & broken


def _owed(scope: Scope, only: When) -> Rows:
    found = Clock.objects.promises()
    whose = Q(owing_post=scope.post) if scope.post else Q(owing_unit__path__startswith=scope.unit.path)
    if "clock" in only:
        found = found.filter(code__in=only["clock"])
    for fact, values in only.items():
        if fact != "clock":
            found = found.filter(**{f"facts__{fact}__in": sorted(values)})
    return found.filter(whose)


def _duties(scope: Scope, only: When) -> Rows:
    found = Occurrence.objects.filter(due_at__gte=scope.begins, due_at__lt=scope.ends)
    found = found.exclude(state=OccurrenceState.WAIVED)
    return found.filter(owing_post=scope.post) if scope.post else found.filter(unit__path__startswith=scope.unit.path)


def _duties_done(scope: Scope, only: When) -> Rows:
    return _duties(scope, only).filter(state=OccurrenceState.DONE)


def _duties_in_time(scope: Scope, only: When) -> Rows:
    return _duties_done(scope, only).filter(done_at__lte=F("due_at"))


def _of_unit(scope: Scope) -> Q:
    """Matters the unit is responsible for or led."""
    path = scope.unit.path
    lead = Involvement.objects.filter(matter=OuterRef("pk"), part=Involvement.Part.LEAD, unit__path__startswith=path)
    return Q(responsible_unit__path__startswith=path) | Q(centre__path__startswith=path) | Q(Exists(lead))


def _closed(scope: Scope, only: When) -> Rows:
    found = Matter.objects.filter(state=State.CLOSED, ended_at__gte=scope.begins, ended_at__lt=scope.ends)
    for fact, values in only.items():
        if fact in {"channel", "nature", "urgency", "grade"}:
            found = found.filter(**{f"{fact}__in": sorted(values)})
    return found.filter(_of_unit(scope))


def _closed_at_once(scope: Scope, only: When) -> Rows:
    return _closed(scope, only).filter(reopenings=0)


def _closed_whole(scope: Scope, only: When) -> Rows:
    of = {"matter": OuterRef("pk")}
    result = Exists(OwnResult.objects.filter(**of)) | Exists(Referral.objects.filter(**of).exclude(result_code=""))
    answered = Exists(Reply.objects.filter(**of))
    heard = Exists(CallBack.objects.filter(**of)) | Exists(Rating.objects.filter(**of))
    return _closed(scope, only).filter(result, answered, heard)


def _ratings(scope: Scope, only: When) -> Rows:
    """The newest rating of each answer, where one was given."""
    newer = Rating.objects.filter(reply=OuterRef("reply"), number__gt=OuterRef("number"))
    found = Rating.objects.filter(~Exists(newer), level__isnull=False)
    matters = Matter.objects.filter(_of_unit(scope))
    return found.filter(rated_at__gte=scope.begins, rated_at__lt=scope.ends, matter__in=matters)


def _ratings_good(scope: Scope, only: When) -> Rows:
    return _ratings(scope, only).filter(level__gte=SATISFIED)


def _disputes(scope: Scope, only: When) -> Rows:
    settled = Q(effective_at__gte=scope.begins, effective_at__lt=scope.ends)
    failed = Q(failure__ended_at__gte=scope.begins, failure__ended_at__lt=scope.ends, effective_at=None)
    found = Case.objects.filter(centre__path__startswith=scope.unit.path, decided_at__isnull=False)
    return found.filter(settled | failed).exclude(failure__reason="withdrawn")


def _disputes_settled(scope: Scope, only: When) -> Rows:
    return _disputes(scope, only).filter(effective_at__gte=scope.begins, effective_at__lt=scope.ends)


def _agreed_due(scope: Scope, only: When) -> Rows:
    found = Promise.objects.filter(term__agreement__state=AgreementState.EFFECTIVE)
    over = Q(due_on__lt=local(scope.at).date()) | ~Q(state__in=sorted(PROMISE_OPEN))
    found = found.filter(over, due_on__gte=scope.first, due_on__lte=scope.last)
    return found.filter(term__agreement__case__centre__path__startswith=scope.unit.path)


def _agreed_kept(scope: Scope, only: When) -> Rows:
    return _agreed_due(scope, only).filter(state__in=(PromiseState.KEPT, PromiseState.RELEASED))


def _serving(scope: Scope, on: date) -> QuerySet[Appointment]:
    found = Appointment.objects.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))
    return found.filter(post__unit__path__startswith=scope.unit.path)


def _invited(scope: Scope, only: When) -> Rows:
    found = Seat.objects.filter(course__state="held", course__starts_at__gte=scope.begins)
    return found.filter(course__starts_at__lt=scope.ends, person__in=_serving(scope, scope.last).values("user"))


def _attended(scope: Scope, only: When) -> Rows:
    return _invited(scope, only).filter(came_at__isnull=False)


def _posts_held(scope: Scope, only: When) -> Rows:
    return _serving(scope, scope.first)


def _posts_kept(scope: Scope, only: When) -> Rows:
    return _posts_held(scope, only).filter(user__in=_serving(scope, scope.last).values("user"))


Counter = Callable[[Scope, When], Rows]
COUNTS: Mapping[str, Counter] = {
    "promises": _promises,
    "promises_kept": _promises_kept,
    "duties": _duties,
    "duties_done": _duties_done,
    "duties_in_time": _duties_in_time,
    "ratings": _ratings,
    "ratings_good": _ratings_good,
    "closed": _closed,
    "closed_at_once": _closed_at_once,
    "closed_whole": _closed_whole,
    "disputes": _disputes,
    "disputes_settled": _disputes_settled,
    "agreed_due": _agreed_due,
    "agreed_kept": _agreed_kept,
    "invited": _invited,
    "attended": _attended,
    "posts_held": _posts_held,
    "posts_kept": _posts_kept,
}
OF_POSTS = frozenset({"promises", "promises_kept", "duties", "duties_done", "duties_in_time"})  # a post is narrower


def rows(what: Counting, scope: Scope) -> Rows:
    """The records of one count."""
    return COUNTS[what.count](scope, what.filters)


def keys(what: Counting, scope: Scope) -> list[int]:
    """Their ids, in order."""
    return sorted(rows(what, scope).values_list("pk", flat=True).distinct())
