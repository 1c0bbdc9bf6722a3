"""Promises kept and broken, as the wall counts them: clocks that are promises and no mere measure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import F, Q

from firstdesk.directory.models import Unit
from firstdesk.dispatch.models import Referral
from firstdesk.ledger.models import Entry
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState, Outcome
from firstdesk.reporting.figures.scope import Rows, Scope

KIND = "obligations.Clock"
MOVED = ("clock.extended", "clock.adopted", "clock.recounted", "clock.shortened")
ANSWERS = '"responsible_unit":'


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
    """Of promises that were broken and ran on: those this unit owed at the cut-off and not now, and those it owes now and
    did not then. What a matter's unit owes goes with the matter, and the record says where it went."""
    asked = dict(Referral.objects.filter(to_unit=scope.unit).values_list("offered_at", "matter"))
    ran = Clock.objects.promises().filter(due_at__lt=scope.ends, part="").exclude(stopped_at__lt=scope.ends)
    rows = list(ran.filter(Q(owing_unit=scope.unit) | Q(matter_id__in=asked.values())).select_related("owing_unit"))
    went = _went({each.matter_id for each in rows}, scope.ends)
    own = {each.pk for each in rows if each.owing_unit_id == scope.unit}
    name = str(Unit.objects.get(pk=scope.unit))
    then = {
        each.pk
        for each in rows
        if (name if asked.get(each.started_at) == each.matter_id else _owed_by(each, went[each.matter_id])) == name
    }
    return sorted(then - own), sorted(own - then)


Way = tuple[datetime, str, str]  # when a matter went on, from whom, to whom


def _went(matters: Iterable[int], since: datetime) -> Mapping[int, list[Way]]:
    """Whose matters became after that moment."""
    said = Entry.objects.filter(chain__in=[f"matter:{pk}" for pk in matters], at__gte=since)
    found: dict[int, list[Way]] = defaultdict(list)
    for entry in said.filter(before_json__contains=ANSWERS).order_by("chain", "seq"):
        way = entry.at, str(entry.before["responsible_unit"]), str(entry.after["responsible_unit"])
        found[int(entry.chain.partition(":")[2])].append(way)
    return found


def _owed_by(clock: Clock, ways: Sequence[Way]) -> str:
    """Who owed it before its matter went these ways: whoever answered first, where it came from there; else who owes it now."""
    now = str(clock.owing_unit)
    taken = [way for way in ways if clock.stopped_at is None or way[0] < clock.stopped_at]
    held = first = taken[0][1] if taken else now
    for _at, source, to in taken:
        held = to if held == source else held
    return first if held == now else now
