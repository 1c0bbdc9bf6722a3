"""Promises kept and broken, as the wall counts them: clocks that are promises and no mere measure."""

from django.db.models import BigIntegerField, F, Q
from django.db.models.functions import Cast

from firstdesk.ledger.models import Entry
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState, Outcome
from firstdesk.reporting.figures.scope import Rows, Scope

KIND = "obligations.Clock"
BROKEN = "clock.breached"
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
    """Broken by this unit."""
    return _late(Clock.objects.promises().filter(owing_unit=scope.unit), scope)


def _kept(rows: Rows, scope: Scope) -> Rows:
    return rows.filter(outcome=Outcome.KEPT, **scope.within("stopped_at"))


def _late(rows: Rows, scope: Scope) -> Rows:
    """By the moment it was due, which stands once it is over; where it was moved since, by what the record said then."""
    running = Q(state=ClockState.RUNNING) | Q(state=ClockState.PAUSED, due_at__lt=F("paused_at"))
    due = Q(Q(outcome=Outcome.LATE) | running, **scope.within("due_at"))
    return rows.filter(due | Q(pk__in=_moved_since(scope), due_at__gte=scope.ends))


def _moved_since(scope: Scope) -> list[int]:
    """Promises the record calls broken in these days, which were given more time only after the cut-off."""
    said = Entry.objects.filter(subject_kind=KIND).order_by()
    since = said.filter(verb__in=MOVED, at__gte=scope.ends).values("subject_id")
    then = said.filter(verb__in=MOVED, **scope.within("at")).values("subject_id")
    broken = said.filter(verb=BROKEN, subject_id__in=since, **scope.within("at")).exclude(subject_id__in=then)
    return list(broken.values_list(Cast("subject_id", BigIntegerField()), flat=True))
