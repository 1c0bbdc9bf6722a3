"""Who is on at every post of a centre and its units, and the week's table. A fixed number of queries, however many posts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Q

from firstdesk.common import clock
from firstdesk.common.clock import midnight
from firstdesk.directory.models import Appointment, Post, Unit, UnitKind, User
from firstdesk.directory.roles import ROLES, Permission
from firstdesk.directory.scope import Acting
from firstdesk.directory.selectors import in_force
from firstdesk.rosters import ports
from firstdesk.rosters.models import Shift
from firstdesk.rosters.selectors import shifts_at

DAY = timedelta(days=1)
AHEAD = timedelta(days=14)  # so far ahead planned shifts are looked at
KEEPERS = [role.key for role in ROLES.values() if Permission.MANAGE_ROSTER in role.permissions]


@dataclass(frozen=True)
class PostNow:
    """A post at a moment: who is on, who comes next, who holds it."""

    post: Post
    shifts: tuple[Shift, ...]
    next: Shift | None
    holders: tuple[User, ...]
    is_open: bool  # the unit works at this hour

    @property
    def is_gap(self) -> bool:
        """Nobody is on where somebody should be: at the receiving posts of centres and first-line units while they
        work, and at any receiving post that nobody holds. Other units, and heads, are reached through the holders."""
        if not self.post.is_queue or self.shifts or not self.is_open:
            return False
        return not self.holders or (is_manned(self.post.unit) and not self.post.is_leader)


@dataclass(frozen=True)
class UnitNow:
    """A unit at a moment, and who keeps its shift table."""

    unit: Unit
    posts: tuple[PostNow, ...]
    keepers: tuple[str, ...]

    @property
    def gaps(self) -> int:
        """Posts where nobody is on."""
        return sum(each.is_gap for each in self.posts)


@dataclass(frozen=True)
class Planned:
    """A shift, and why whoever is on it may not stand it after all: they were ready when it was planned."""

    shift: Shift
    lack: ports.Lack | None


@dataclass(frozen=True)
class WeekRow:
    """A post and its shifts of seven days; a shift stands on the day it begins, or on the first day shown."""

    post: Post
    days: tuple[tuple[date, tuple[Shift, ...]], ...]


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday."""

    days: tuple[date, ...]
    rows: tuple[WeekRow, ...]

    @property
    def previous(self) -> date:
        """The Monday before."""
        return self.days[0] - 7 * DAY

    @property
    def following(self) -> date:
        """The Monday after."""
        return self.days[0] + 7 * DAY


def is_manned(unit: Unit) -> bool:
    """Centres and first-line units keep somebody on; the others answer through whoever holds the post."""
    return unit.kind == UnitKind.CENTRE or unit.linkage_class == 1


def units_of(acting: Acting) -> list[Unit]:
    """The own centre, its units and those that serve it; above all centres, the centres of the own subtree."""
    active = Unit.objects.filter(is_active=True)
    if acting.centre:
        near = Q(path__startswith=acting.centre.path) | Q(remits__centre=acting.centre) | Q(pk=acting.unit.pk)
        found = list(active.filter(near).distinct())
        home = acting.centre.path
    else:
        near = Q(path__startswith=acting.unit.path, kind=UnitKind.CENTRE) | Q(pk=acting.unit.pk)
        found = list(active.filter(near))
        home = acting.unit.path
    return sorted(found, key=lambda unit: (not unit.path.startswith(home), unit.path))


def board(acting: Acting, at: datetime) -> list[UnitNow]:
    """Unit by unit, the posts that receive, and others while somebody is on."""
    units = {unit.pk: unit for unit in units_of(acting)}
    posts = list(Post.objects.filter(unit__in=units).select_related("unit").order_by("pk"))
    running = _by_post(shifts_at(posts, at))
    coming = {shift.post_id: shift for shift in _next_of(posts, at)}
    held, keepers = _holders(posts, at)
    found: dict[int, list[PostNow]] = {pk: [] for pk in units}
    for post in posts:
        shifts = tuple(running.get(post.pk, ()))
        if not (post.is_queue or shifts or post.pk in coming):
            continue
        is_open = _is_open(units[post.unit_id], at)
        line = PostNow(post, shifts, coming.get(post.pk), tuple(held.get(post.pk, ())), is_open)
        found[post.unit_id].append(line)
    return [UnitNow(units[pk], tuple(lines), tuple(keepers.get(pk, ()))) for pk, lines in found.items() if lines]


def week(acting: Acting, day: date) -> Week:
    """The week a day lies in, for every post that is to be manned or has a shift in it."""
    monday = day - timedelta(days=day.weekday())
    days = tuple(monday + n * DAY for n in range(7))
    first, last = midnight(monday), midnight(monday + 7 * DAY)
    units = units_of(acting)
    order = {unit.pk: number for number, unit in enumerate(units)}
    shifts = Shift.objects.filter(post__unit__in=units, starts_at__lt=last, ends_at__gt=first)
    by_post = _by_post(shifts.select_related("person").order_by("starts_at", "person__username"))
    manned = [unit for unit in units if is_manned(unit)]
    posts = Post.objects.filter(Q(unit__in=manned, is_queue=True, is_leader=False) | Q(pk__in=by_post))
    ordered = sorted(posts.select_related("unit"), key=lambda post: (order[post.unit_id], post.pk))
    return Week(days, tuple(WeekRow(post, _spread(by_post.get(post.pk, ()), days)) for post in ordered))


def plannable(acting: Acting) -> list[Post]:
    """The posts of the own unit and those under it, the receiving ones first; empty for who keeps no shift table."""
    if not acting.may(Permission.MANAGE_ROSTER):
        return []
    posts = Post.objects.filter(unit__path__startswith=acting.unit.path, unit__is_active=True)
    return list(posts.select_related("unit").order_by("unit__path", "-is_queue", "pk"))


def candidates(post: Post, on: date) -> list[User]:
    """Who holds a post on a day or will later."""
    held = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), post=post)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("username"))


def upcoming(post: Post, at: datetime) -> list[tuple[date, list[Planned]]]:
    """The shifts of a post that have not ended, day by day."""
    planned = _planned(Q(post=post), at)
    return [
        (day, list(found)) for day, found in groupby(planned, key=lambda each: clock.local(each.shift.starts_at).date())
    ]


def unready(acting: Acting, at: datetime) -> list[Planned]:
    """Shifts ahead whose person may not stand them: one's own, and those whose table one keeps."""
    mine = Q(person=acting.user)
    if acting.may(Permission.MANAGE_ROSTER):
        mine |= Q(post__unit__path__startswith=acting.unit.path)
    return [each for each in _planned(mine, at) if each.lack]


def _planned(which: Q, at: datetime) -> list[Planned]:
    found = Shift.objects.filter(which, ends_at__gt=at, starts_at__lt=at + AHEAD)
    shifts = list(found.select_related("post__unit", "person").order_by("starts_at", "pk"))
    lacks = ports.lacks([ports.Stand(each.post, each.person, each.starts_at) for each in shifts])
    return [Planned(*each) for each in zip(shifts, lacks, strict=True)]


def _next_of(posts: Sequence[Post], at: datetime) -> Iterable[Shift]:
    coming = Shift.objects.filter(post__in=posts, starts_at__gt=at).select_related("person")
    return coming.order_by("post_id", "starts_at", "pk").distinct("post_id")


def _holders(posts: Sequence[Post], at: datetime) -> tuple[Mapping[int, list[User]], Mapping[int, list[str]]]:
    """Who holds each post now, and by unit the names of those who keep its shift table."""
    held = Appointment.objects.filter(in_force(clock.local(at).date()), post__in=posts, user__is_active=True)
    by_post: dict[int, list[User]] = defaultdict(list)
    keepers: dict[int, list[str]] = defaultdict(list)
    for row in held.select_related("user", "post").order_by("user__username"):
        by_post[row.post_id].append(row.user)
        if row.post.role in KEEPERS and str(row.user) not in keepers[row.post.unit_id]:
            keepers[row.post.unit_id].append(str(row.user))
    return by_post, keepers


def _by_post(shifts: Iterable[Shift]) -> dict[int, list[Shift]]:
    found: dict[int, list[Shift]] = defaultdict(list)
    for shift in shifts:
        found[shift.post_id].append(shift)
    return found


def _spread(shifts: Iterable[Shift], days: Sequence[date]) -> tuple[tuple[date, tuple[Shift, ...]], ...]:
    by_day: dict[date, list[Shift]] = {day: [] for day in days}
    for shift in shifts:
        by_day[max(clock.local(shift.starts_at).date(), days[0])].append(shift)
    return tuple((day, tuple(found)) for day, found in by_day.items())


def _is_open(unit: Unit, at: datetime) -> bool:
    if unit.opens_at is None or unit.closes_at is None:
        return True
    now = clock.local(at).time()
    if unit.opens_at <= unit.closes_at:
        return unit.opens_at <= now < unit.closes_at
    return now >= unit.opens_at or now < unit.closes_at
