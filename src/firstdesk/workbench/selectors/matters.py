"""The list of matters: what may be asked of it, and one page of the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from firstdesk.common.clock import midnight
from firstdesk.common.lookups import any_of
from firstdesk.directory.models import Unit
from firstdesk.directory.scope import Acting
from firstdesk.matters import states
from firstdesk.matters.models import Matter, MatterQuerySet, around
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState
from firstdesk.workbench.selectors import search as words
from firstdesk.workbench.selectors.rows import COLUMNS, Listed, Row, rows_of, with_clocks

PAGE = 30
MANY = 1000  # beyond this the number of hits is not counted out


@dataclass(frozen=True)
class Wish:
    """What somebody looks for. Empty means: any."""

    text: str = ""
    state: str = ""  # a state, or "open", "ended", "late", "soon"
    nature: str = ""
    topic: str = ""
    urgency: str = ""
    channel: str = ""
    unit: int | None = None
    mine: bool = False  # given to me by name
    again: str = ""  # "reopened", "returned"
    promise: str = ""  # code of a clock: of what is late or soon
    owes: int | None = None  # the unit that owes it
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Page:
    """Thirty matters, newest first, and where the pages beside begin."""

    rows: tuple[Row, ...]
    count: int
    is_more_than_counted: bool
    older: str
    newer: str


def search(acting: Acting, wish: Wish, at: datetime, *, before: str = "", after: str = "") -> Page:
    """One page of what this person may see of what they look for. `before` and `after` are marks given by a page."""
    few = words.sees_few(acting, at)
    seen = wanted(Matter.objects.visible_to(acting, little=few), wish, acting, at)
    sought = words.taken_apart(wish.text)
    if sought.is_empty:
        seen = seen.none() if words.too_short(wish.text) else seen
        return _walked(seen, seen[: MANY + 1].count(), before, after)
    found = words.lookup(sought, near=around(acting, once=False) if few else None)
    if found.is_all:
        return _picked(seen.filter(found.only), before, after)
    known = seen.filter(any_of(found.sample))[: MANY + 1].count() if found.sample else 0
    return _walked(seen.filter(found.only), known, before, after, at_least=True)


def keys_of(acting: Acting, wish: Wish, at: datetime) -> list[int]:
    """Every matter the person may see of what they look for, newest first. For what leaves the house whole."""
    seen = wanted(Matter.objects.visible_to(acting), wish, acting, at)
    sought = words.taken_apart(wish.text)
    if sought.is_empty:
        seen = seen.none() if words.too_short(wish.text) else seen
    else:
        seen = seen.filter(words.every(sought))
    return list(seen.order_by("-registered_at", "-pk").values_list("pk", flat=True))


def _picked(found: MatterQuerySet, before: str, after: str) -> Page:
    """Of so few hits that all their keys are read: counted and turned over here."""
    places = sorted(found.order_by().values_list("registered_at", "pk"), reverse=True)
    start, end = 0, PAGE
    spot = _read(after or before)
    if spot[0] and after:
        end = sum(place > spot for place in places)
        start, end = max(0, end - PAGE), max(end, PAGE)
    elif spot[0]:
        start = sum(place >= spot for place in places)
        end = start + PAGE
    shown = [pk for _at, pk in places[start:end]]
    rows = rows_of(Matter.objects.filter(any_of(shown)).order_by("-registered_at", "-pk"))
    return Page(
        rows=rows,
        count=min(len(places), MANY),
        is_more_than_counted=len(places) > MANY,
        older=mark(rows[-1].matter) if end < len(places) else "",
        newer=mark(rows[0].matter) if start and rows else "",
    )


def _walked(found: MatterQuerySet, count: int, before: str, after: str, *, at_least: bool = False) -> Page:
    """Of many: the newest are tried until the page is full. `at_least`: the count is a lower bound."""
    if after:
        newer = _newer(found, after).order_by("registered_at", "pk").values_list(*COLUMNS)
        slots = [Listed(*values) for values in reversed(newer[: PAGE + 1])]
        is_more_newer, is_more_older = len(slots) > PAGE, True
        slots = slots[-PAGE:]
    else:
        older = _older(found, before) if before else found
        newest = older.order_by("-registered_at", "-pk").values_list(*COLUMNS)
        slots = [Listed(*values) for values in newest[: PAGE + 1]]
        is_more_newer, is_more_older = bool(before), len(slots) > PAGE
        slots = slots[:PAGE]
    return Page(
        rows=with_clocks(slots),
        count=max(min(count, MANY), len(slots)),
        is_more_than_counted=count > MANY or (at_least and is_more_older),
        older=mark(slots[-1]) if slots and is_more_older else "",
        newer=mark(slots[0]) if slots and is_more_newer else "",
    )


def wanted(matters: MatterQuerySet, wish: Wish, acting: Acting, at: datetime) -> MatterQuerySet:
    """The wish as a filter, its words left out."""
    if wish.state in ("open", "late", "soon"):
        matters = matters.open().filter(ended_at=None)
    elif wish.state == "ended":
        matters = matters.filter(state__in=sorted(states.ENDED))
    elif wish.state:
        matters = matters.filter(state=wish.state)
    if wish.state in ("late", "soon") or wish.promise or wish.owes:
        matters = matters.filter(_owed(wish, at))
    if wish.topic:
        matters = matters.filter(Q(topic=wish.topic) | Q(topic__startswith=f"{wish.topic}."))
    exact = {
        "nature": wish.nature,
        "urgency": wish.urgency,
        "channel": wish.channel,
        "responsible_unit": wish.unit,
        "responsible_person": acting.user if wish.mine else None,
    }
    matters = matters.filter(**{name: value for name, value in exact.items() if value})
    again = {"reopened": Q(reopenings__gt=0), "returned": Q(objections__gt=0)}
    if wish.again in again:
        matters = matters.filter(again[wish.again])
    if wish.first:
        matters = matters.filter(registered_at__gte=midnight(wish.first))
    if wish.last:
        matters = matters.filter(registered_at__lt=midnight(wish.last + timedelta(days=1)))
    return matters


def _owed(wish: Wish, at: datetime) -> Q:
    """A promise that runs: late, nearly due, or any; of one kind, owed by one unit where that is asked."""
    clocks = Clock.objects.filter(state=ClockState.RUNNING, is_advisory=False)
    late = Q(due_at__lt=at)
    if wish.state == "late":
        clocks = clocks.filter(late)
    if wish.state == "soon":
        clocks = clocks.filter(~late, warn_at__lte=at)
    if wish.promise:
        clocks = clocks.filter(code=wish.promise)
    if wish.owes:
        clocks = clocks.filter(owing_unit=wish.owes)
    return Q(Exists(clocks.filter(matter_id=OuterRef("pk"))))


def units_to_choose() -> Sequence[Unit]:
    """The units that answer for a matter or owe something. Their names are in the organisation for everybody."""
    answers = Exists(Matter.objects.filter(responsible_unit=OuterRef("pk")))
    owes = Exists(Clock.objects.filter(owing_unit=OuterRef("pk")))
    return list(Unit.objects.filter(answers | owes).order_by("path"))


def mark(matter: Listed) -> str:
    """Where a matter stands in the list."""
    return f"{matter.registered_at.isoformat()}~{matter.pk}"


def _older(matters: MatterQuerySet, spot: str) -> MatterQuerySet:
    at, pk = _read(spot)
    return matters.filter(Q(registered_at__lt=at) | Q(registered_at=at, pk__lt=pk)) if at else matters


def _newer(matters: MatterQuerySet, spot: str) -> MatterQuerySet:
    at, pk = _read(spot)
    return matters.filter(Q(registered_at__gt=at) | Q(registered_at=at, pk__gt=pk)) if at else matters


def _read(spot: str) -> tuple[datetime | None, int]:
    """A mark as moment and key; a mark nobody gave reads as the beginning."""
    moment, _, pk = spot.partition("~")
    try:
        return datetime.fromisoformat(moment.replace(" ", "+")), int(pk)
    except ValueError:
        return None, 0
