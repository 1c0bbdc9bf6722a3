"""What the pages of the organisation show."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise

from firstdesk.common import clock
from firstdesk.directory import ports
from firstdesk.directory.models import Appointment, Post, Remit, Unit, User
from firstdesk.directory.roles import PERMISSION_NAMES, ROLES, Permission, Role
from firstdesk.directory.selectors import ancestors, in_force

WHOLE_TREE = 600  # units shown at once; a larger tree shows its two upper levels
GRIDS_SHOWN = 100


@dataclass(frozen=True)
class TreeRow:
    """A unit and how far it is indented, in pixels."""

    unit: Unit
    indent: int


def org_tree() -> list[TreeRow]:
    """The units in the order of the tree."""
    units = Unit.objects.filter(is_active=True).order_by("path")
    is_large = units.count() > WHOLE_TREE
    rows = [(unit, unit.path.count("/") - 2) for unit in units]
    return [TreeRow(unit, 12 + 18 * depth) for unit, depth in rows if depth < 2 or not is_large]


def units_under(unit: Unit) -> QuerySet[Unit]:
    """The unit and everything beneath it."""
    return Unit.objects.filter(path__startswith=unit.path, is_active=True).order_by("path")


def posts_under(unit: Unit) -> QuerySet[Post]:
    """Every post at or beneath a unit."""
    return Post.objects.filter(unit__in=units_under(unit)).select_related("unit").order_by("unit__path", "pk")


@dataclass(frozen=True)
class PostRow:
    """A post, its role in words, and who holds it now."""

    post: Post
    role: Role
    people: list[User]


def unit_page(unit: Unit, at: datetime) -> dict[str, object]:
    """Everything the page of one unit shows."""
    remits = Remit.objects.filter(unit=unit).select_related("centre").order_by("centre__code", "rank", "topic")
    grids = unit.grids.order_by("code")
    name = ports.get().topic_names(at)
    return {
        "unit": unit,
        "above": list(reversed(ancestors(unit))),
        "beneath": unit.children.filter(is_active=True).order_by("path"),
        "posts": _posts(unit, at),
        "remits": [(remit, name(remit.topic)) for remit in remits],
        "arrivals": unit.arrival_promises.order_by("zone", "hour"),
        "grids": grids[:GRIDS_SHOWN],
        "grid_count": grids.count(),
    }


def _posts(unit: Unit, at: datetime) -> list[PostRow]:
    held: dict[int, list[User]] = defaultdict(list)
    today = clock.local(at).date()
    for appointment in Appointment.objects.filter(in_force(today), post__unit=unit).select_related("user"):
        held[appointment.post_id].append(appointment.user)
    return [PostRow(post, ROLES[post.role], held[post.pk]) for post in unit.posts.order_by("pk")]


def permission_matrix() -> tuple[list[Role], list[tuple[str | Promise, list[bool]]]]:
    """The roles, and for each permission which of them carry it."""
    roles = list(ROLES.values())
    return roles, [(PERMISSION_NAMES[p], [p in role.permissions for role in roles]) for p in Permission]
