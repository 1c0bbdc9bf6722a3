"""What is known already while a report is being taken: likely duplicates, the person's other matters, the address's.

Six queries, whatever is typed and however many matters there are: five look for keys by an index each, at most a few dozen,
the sixth reads those the officer may see.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.directory.models import Grid, Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.intake import likeness
from firstdesk.intake.models import DIGITS, Party, Report
from firstdesk.matters.models import Confidentiality, Matter
from firstdesk.matters.states import State

WINDOW = timedelta(days=14)  # in which something nearby may be the same event
RADIUS = 300  # metres that count as nearby
DEGREE = 111_000  # metres of a degree of latitude
PHONE = 7  # digits from which a number is looked for
KEYS, SHOWN = 60, 5  # looked at per index; shown at most
NAMED = Report.Reporter.NAMED
Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What is known of a report that is being taken."""

    centre: Unit
    at: datetime
    narrative: str = ""
    place: str = ""
    topic: str = ""  # chosen, or else suggested
    reporter: str = NAMED
    phone: str = ""
    point: tuple[float, float] | None = None
    grid: Grid | None = None
    leave_out: int = 0  # the matter itself, where it is registered already


@dataclass(frozen=True)
class Near:
    """A matter that may be the same event, and what speaks for it, the strongest first."""

    matter: Matter
    said: str  # the beginning of its story
    why: tuple[Words, ...]
    weight: int


@dataclass(frozen=True)
class Around:
    """What is known already."""

    duplicates: Sequence[Near] = ()
    persons: Sequence[Matter] = ()
    address: Sequence[Matter] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.duplicates or self.persons or self.address)


@dataclass
class _Found:
    """Keys by what led to them."""

    alike: list[int] = field(default_factory=list)
    nearby: list[int] = field(default_factory=list)
    address: list[int] = field(default_factory=list)
    persons: list[int] = field(default_factory=list)


def around(typed: Typed, acting: Acting) -> Around:
    """Everything at once, of what this person may see."""
    found = _Found(_alike(typed), _nearby(typed), _address(typed), _persons(typed, acting))
    keys = {*found.alike, *found.nearby, *found.address, *found.persons} - {typed.leave_out}
    if not keys:
        return Around()
    visible = Matter.objects.visible_to(acting).select_related("report", "responsible_unit", "grid")
    seen = visible.exclude(state=State.INVALID).in_bulk(list(keys))
    story = likeness.groups(typed.narrative)
    weighed = [_weigh(typed, story, seen[pk]) for pk in {*found.alike, *found.nearby, *found.address} if pk in seen]
    likely = sorted(filter(None, weighed), key=lambda near: (-near.weight, -near.matter.pk))[:SHOWN]
    return Around(likely, _newest(found.persons, seen), _newest(found.address, seen))


def _newest(keys: Iterable[int], seen: dict[int, Matter]) -> list[Matter]:
    return [seen[pk] for pk in keys if pk in seen][:SHOWN]


def _alike(typed: Typed) -> list[int]:
    """Stories of this centre and these months that share a part of their sketch."""
    wanted = likeness.sketches(typed.narrative, typed.centre.pk, typed.at)
    reports = Report.objects.filter(sketch__overlap=wanted) if wanted else Report.objects.none()
    return _keys(reports)


def _nearby(typed: Typed) -> list[int]:
    """What was reported lately around the point; where there is none, in the grid."""
    since = typed.at - WINDOW
    if typed.point is not None:
        lng, lat = typed.point
        reach = RADIUS / DEGREE
        box = Q(lat__range=(lat - reach, lat + reach), lng__range=(lng - 2 * reach, lng + 2 * reach))
        return _keys(Report.objects.filter(box, matter__registered_at__gte=since))
    if typed.grid is None:
        return []
    matters = Matter.objects.filter(grid=typed.grid, registered_at__gte=since).order_by("-registered_at")
    return list(matters.values_list("pk", flat=True)[:KEYS])


def _address(typed: Typed) -> list[int]:
    """What was reported from the same building."""
    key = likeness.place_key(typed.place)
    return _keys(Report.objects.filter(place_key=key)) if len(key) > 3 else []


def _persons(typed: Typed, acting: Acting) -> list[int]:
    """What the same number reported under a name. Who stays anonymous is never recognised by the number, neither now
    nor afterwards; the reporter of a confidential matter only in the centre that took it."""
    digits = "".join(filter(str.isdecimal, typed.phone))
    if typed.reporter != NAMED or len(digits) < PHONE or not acting.may(Permission.REVEAL):
        return []
    told = Party.objects.exclude(phone="").alias(digits=DIGITS).filter(digits=digits, role=Party.Role.REPORTER)
    may_know = Q(matter__confidentiality=Confidentiality.ORDINARY) | Q(matter__centre=acting.unit)
    told = told.filter(may_know, matter__report__reporter=NAMED).order_by(F("matter").desc())
    return list(told.values_list("matter_id", flat=True)[:KEYS])


def _keys(reports: QuerySet[Report]) -> list[int]:
    return list(reports.order_by("-matter_id").values_list("matter_id", flat=True)[:KEYS])


def _weigh(typed: Typed, story: set[str], matter: Matter) -> Near | None:
    """How much speaks for one event; None where too little does."""
    report = matter.report
    percent = likeness.alike(story, likeness.groups(report.narrative))
    place, near = _place(typed, report)
    topic = _topic(typed, matter)
    hours = abs((typed.at - matter.registered_at).total_seconds()) / 3600
    recent = 15 if hours <= 24 else 8 if hours <= WINDOW.days * 24 else 0
    is_alike = percent >= 55
    is_near = near >= 20 and recent and (topic or percent >= 25)
    in_grid = near and recent and topic and percent >= 12
    if not (is_alike or is_near or in_grid):
        return None
    why: list[Words] = [_("the story is %(percent)s%% alike") % {"percent": percent}] if percent >= 25 else []
    why += [place] if place else []
    why += [_("same topic")] if topic else []
    return Near(matter, _beginning(report.narrative), tuple(why), percent + near + topic + recent)


def _place(typed: Typed, report: Report) -> tuple[Words, int]:
    """How near it was, in words and as a weight."""
    key = likeness.place_key(typed.place)
    if len(key) > 3 and key == report.place_key:
        return _("same address"), 30
    if typed.point is not None and report.lng is not None and report.lat is not None:
        apart = likeness.metres(typed.point, (report.lng, report.lat))
        return (_("%(metres)s m away") % {"metres": apart}, 25) if apart <= RADIUS else ("", 0)
    if typed.grid is not None and report.grid_id == typed.grid.pk:
        return _("same grid"), 10
    return "", 0


def _topic(typed: Typed, matter: Matter) -> int:
    if not typed.topic or not matter.topic:
        return 0
    if typed.topic == matter.topic:
        return 20
    return 12 if typed.topic.partition(".")[0] == matter.topic.partition(".")[0] else 0


def _beginning(narrative: str) -> str:
    return narrative if len(narrative) <= 80 else narrative[:79] + "…"


def typed_of(matter: Matter, report: Report) -> Typed:
    """A registered matter, as if it were being taken now: what else may be the same event."""
    point = (report.lng, report.lat) if report.lng is not None and report.lat is not None else None
    return Typed(
        centre=matter.centre,
        at=walls.local(matter.registered_at),
        narrative=report.narrative,
        place=report.place,
        topic=matter.topic,
        reporter=report.reporter,
        point=point,
        grid=report.grid,
        leave_out=matter.pk,
    )
