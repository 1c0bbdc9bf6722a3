"""Figures of promises kept and broken, counted as on the wall: clocks that are promises, no internal measures."""

from datetime import datetime

from django.db.models import F, Q

from firstdesk.ledger.models import Entry
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState, Outcome
from firstdesk.reporting.figures.scope import Rows, Scope

KIND = "obligations.Clock"
MOVED = ("clock.extended", "clock.adopted", "clock.recounted", "clock.shortened")


def kept(scope: Scope) -> Rows:
    """Promises kept in these days."""
    return _kept(Clock.objects.promises().filter(centre__in=scope.centres), scope)


def late(scope: Scope) -> Rows:
    """Promises broken in these days and not extended before the cut-off."""
    return _late(Clock.objects.promises().filter(centre__in=scope.centres), scope)


def owed_kept(scope: Scope) -> Rows:
    """Promises kept by this unit."""
    return _kept(Clock.objects.promises().filter(owing_unit=scope.unit), scope)


def owed_late(scope: Scope) -> Rows:
    """Promises broken while this unit owed them, whoever owes them since."""
    gone, come = _handed_over(scope)
    owed = Q(owing_unit=scope.unit) & ~Q(pk__in=come) | Q(pk__in=gone)
    return _late(Clock.objects.promises().filter(owed), scope)


def _kept(rows: Rows, scope: Scope) -> Rows:
    return rows.filter(outcome=Outcome.KEPT, **scope.within("stopped_at")).order_by()


def _late(rows: Rows, scope: Scope) -> Rows:
    """Filter by due moment, which is final once passed; for clocks moved since, by the moment they had then."""
    days = scope.within("due_at")
    running = Q(state=ClockState.RUNNING, **days) | Q(_stands_late(), **days)
    due = Q(outcome=Outcome.LATE, **days) | running  # the days in each part: each has its index
    moved, broken = _moved_since(scope)
    return rows.filter(due & ~Q(pk__in=moved) | Q(pk__in=broken)).order_by() if moved else rows.filter(due).order_by()


def _stands_late() -> Q:
    """Paused after having been broken."""
    return Q(state=ClockState.PAUSED, due_at__lt=F("paused_at"))


def _moved_since(scope: Scope) -> tuple[list[int], list[int]]:
    """Ids of promises retimed since the cut-off, and of those among them that were broken at it."""
    due: dict[int, datetime] = {}
    for entry in Entry.objects.filter(verb__in=MOVED, subject_kind=KIND, at__gte=scope.ends).order_by("at", "pk"):
        due.setdefault(int(entry.subject_id), datetime.fromisoformat(str(entry.before["due"])))
    then = {pk: moment for pk, moment in due.items() if scope.begins <= moment < scope.ends}
    broken = [
        each.pk for each in Clock.objects.filter(pk__in=list(then)) if not _rested(each, then[each.pk], scope.ends)
    ]
    return list(due), broken


def _rested(clock: Clock, due: datetime, at: datetime) -> bool:
    """Whether the clock was paused at this moment without having been broken."""
    spans = [(datetime.fromisoformat(first), datetime.fromisoformat(last)) for first, last in clock.pauses]
    if clock.paused_at is not None:
        spans.append((clock.paused_at, datetime.max.replace(tzinfo=at.tzinfo)))
    return any(first <= due and first < at <= last for first, last in spans)


def _handed_over(scope: Scope) -> tuple[list[int], list[int]]:
    """Of clocks handed over since the cut-off: ids this unit owed then but not now, and ids it owes now but not
    then."""
    gone, come = list[int](), list[int]()
    since = Clock.objects.promises().filter(handed_at__gte=scope.ends, started_at__lt=scope.ends)
    for pk, now, handed in since.values_list("pk", "owing_unit", "handed"):
        then = next(unit for unit, until in handed or () if datetime.fromisoformat(until) >= scope.ends)
        if then == scope.unit != now:
            gone.append(pk)
        elif now == scope.unit != then:
            come.append(pk)
    return gone, come
