"""Opinions for lists and pages, and half-yearly figures."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from firstdesk.checks.models import Emptying, Opinion, Seeking, Summary
from firstdesk.checks.selectors.reach import today
from firstdesk.checks.states import OpinionState
from firstdesk.common.clock import midnight
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting

P = Permission
SMALLEST = 3  # the public reads no count beneath


@dataclass(frozen=True)
class Box:
    """An emptying, and how many of its slips are written down."""

    emptying: Emptying
    written: int

    @property
    def missing(self) -> int:
        return self.emptying.count - self.written


def visible(acting: Acting) -> QuerySet[Opinion]:
    """Opinions of the centre for those who sort them, and those the person has to improve on."""
    mine = Opinion.objects.filter(owner=acting.user)
    if acting.may(P.INSPECT):
        mine = mine | Opinion.objects.filter(unit=acting.unit)
    return mine.select_related("unit", "owner", "matter").order_by("-received_at", "-pk")


def mine(acting: Acting) -> list[Opinion]:
    """Opinions waiting for this person: to be sorted or improved on."""
    rows = visible(acting).filter(state__in=[OpinionState.RECEIVED, OpinionState.IMPROVING])
    return [each for each in rows[:50] if each.state == OpinionState.RECEIVED or each.owner_id == acting.user.pk]


def boxes(unit: Unit) -> list[Box]:
    """The latest emptyings, newest first."""
    rows = Emptying.objects.filter(unit=unit).select_related("emptied_by", "witness").annotate(n=Count("opinions"))
    return [Box(each, each.n) for each in rows.order_by("-happened_on", "-pk")[:12]]


def seekings(unit: Unit) -> QuerySet[Seeking]:
    """When opinions were asked for, newest first."""
    return Seeking.objects.filter(unit=unit).select_related("sought_by").order_by("-happened_on", "-pk")


def published(unit: Unit) -> QuerySet[Opinion]:
    """Opinions answered in public, newest first."""
    return Opinion.objects.filter(unit=unit, state=OpinionState.ANSWERED).order_by("-answered_at", "-pk")


def summaries(unit: Unit) -> QuerySet[Summary]:
    """Published summaries, newest first."""
    return Summary.objects.filter(unit=unit).select_related("issued_by").order_by("-half")


def half_of(day: date) -> date:
    """The first day of its half-year."""
    return day.replace(month=1 if day.month <= 6 else 7, day=1)


def end_of(half: date) -> date:
    """The last day of a half-year."""
    return half.replace(month=6, day=30) if half.month == 1 else half.replace(month=12, day=31)


def last_half(at: datetime) -> date:
    """The first day of the last complete half-year."""
    return half_of(half_of(today(at)) - timedelta(days=1))


def figures(unit: Unit, half: date) -> dict[str, int]:
    """Number of opinions by channel and by state."""
    starts = midnight(half)
    ends = midnight(end_of(half) + timedelta(days=1))
    rows = Opinion.objects.filter(unit=unit, received_at__gte=starts, received_at__lt=ends)
    by_way, by_state = Counter(rows.values_list("way", flat=True)), Counter(rows.values_list("state", flat=True))
    counts = {"all": sum(by_way.values())} | {f"way:{way}": by_way[way] for way in Opinion.Way.values}
    return counts | {f"state:{state}": by_state[state] for state in OpinionState.values}


def next_number(unit: Unit, at: datetime) -> str:
    """YJ-<division>-<year>-<serial>. The caller holds the lock of the unit."""
    stem = f"YJ-{unit.division_code or unit.code}-{today(at).year}-"
    last = Opinion.objects.filter(number__startswith=stem).order_by("-number").values_list("number", flat=True).first()
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:04}"


@dataclass(frozen=True)
class Opened:
    """A summary for the public, without counts below three and without any from which one follows."""

    summary: Summary
    total: int  # 0 where it is too small
    parts: tuple[tuple[object, int], ...]  # by what became of them; none where one is too small


def opened(summary: Summary) -> Opened:
    """The public version of a summary."""
    total = summary.figures["all"]
    counts = [(state.label, summary.figures[f"state:{state.value}"]) for state in OpinionState]
    is_open = total >= SMALLEST and all(count == 0 or count >= SMALLEST for _label, count in counts)
    parts = tuple((label, count) for label, count in counts if count) if is_open else ()
    return Opened(summary, total if total >= SMALLEST else 0, parts)
