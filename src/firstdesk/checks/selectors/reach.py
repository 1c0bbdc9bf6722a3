"""Which units another may inspect, who inspects there, and what a person may see."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from firstdesk.common import clock
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import CentreKind, Remit, Unit, UnitKind, User
from firstdesk.directory.roles import ROLES, Permission
from firstdesk.directory.scope import Acting

P = Permission
ROLES_THAT_INSPECT = sorted(key for key, role in ROLES.items() if P.INSPECT in role.permissions)
SEES = frozenset({P.READ_OWN, P.READ_SUBTREE, P.INSPECT})


def units_within(unit: Unit) -> QuerySet[Unit]:
    """Units another may inspect: those beneath it, and linkage units that serve it or a centre beneath it."""
    serving = Remit.objects.filter(centre__path__startswith=unit.path).values("unit")
    beneath = Q(path__startswith=unit.path) & ~Q(kind=UnitKind.JURISDICTION)
    return Unit.objects.filter(beneath | Q(pk__in=serving), is_active=True).exclude(pk=unit.pk).order_by("path")


def inspectors(unit: Unit, at: datetime) -> list[User]:
    """Holders of inspecting posts of the unit."""
    posts = list(unit.posts.filter(role__in=ROLES_THAT_INSPECT))
    return directory.holders_of(posts, at)


def acting_in(person: User, unit: Unit, at: datetime) -> Acting | None:
    """The person acting from their inspecting post in the unit; None where they hold none."""
    held = directory.appointments_of(person, at).filter(post__unit=unit, post__role__in=ROLES_THAT_INSPECT)
    post_id = held.values_list("post", flat=True).first()
    return directory.acting_for(person, at, post_id) if post_id else None


def kind_of(unit: Unit) -> str:
    """The kind of centre whose rules a unit checks by: that of its centre, or GOVERNANCE, whose kind adopts every
    regulation."""
    centre = directory.centre_of(unit)
    return centre.centre_kind if centre else CentreKind.GOVERNANCE


def around(acting: Acting) -> Q:
    """Filter for rows with `unit` and `by_unit`: about or by the person's units, or beneath what they may read."""
    found = Q(unit__in=acting.unit_ids) | Q(by_unit__in=acting.unit_ids)
    for path in acting.subtree_paths:
        found |= Q(unit__path__startswith=path) | Q(by_unit__path__startswith=path)
    return found


def own_units(acting: Acting) -> Q:
    """Filter for rows with `unit`: of the person's units, or beneath what they may read."""
    found = Q(unit__in=acting.unit_ids)
    for path in acting.subtree_paths:
        found |= Q(unit__path__startswith=path)
    return found


def today(at: datetime) -> date:
    """The date at the centre."""
    return clock.local(at).date()


def leaders(unit: Unit, at: datetime) -> Sequence[User]:
    """The leaders of a unit."""
    return directory.holders_of(directory.leader_posts(unit), at)
