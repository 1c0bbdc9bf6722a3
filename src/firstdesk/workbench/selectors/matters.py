"""The list of matters: what may be asked of it, and one page of the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from firstdesk.directory.models import Unit
from firstdesk.directory.scope import Acting
from firstdesk.matters import states
from firstdesk.matters.models import Matter, MatterQuerySet
from firstdesk.obligations import selectors as obligations
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState

PAGE = 50
MANY = 1000  # beyond this the number of hits is not counted out


@dataclass(frozen=True)
class Wish:
    """What somebody looks for. Empty means: any."""

    text: str = ""
    state: str = ""  # a state, or "open", "ended", "late"
    nature: str = ""
    topic: str = ""
    urgency: str = ""
    unit: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Row:
    """A matter with the promise that breaks first."""

    matter: Matter
    clock: Clock | None


@dataclass(frozen=True)
class Page:
    """Fifty matters, newest first, and where the pages beside begin."""

    rows: tuple[Row, ...]
    count: int
    is_more_than_counted: bool
    older: str
    newer: str


def with_clocks(matters: Iterable[Matter]) -> tuple[Row, ...]:
    """Each matter with its first running promise, in one query."""
    found = list(matters)
    first = obligations.for_matters([matter.pk for matter in found])
    return tuple(Row(matter, first.get(matter.pk)) for matter in found)


def search(acting: Acting, wish: Wish, at: datetime, *, before: str = "", after: str = "") -> Page:
    """One page of what this person may see of what they look for. `before` and `after` are marks given by a page."""
    found = wanted(Matter.objects.visible_to(acting), wish, at)
    related = ("responsible_unit", "responsible_post", "responsible_person", "centre")
    if after:
        slots = list(
            reversed(_newer(found, after).select_related(*related).order_by("registered_at", "pk")[: PAGE + 1])
        )
        is_more_newer, is_more_older = len(slots) > PAGE, True
        slots = slots[-PAGE:]
    else:
        older = _older(found, before) if before else found
        slots = list(older.select_related(*related).order_by("-registered_at", "-pk")[: PAGE + 1])
        is_more_newer, is_more_older = bool(before), len(slots) > PAGE
        slots = slots[:PAGE]
    count = found[: MANY + 1].count()
    return Page(
        rows=with_clocks(slots),
        count=min(count, MANY),
        is_more_than_counted=count > MANY,
        older=mark(slots[-1]) if slots and is_more_older else "",
        newer=mark(slots[0]) if slots and is_more_newer else "",
    )


def wanted(matters: MatterQuerySet, wish: Wish, at: datetime) -> MatterQuerySet:
    """The wish as a filter."""
    if wish.text:
        matters = matters.filter(Q(number__icontains=wish.text) | Q(title__icontains=wish.text))
    if wish.state in ("open", "late"):
        matters = matters.filter(state__in=sorted(states.OPEN))
    elif wish.state == "ended":
        matters = matters.filter(state__in=sorted(states.ENDED))
    elif wish.state:
        matters = matters.filter(state=wish.state)
    if wish.state == "late":
        late = Clock.objects.filter(matter_id=OuterRef("pk"), state=ClockState.RUNNING, due_at__lt=at)
        matters = matters.filter(Exists(late.filter(is_advisory=False)))
    if wish.topic:
        matters = matters.filter(Q(topic=wish.topic) | Q(topic__startswith=f"{wish.topic}."))
    exact = {"nature": wish.nature, "urgency": wish.urgency, "responsible_unit": wish.unit}
    matters = matters.filter(**{name: value for name, value in exact.items() if value})
    if wish.first:
        matters = matters.filter(registered_at__gte=_midnight(wish.first))
    if wish.last:
        matters = matters.filter(registered_at__lt=_midnight(wish.last + timedelta(days=1)))
    return matters


def units_to_choose(acting: Acting) -> Sequence[Unit]:
    """The units responsible for something this person may see."""
    seen = Matter.objects.visible_to(acting).order_by().values("responsible_unit").distinct()
    return list(Unit.objects.filter(pk__in=seen).order_by("path"))


def mark(matter: Matter) -> str:
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


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
