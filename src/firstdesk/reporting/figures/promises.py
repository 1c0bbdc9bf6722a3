"""Promises kept and broken, as the wall counts them: clocks that are promises and no mere measure."""

from datetime import datetime

from django.db.models import F, Q

from firstdesk.ledger.models import Entry
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState, Outcome
from firstdesk.reporting.figures.scope import Rows, Scope

KIND = "obligations.Clock"
MOVED = ("clock.extended", "clock.adopted", "clock.recounted", "clock.shortened")


def kept(scope: Scope) -> Rows:
    """Kept in these days."""
    return _kept(Clock.objects.promises().filter(centre__in=scope.centres), scope)


def late(scope: Scope) -> Rows:
    """Broken in these days, and not mended by more time before the cut-off."""
    return _late(Clock.objects.promises().filter(centre__in=scope.centres), scope)


def owed_kept(scope: Scope) -> Rows:
    """Kept by this unit."""
    return _kept(Clock.objects.promises().filter(owing_unit=scope.unit), scope)


def owed_late(scope: Scope) -> Rows:
    """Broken while this unit owed them, whoever took them over since the cut-off."""
    gone, come = _handed_over(scope)
    owed = Q(owing_unit=scope.unit) & ~Q(pk__in=come) | Q(pk__in=gone)
    return _late(Clock.objects.promises().filter(owed), scope)


def _kept(rows: Rows, scope: Scope) -> Rows:
    return rows.filter(outcome=Outcome.KEPT, **scope.within("stopped_at")).order_by()


def _late(rows: Rows, scope: Scope) -> Rows:
    """By the moment it was due, which stands once it is over; where it was moved since, by the moment it had then."""
    days = scope.within("due_at")
    running = Q(state=ClockState.RUNNING, **days) | Q(_stands_late(), **days)
    due = Q(outcome=Outcome.LATE, **days) | running  # the days in each part: each has its index
    moved, broken = _moved_since(scope)
    return rows.filter(due & ~Q(pk__in=moved) | Q(pk__in=broken)).order_by() if moved else rows.filter(due).order_by()


def _stands_late() -> Q:
    """At rest, and broken before."""
    return Q(state=ClockState.PAUSED, due_at__lt=F("paused_at"))


def _moved_since(scope: Scope) -> tuple[list[int], list[int]]:
    """Promises that were given another moment since the cut-off; and those of them that were broken at it."""
    due: dict[int, datetime] = {}
    for entry in Entry.objects.filter(verb__in=MOVED, subject_kind=KIND, at__gte=scope.ends).order_by("at", "pk"):
        due.setdefault(int(entry.subject_id), datetime.fromisoformat(str(entry.before["due"])))
    then = {pk: moment for pk, moment in due.items() if scope.begins <= moment < scope.ends}
    broken = [
        each.pk for each in Clock.objects.filter(pk__in=list(then)) if not _rested(each, then[each.pk], scope.ends)
    ]
    return list(due), broken


def _rested(clock: Clock, due: datetime, at: datetime) -> bool:
    """Whether it stood still at this moment, and had not been broken before."""
    spans = [(datetime.fromisoformat(first), datetime.fromisoformat(last)) for first, last in clock.pauses]
    if clock.paused_at is not None:
        spans.append((clock.paused_at, datetime.max.replace(tzinfo=at.tzinfo)))
    return any(first <= due and first < at <= last for first, last in spans)


def _handed_over(scope: Scope) -> tuple[list[int], list[int]]:
    """Of what changed hands since the cut-off: what this unit owed at it and does not owe now, and what it owes now and did
    not then."""
    gone, come = list[int](), list[int]()
    since = Clock.objects.promises().filter(handed_at__gte=scope.ends, started_at__lt=scope.ends)
    for pk, now, handed in since.values_list("pk", "owing_unit", "handed"):
        then = next(unit for unit, until in handed or () if datetime.fromisoformat(until) >= scope.ends)
        if then == scope.unit != now:
            gone.append(pk)
        elif now == scope.unit != then:
            come.append(pk)
    return gone, come
