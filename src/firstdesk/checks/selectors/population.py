"""The population of a draw: closed matters of some units, each with checkers who may read it and had no part in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from firstdesk.checks.selectors.reach import acting_in
from firstdesk.common.clock import midnight
from firstdesk.directory.models import Unit, User
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Involvement, Matter, MatterQuerySet, Recusal
from firstdesk.matters.states import State
from firstdesk.mediation.models import Seat
from firstdesk.obligations.models import Clock

DID = (Involvement.Part.CENTRE, Involvement.Part.LEAD, Involvement.Part.ASSIST)
LOOKED = "personal.read"  # to have looked is no part in it


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which closed matters a draw covers."""

    units: Sequence[Unit]
    first: date
    last: date
    natures: Sequence[str] = ()


@dataclass(frozen=True)
class Population:
    """Matters that may be drawn with their possible checkers, and the number of closed ones nobody may check."""

    hands: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # number → keys of checkers
    left_out: int = 0


def population(unit: Unit, scope: Scope, checkers: Collection[User], at: datetime) -> Population:
    """Matters these units worked on, closed in these days, without those the drawing unit took part in."""
    base = _closed(scope).exclude(involvements__in=Involvement.objects.filter(unit=unit, part__in=DID))
    every = dict(base.values_list("pk", "number"))
    hands: dict[str, list[int]] = {}
    for person in sorted(checkers, key=lambda each: each.pk):
        for key in _may_check(person, unit, base, every, at):
            hands.setdefault(every[key], []).append(person.pk)
    return Population({number: tuple(keys) for number, keys in sorted(hands.items())}, len(every) - len(hands))


def _closed(scope: Scope) -> MatterQuerySet:
    starts = midnight(scope.first)
    ends = midnight(scope.last + timedelta(days=1))
    worked = Involvement.objects.filter(unit__in=scope.units, part__in=DID).values("matter")
    found = Matter.objects.filter(state=State.CLOSED, ended_at__gte=starts, ended_at__lt=ends, pk__in=worked)
    return found.filter(nature__in=scope.natures) if scope.natures else found


def _may_check(
    person: User, unit: Unit, base: MatterQuerySet, every: Mapping[int, str], at: datetime
) -> Collection[int]:
    """Ids of matters this person may read from their post, without those they worked on or stand back from."""
    acting = acting_in(person, unit, at)
    if acting is None:
        return ()
    seen = set(Matter.objects.visible_to(acting).filter(pk__in=base.values("pk")).values_list("pk", flat=True))
    chains = {f"matter:{key}": key for key in seen}
    handled = Entry.objects.filter(actor_id=person.pk, chain__in=list(chains)).exclude(verb=LOOKED)
    part = Q(first_receiver=person) | Q(responsible_person=person)
    took = set(Matter.objects.filter(part, pk__in=seen).values_list("pk", flat=True))
    took |= set(Clock.objects.filter(owing_person=person, matter_id__in=seen).values_list("matter_id", flat=True))
    sat = Seat.objects.filter(mediator__user=person, case__matter__in=seen)
    took |= set(sat.values_list("case__matter", flat=True))
    stands = set(Recusal.objects.standing().filter(person=person, matter__in=seen).values_list("matter", flat=True))
    return seen - {chains[chain] for chain in handled.values_list("chain", flat=True)} - took - stands


def worked(matter: Matter, units: Collection[int]) -> int:
    """Id of the unit among these that did the work: the one that led, else the centre, else one that helped."""
    parts = Involvement.objects.filter(matter=matter, unit__in=units, part__in=DID).values_list("unit", "part")
    order = [Involvement.Part.LEAD, Involvement.Part.CENTRE, Involvement.Part.ASSIST]
    return min(parts, key=lambda each: (order.index(Involvement.Part(each[1])), each[0]))[0]
