"""Who takes part in a centre's training: its staff, that of its units, and of linkage units that serve it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet

from firstdesk.common import clock
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Appointment, Post, Unit, User


def appointments(centre: Unit, on: date) -> QuerySet[Appointment]:
    """Appointments on a day in the centre, beneath it and in the linkage units that serve it."""
    around = Q(post__unit__path__startswith=centre.path) | Q(post__unit__remits__centre=centre)
    found = Appointment.objects.filter(directory.in_force(on)).filter(around, post__unit__is_active=True)
    return found.filter(user__is_active=True).distinct()


def staff(centre: Unit, at: datetime, posts: Collection[str] = ()) -> list[User]:
    """Everybody, or the holders of posts with these codes."""
    held = appointments(centre, clock.local(at).date())
    if posts:
        held = held.filter(post__code__in=posts)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("username"))


def teaches(centre: Unit) -> list[Post]:
    """Posts told of expiring certificates: the centre's director and group leader."""
    return list(Post.objects.filter(unit=centre, code__in=("director", "group_leader")).select_related("unit"))
