"""Who is on, who comes next, and where nobody is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Post, User
from firstdesk.rosters.models import Shift


@dataclass(frozen=True)
class Duty:
    """Whom a post reaches now. Without anybody on shift it still reaches its holders, and says so."""

    people: tuple[User, ...]
    is_covered: bool  # somebody is on shift
    sentence: str | Promise


def shifts_at(posts: Sequence[Post], at: datetime) -> list[Shift]:
    """The shifts of these posts that run at a moment."""
    running = Shift.objects.filter(post__in=posts, starts_at__lte=at, ends_at__gt=at)
    return list(running.select_related("person").order_by("starts_at", "person__username"))


def on_duty(post: Post, at: datetime) -> list[User]:
    """The people on shift at a post."""
    return [shift.person for shift in shifts_at([post], at)]


def resolve(post: Post, at: datetime) -> Duty:
    """Whom to reach at a post now: who is on shift, else everybody who holds it, else nobody; never silently."""
    people = on_duty(post, at)
    if people:
        names = ", ".join(str(person) for person in people)
        return Duty(tuple(people), True, _("On duty: %(names)s") % {"names": names})
    held = directory.holders(post, at)
    if held:
        names = ", ".join(str(person) for person in held)
        return Duty(
            tuple(held), False, _("Nobody is on shift; told are all who hold the post: %(names)s") % {"names": names}
        )
    return Duty((), False, _("Nobody is on shift and nobody holds the post “%(post)s”.") % {"post": post})
