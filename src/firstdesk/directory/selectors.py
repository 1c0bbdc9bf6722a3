"""Questions about organisations, posts and people."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.directory.grids import grid_at
from firstdesk.directory.models import (
    ApiToken,
    Appointment,
    ArrivalPromise,
    Compartment,
    Post,
    Remit,
    Unit,
    UnitKind,
    User,
)
from firstdesk.directory.roles import ROLES, Permission
from firstdesk.directory.scope import Acting
from firstdesk.ledger.actors import Actor

__all__ = [
    "NoSuchPost",
    "acting_for",
    "actor_of",
    "ancestors",
    "appointments_of",
    "arrival_promised",
    "centre_of",
    "chief_posts",
    "decides",
    "digest_of",
    "director_post",
    "grid_at",
    "holders",
    "holders_of",
    "in_force",
    "leader_posts",
    "members_of",
    "person_of",
    "post_of",
    "queue_of",
    "superior_centre",
    "supervision_phone",
    "supervisor_posts",
    "token_of",
    "tokens_of",
    "unit_for_topic",
    "with_people",
]

Row = TypeVar("Row", bound=Model)

# The post that receives for a purpose: tried in this order within the unit.
PURPOSES = {
    "intake": ("intake", "liaison"),
    "director": ("director", "leader"),
    "leader": ("leader", "director"),
    "liaison": ("liaison", "intake"),
    "mediation": ("mediation",),
    "window": ("window",),
}


class NoSuchPost(Refusal):
    """The unit lacks the post that would have to receive this."""


def in_force(on: date) -> Q:
    """Appointments that hold on a day."""
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))


def appointments_of(user: User, at: datetime) -> QuerySet[Appointment]:
    """The posts a person holds at a moment, oldest appointment first."""
    return (
        Appointment.objects.filter(in_force(clock.local(at).date()), user=user, post__unit__is_active=True)
        .select_related("post__unit")
        .order_by("starts_on", "pk")
    )


def acting_for(user: User, at: datetime, post_id: int | None = None) -> Acting | None:
    """How a person acts at a moment: from the post asked for if they hold it, else from their first; None without post."""
    posts = tuple(appointment.post for appointment in appointments_of(user, at))
    if not posts or not user.is_active:
        return None
    post = next((post for post in posts if post.pk == post_id), posts[0])
    permissions = ROLES[post.role].permissions
    return Acting(
        user=user,
        post=post,
        unit=post.unit,
        centre=centre_of(post.unit),
        permissions=permissions,
        unit_ids=frozenset(held.unit_id for held in posts),
        subtree_paths=(post.unit.path,) if Permission.READ_SUBTREE in permissions else (),
        compartment_ids=frozenset(Compartment.objects.filter(members=user).values_list("pk", flat=True)),
        posts=posts,
    )


def actor_of(user: User) -> Actor:
    """Somebody who acts for themselves, whatever post they hold: their password, their sessions."""
    return Actor(person_id=user.pk, name=str(user))


def ancestors(unit: Unit) -> list[Unit]:
    """The units above, nearest first."""
    codes = unit.path.strip("/").split("/")[:-1]
    found = {each.code: each for each in Unit.objects.filter(code__in=codes)}
    return [found[code] for code in reversed(codes)]


def decides(by: Actor) -> bool:
    """Whether somebody acts from a post that decides as director."""
    post = Post.objects.filter(pk=by.post_id).first() if by.post_id else None
    return post is not None and Permission.DECIDE in ROLES[post.role].permissions


def centre_of(unit: Unit) -> Unit | None:
    """The centre a unit belongs to: itself, the nearest above, or the one whose remit it serves."""
    if unit.kind == UnitKind.CENTRE:
        return unit
    above = next((each for each in ancestors(unit) if each.kind == UnitKind.CENTRE), None)
    if above:
        return above
    remit = Remit.objects.filter(unit=unit).select_related("centre").order_by("rank", "pk").first()
    return remit.centre if remit else None


HOTLINE = "12345"  # of the government, where nobody above has a number of its own


def supervision_phone(unit: Unit) -> tuple[str, str]:
    """Under which number one complains of a unit, and whose it is: its own, else that of the nearest above."""
    if unit.supervision_phone:
        return unit.supervision_phone, ""
    for above in ancestors(unit):
        if above.supervision_phone or above.phone:
            return above.supervision_phone or above.phone, above.name
    return HOTLINE, ""


def superior_centre(centre: Unit) -> Unit | None:
    """The nearest centre above this one, to which its director escalates."""
    return next((each for each in ancestors(centre) if each.kind == UnitKind.CENTRE), None)


def unit_for_topic(centre: Unit, topic: str) -> Unit | None:
    """The unit that answers for a topic in a centre: lowest rank first; a child topic falls back to its parents."""
    while topic:
        remits = Remit.objects.filter(centre=centre, topic=topic, unit__is_active=True).select_related("unit")
        remit = remits.order_by("rank", "unit__code").first()
        if remit:
            return remit.unit
        topic = topic.rpartition(".")[0]
    return None


def arrival_promised(unit: Unit, zone: str, hour: str) -> int | None:
    """The minutes a unit promised to need to a zone at an hour; what it says of both outweighs what it says of one."""
    found = ArrivalPromise.objects.filter(unit=unit, zone__in=["", zone], hour__in=["", hour])
    closest = max(found, key=lambda promise: (bool(promise.zone), bool(promise.hour)), default=None)
    return closest.minutes if closest else None


def post_of(unit: Unit, code: str) -> Post | None:
    """The unit's post with this code."""
    return Post.objects.filter(unit=unit, code=code).select_related("unit").first()


def queue_of(unit: Unit, purpose: str) -> Post:
    """The post that receives for a purpose (intake, director, leader, mediation, window, liaison).

    Raises NoSuchPost, naming the post to set up.
    """
    codes = PURPOSES[purpose]
    found = {post.code: post for post in Post.objects.filter(unit=unit, code__in=codes).select_related("unit")}
    for code in codes:
        if code in found:
            return found[code]
    raise NoSuchPost(
        _("“%(unit)s” has no post “%(post)s” that could receive this. Ask the administrator to set it up.")
        % {"unit": unit.name, "post": codes[0]}
    )


def receiving_post(unit: Unit) -> Post:
    """The queue in which what nobody of the unit has waits: that which receives from outside, else any. Raises NoSuchPost."""
    queues = Post.objects.filter(unit=unit, is_queue=True).select_related("unit").order_by("pk")
    found = {post.code: post for post in queues}
    first = next((found[code] for code in PURPOSES["intake"] if code in found), next(iter(found.values()), None))
    return first or queue_of(unit, "intake")


def leader_posts(unit: Unit) -> list[Post]:
    """The posts that lead the unit."""
    return list(Post.objects.filter(unit=unit, is_leader=True).select_related("unit").order_by("pk"))


def chief_posts(unit: Unit) -> list[Post]:
    """The posts that lead the unit or a group in it, the director's last: who can judge what others did."""
    found = Post.objects.filter(unit=unit).filter(Q(is_leader=True) | Q(role__in=("group_leader", "director")))
    return sorted(found.select_related("unit").order_by("pk"), key=lambda post: post.role == "director")


def director_post(centre: Unit) -> Post | None:
    """The director's post of a centre."""
    return post_of(centre, "director")


def supervisor_posts(centre: Unit) -> list[Post]:
    """The posts that supervise a centre: its own, else those of the nearest unit above that has one."""
    for unit in [centre, *ancestors(centre)]:
        found = list(Post.objects.filter(unit=unit, code="supervisor").select_related("unit"))
        if found:
            return found
    return []


def holders(post: Post, at: datetime) -> list[User]:
    """Everybody appointed to the post at a moment."""
    return holders_of([post], at)


def holders_of(posts: Sequence[Post], at: datetime) -> list[User]:
    """Everybody appointed to any of the posts at a moment, once each, in order of name."""
    return _people(Appointment.objects.filter(in_force(clock.local(at).date()), post__in=posts))


def _people(held: QuerySet[Appointment]) -> list[User]:
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("username"))


def with_people(rows: list[Row], *names: str) -> list[Row]:
    """The same rows, the people they name read in one query for all of them."""
    keys = {getattr(row, f"{name}_id") for row in rows for name in names} - {None}
    people = User.objects.in_bulk(keys) if keys else {}
    for row in rows:
        for name in names:
            setattr(row, name, people.get(getattr(row, f"{name}_id")))
    return rows


def members_of(unit: Unit, at: datetime) -> list[User]:
    """Everybody who holds a post of the unit at a moment."""
    return _people(Appointment.objects.filter(in_force(clock.local(at).date()), post__unit=unit))


def digest_of(secret: str) -> str:
    """What is kept of a token: enough to know it again, not enough to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> ApiToken | None:
    """The token in use behind a secret, with its unit and centre."""
    found = ApiToken.objects.select_related("unit", "centre").filter(digest=digest_of(secret), revoked_at=None)
    return found.first()


def tokens_of(unit: Unit) -> list[ApiToken]:
    """Every token given to a unit's system, those in use first."""
    found = ApiToken.objects.filter(unit=unit).select_related("centre", "created_by", "revoked_by")
    return sorted(found, key=lambda token: (token.revoked_at is not None, -token.pk))


def person_of(unit: Unit, staff_number: str, at: datetime) -> User | None:
    """Whoever holds a post in the unit under this staff number."""
    held = Appointment.objects.filter(
        in_force(clock.local(at).date()), post__unit=unit, user__staff_number=staff_number
    ).select_related("user")
    found = held.first()
    return found.user if found else None
