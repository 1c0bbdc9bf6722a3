"""Questions about units on their way and at the place: which, since when, who stands where in the chain of hand-over."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from firstdesk.common.reading import may_hold, once
from firstdesk.common.refusals import Text
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.directory.selectors import arrival_promised
from firstdesk.dispatch.models import Referral, Turnout
from firstdesk.dispatch.selectors.units import units_that_receive
from firstdesk.dispatch.states import TURNOUT_OPEN, ReferralState, TurnoutState
from firstdesk.matters.models import Involvement, Matter
from firstdesk.matters.selectors import facts_of
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState

_PEOPLE = ("ordered_by", "departed_by", "arrived_by", "ended_by")
CLAUSES = {
    "clauses_order": ("SS-110-14",),
    "clauses_first": ("SS-110-19",),
    "clauses_relieve": ("SS-110-20",),
    "clauses_camera": ("GC-11-03",),
}


def responder(unit: Unit) -> str:
    """What kind of unit goes, as the rules tell them apart."""
    if unit.kind == UnitKind.STATION:
        return "police"
    return f"c{unit.linkage_class}" if unit.linkage_class else "own"


def facts_for(matter: Matter, unit: Unit, at: datetime) -> dict[str, str]:
    """What the rules may ask about a unit that goes, and the minutes it promised to need to this zone at this hour."""
    facts = {"responder": responder(unit)}
    if facts["responder"] in {"c2", "c3"}:
        minutes = arrival_promised(unit, matter.zone, facts_of(matter, at)["hour"])
        if minutes is not None:
            facts["own_minutes"] = str(minutes)
    return facts


def engaged(matter: Matter) -> set[int]:
    """Units with a nearer part than helping: what was asked of them must not leave their to-do list over a smaller thing."""
    nearer = (Involvement.Part.OFFERED, Involvement.Part.LEAD)
    asked = Involvement.objects.filter(matter=matter, part__in=nearer).values_list("unit_id", flat=True)
    return {matter.responsible_unit_id, *asked}


@once
def turnouts_of(matter: Matter) -> list[Turnout]:
    """Every unit that was sent to the place, in the order of the orders."""
    if not may_hold(matter, Turnout):
        return []
    found = Turnout.objects.filter(matter=matter).select_related("unit").prefetch_related(*_PEOPLE)
    return list(found.order_by("ordered_at", "pk"))


def out_for(matter: Matter) -> Turnout | None:
    """The unit that is out, or about to go, for a matter; the latest order where there are several."""
    found = Turnout.objects.filter(matter=matter, state__in=TURNOUT_OPEN).select_related("unit").order_by("-pk").first()
    if found is not None:
        found.matter = matter
    return found


def out_now(acting: Acting) -> QuerySet[Turnout]:
    """Units on their way or at the place that somebody may see, the latest order first."""
    readable = Matter.objects.visible_to(acting).filter(turnouts__state__in=TURNOUT_OPEN).values("pk")
    found = Turnout.objects.filter(matter__in=readable, state__in=TURNOUT_OPEN)
    return found.select_related("matter__centre", "unit").order_by("-ordered_at", "-pk")


def back_again(acting: Acting) -> QuerySet[Turnout]:
    """Those that ended, newest first: how long they took and what came of it."""
    readable = Matter.objects.visible_to(acting).filter(turnouts__isnull=False).values("pk")
    found = Turnout.objects.filter(matter__in=readable).exclude(state__in=TURNOUT_OPEN)
    return found.select_related("matter", "unit").order_by("-ended_at", "-pk")


def commands(matter: Matter, acting: Acting) -> bool:
    """Whether somebody orders units out for a matter: people of the centre that registered it."""
    centres = acting.unit_ids | ({acting.centre.pk} if acting.centre else frozenset())
    return acting.may(Permission.REFER) and matter.centre_id in centres


def reports(turnout: Turnout, acting: Acting) -> bool:
    """Whether somebody may say where a unit is: its own people, or the centre that hears it over the radio."""
    own = turnout.unit_id == acting.unit.pk and acting.may(Permission.HANDLE)
    return own or commands(turnout.matter, acting)


def clocks_of(turnouts: list[Turnout]) -> dict[int, Clock]:
    """Of each turnout the running clock that breaks first."""
    parts = {each.clock_part: each.pk for each in turnouts if each.is_open}
    running = Clock.objects.filter(
        matter_id__in=[each.matter_id for each in turnouts], part__in=parts, state=ClockState.RUNNING, is_advisory=False
    )
    return {parts[clock.part]: clock for clock in running.order_by("-due_at")}


@dataclass(frozen=True)
class Line:
    """A turnout on a page, and the one thing to tap next."""

    turnout: Turnout
    next: str  # depart, arrive, finish, or nothing
    may_stand_down: bool
    may_relieve: Turnout | None  # whom this unit could take over from, here and now
    clock: Clock | None = None  # the promise that breaks first


def line(turnout: Turnout, acting: Acting, around: list[Turnout], clock: Clock | None = None) -> Line:
    """What somebody may do about a turnout now."""
    may = turnout.matter.is_open and reports(turnout, acting)
    following = {TurnoutState.ORDERED: "depart", TurnoutState.ON_WAY: "arrive", TurnoutState.ON_SCENE: "finish"}
    first = next((each for each in around if _relievable(each, turnout)), None)
    may_relieve = first if may and turnout.state == TurnoutState.ON_SCENE else None
    stands_down = turnout.is_open and turnout.matter.is_open and commands(turnout.matter, acting)
    return Line(turnout, following.get(TurnoutState(turnout.state), "") if may else "", stands_down, may_relieve, clock)


def _relievable(first: Turnout, by: Turnout) -> bool:
    at_place = first.state == TurnoutState.ON_SCENE and first.part == Turnout.Part.FIRST
    return at_place and first.pk != by.pk and by.part == Turnout.Part.RESPONSIBLE


@dataclass(frozen=True)
class Link:
    """One moment of the chain of hand-over; without a moment it is still to come."""

    label: Text
    unit: str
    at: datetime | None
    minutes: int | None = None  # since the order


def chain(turnouts: list[Turnout], referral: Referral | None) -> list[Link]:
    """Police first, responsible unit called, there, police relieved, done, result reported and registered; only where
    one unit went first and another was called."""
    first = next((each for each in turnouts if each.part == Turnout.Part.FIRST), None)
    called = next((each for each in turnouts if each.part == Turnout.Part.RESPONSIBLE), None)
    if first is None:
        return []
    links = [
        Link(_("Goes first"), first.unit.name, first.ordered_at),
        Link(_("At the place"), first.unit.name, first.arrived_at, first.minutes_to(first.arrived_at)),
    ]
    if called is not None:
        relieved = first.ended_at if first.state == TurnoutState.RELIEVED else None
        links += [
            Link(_("Responsible unit called"), called.unit.name, called.ordered_at),
            Link(_("At the place"), called.unit.name, called.arrived_at, called.minutes_to(called.arrived_at)),
            Link(_("Relieved at the place"), first.unit.name, relieved),
        ]
    last = called or first
    done = last.ended_at if last.state == TurnoutState.FINISHED else None
    reported = referral.answered_at if referral else None
    registered = referral.confirmed_at if referral and referral.state == ReferralState.CONFIRMED else None
    return [
        *links,
        Link(_("Done at the place"), last.unit.name, done),
        Link(_("Result reported to the centre"), referral.to_unit.name if referral else last.unit.name, reported),
        Link(_("Result registered"), referral.from_unit.name if referral else "", registered),
    ]


def next_for(matter: Matter, acting: Acting) -> tuple[Text, str, bool] | None:
    """The obvious next thing for a unit that is out: where its one button is."""
    own = next((each for each in turnouts_of(matter) if each.unit_id == acting.unit.pk and each.is_open), None)
    if own is None or not acting.may(Permission.HANDLE):
        return None
    labels = {
        TurnoutState.ORDERED: _("Set out"),
        TurnoutState.ON_WAY: _("Arrived"),
        TurnoutState.ON_SCENE: _("At the place"),
    }
    return labels[TurnoutState(own.state)], "#panel-scene", True


def now(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """The panel while somebody is out: it stands on top of the page, its button under the thumb."""
    turnouts = turnouts_of(matter)
    return _panel(matter, acting, turnouts) if any(each.is_open for each in turnouts) else None


def panel(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """The panel while nobody is out: who was at the place, and whom to send; None where there is nothing to say."""
    turnouts = turnouts_of(matter)
    return None if any(each.is_open for each in turnouts) else _panel(matter, acting, turnouts)


def _panel(matter: Matter, acting: Acting, turnouts: list[Turnout]) -> dict[str, object] | None:
    for turnout in turnouts:
        turnout.matter = matter
    orders = matter.is_open and (commands(matter, acting) or _leads(matter, acting))
    if not turnouts and not orders:
        return None
    sent = Referral.objects.filter(matter=matter).select_related("from_unit", "to_unit").order_by("-pk")
    referral = sent.first() if turnouts else None
    everybody = matter.is_open and commands(matter, acting)
    units = _units(matter, acting, everybody) if orders else []
    running = clocks_of(turnouts) if turnouts else {}
    return {
        "matter": matter,
        "lines": [line(each, acting, turnouts, running.get(each.pk)) for each in turnouts],
        "chain": chain(turnouts, referral),
        "may_order": orders,
        "may_order_all": everybody,
        "units": units,
        "stations": [unit for unit in units if unit.kind == UnitKind.STATION] if everybody else [],
        "others": [unit for unit in units if unit.kind != UnitKind.STATION],
        "outcomes": Turnout.Outcome.choices,
        **CLAUSES,
    }


def _leads(matter: Matter, acting: Acting) -> bool:
    return matter.responsible_unit_id == acting.unit.pk and acting.may(Permission.HANDLE)


def _units(matter: Matter, acting: Acting, everybody: bool) -> list[Unit]:
    if not everybody:
        return [acting.unit]
    return [unit for unit in units_that_receive(matter) if unit.kind != UnitKind.JURISDICTION]


def lines(turnouts: list[Turnout], acting: Acting) -> list[Line]:
    """Those of a list, each with what to tap next."""
    beside: dict[int, list[Turnout]] = {}
    first = Turnout.objects.filter(matter__in=[each.matter_id for each in turnouts], state=TurnoutState.ON_SCENE)
    for each in first.select_related("unit"):
        beside.setdefault(each.matter_id, []).append(each)
    running = clocks_of(turnouts)
    return [line(each, acting, beside.get(each.matter_id, []), running.get(each.pk)) for each in turnouts]
