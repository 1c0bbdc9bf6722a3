"""Lists of what overseers said and of applications, each from what the person may see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter
from firstdesk.matters.states import ENDED
from firstdesk.obligations.models import Clock
from firstdesk.oversight.models import Application, Supervision
from firstdesk.oversight.states import ApplicationState, Card, SupervisionState

PERIOD = timedelta(days=90)  # how far back the counts per unit reach


@dataclass(frozen=True)
class Chip:
    """One way to narrow a list."""

    label: str | Promise
    which: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Line:
    """A supervision with the clock of its answer."""

    row: Supervision
    clock: Clock | None


@dataclass(frozen=True)
class PerUnit:
    """How often a unit was spoken to lately."""

    unit: Unit
    urged: int
    yellow: int
    red: int
    black: int
    waiting: int


SUPERVISIONS: dict[str, tuple[str | Promise, Q]] = {
    "open": (_("Awaiting the unit's word"), Q(state=SupervisionState.OPEN) & ~Q(matter__state__in=sorted(ENDED))),
    "cards": (
        _("Cards that stand"),
        ~Q(card=Card.URGE) & ~Q(state=SupervisionState.LIFTED) & ~Q(matter__state__in=sorted(ENDED)),
    ),
    "all": (_("All"), Q()),
}


def visible(acting: Acting) -> QuerySet[Supervision]:
    """What was said about matters the person may read."""
    readable = Matter.objects.visible_to(acting).values("pk")
    return Supervision.objects.filter(matter__in=readable)


def supervisions(acting: Acting, which: str) -> QuerySet[Supervision]:
    """Newest first."""
    _label, wish = SUPERVISIONS.get(which, SUPERVISIONS["open"])
    found = visible(acting).filter(wish).select_related("matter", "unit", "issued_by")
    return found.order_by("-issued_at", "-pk")


def with_clocks(rows: Iterable[Supervision]) -> list[Line]:
    """Each with the running clock of its answer, in one query."""
    found = list(rows)
    clocks = Clock.objects.filter(matter_id__in=[row.matter_id for row in found], code="supervision").open()
    by_part = {clock.part: clock for clock in clocks}
    return [Line(row, by_part.get(row.part)) for row in found]


def supervision_chips(acting: Acting, which: str) -> list[Chip]:
    """How many each list shows, in one query."""
    counts = visible(acting).aggregate(
        **{name: Count("pk", filter=wish) for name, (_label, wish) in _counted().items()}
    )
    return [
        Chip(label, name, counts[name], name == which or (which not in SUPERVISIONS and name == "open"))
        for name, (label, _wish) in SUPERVISIONS.items()
    ]


def _counted() -> dict[str, tuple[str | Promise, Q]]:
    return SUPERVISIONS | {"all": (SUPERVISIONS["all"][0], Q(pk__isnull=False))}


def per_unit(acting: Acting, at: datetime) -> list[PerUnit]:
    """Each unit with how often it was urged and given a card lately, the most serious first."""
    lately = visible(acting).filter(issued_at__gte=at - PERIOD).values("unit")
    rows = lately.annotate(
        waiting=Count("pk", filter=SUPERVISIONS["open"][1]),
        urged=Count("pk", filter=Q(card=Card.URGE)),
        yellow=Count("pk", filter=Q(card=Card.YELLOW)),
        red=Count("pk", filter=Q(card=Card.RED)),
        black=Count("pk", filter=Q(card=Card.BLACK)),
    ).order_by("-black", "-red", "-yellow", "-urged")
    units = Unit.objects.in_bulk([row["unit"] for row in rows])
    return [
        PerUnit(units[row["unit"]], row["urged"], row["yellow"], row["red"], row["black"], row["waiting"])
        for row in rows
    ]


def cards_of(matter_ids: Collection[int]) -> dict[int, Card]:
    """The card that stands on each of these matters, where one does."""
    stand = Supervision.objects.filter(matter__in=matter_ids).exclude(card=Card.URGE)
    rows = stand.exclude(state=SupervisionState.LIFTED).exclude(matter__state__in=sorted(ENDED))
    return {matter_id: Card(card) for matter_id, card in rows.values_list("matter_id", "card")}


APPLICATIONS: dict[str, str | Promise] = {
    "mine": _("To be decided by me"),
    "asked": _("Asked for by my unit"),
    "waiting": _("All that wait"),
    "decided": _("Decided"),
}


def applications(acting: Acting, which: str, at: datetime) -> QuerySet[Application]:
    """Newest first; those that wait, oldest first."""
    readable = Matter.objects.visible_to(acting).values("pk")
    related = ("unit", "asked_by", "decided_by", "clock", "matter__centre", "matter__responsible_unit")
    found = Application.objects.filter(matter__in=readable).select_related(*related)
    waiting = found.filter(state=ApplicationState.ASKED).order_by("asked_at", "pk")
    if which == "asked":
        return found.filter(unit__in=acting.unit_ids).order_by("-asked_at", "-pk")
    if which == "waiting":
        return waiting
    if which == "decided":
        return found.exclude(state=ApplicationState.ASKED).order_by("-decided_at", "-pk")
    return waiting.filter(_decidable(acting) | Q(pk__in=_brought_to(acting))).exclude(asked_by=acting.user)


def _brought_to(acting: Acting) -> list[int]:
    """Those whose decision this post owes, also where a centre below has nobody who may decide it."""
    owed = Clock.objects.open().filter(owing_post=acting.post, part__startswith="application:")
    return [int(part.removeprefix("application:")) for part in owed.values_list("part", flat=True)]


def _decidable(acting: Acting) -> Q:
    """From this post: what the rules give to it, to the one it stands above, or to those it stands in for."""
    seat = Q(matter__centre=acting.unit) | Q(matter__responsible_unit=acting.unit)
    if acting.post.code == "group_leader":
        return seat & Q(approver="group_leader")
    if acting.post.code == "director":
        return seat & Q(approver__in=["group_leader", "director"])
    if acting.may(Permission.SUPERVISE):
        return Q(verdict__then__instead="supervisor") & Q(matter__centre__path__startswith=acting.unit.path)
    return Q(pk__in=[])


def application_chips(acting: Acting, which: str, at: datetime) -> list[Chip]:
    """How many each list shows."""
    known = which if which in APPLICATIONS else "mine"
    return [
        Chip(label, name, applications(acting, name, at).count(), name == known) for name, label in APPLICATIONS.items()
    ]
