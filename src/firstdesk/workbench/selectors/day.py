"""A person's day: what waits for them, whose promise breaks first, what else falls due, who is on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.directory.models import Post, Unit
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter, MatterQuerySet
from firstdesk.matters.states import State
from firstdesk.obligations.models import Clock, ClockQuerySet
from firstdesk.obligations.states import ClockState
from firstdesk.rosters import selectors as rosters
from firstdesk.workbench.selectors.rows import Row, rows_by_key

SHOWN = 25  # a screen and a half; the rest is one link further
CLOCKS_EACH = 4  # a matter may owe several promises at once
WATCHED = 10
COUNTED = 200  # of what is watched more are not counted out

# What there is to do about a matter in a state, for the one whose turn it is.
TASK: dict[str, str | Promise] = {
    State.TO_TRIAGE: _("Classify and route"),
    State.ESCALATED: _("Decide"),
    State.OFFERED: _("Accept or object"),
    State.HANDLING: _("Handle and return the result"),
    State.SUSPENDED: _("Resume when the reason is gone"),
    State.ANSWERED: _("Confirm the result"),
    State.TO_REPLY: _("Answer the person"),
    State.FOLLOW_UP: _("Call back, then close"),
}


@dataclass(frozen=True)
class Section:
    """One kind of work on the to-do list, and how much of it waits."""

    code: str
    label: str | Promise
    count: int
    is_late: bool = False


@dataclass(frozen=True)
class Task:
    """One matter on the to-do list."""

    row: Row
    what: str | Promise
    is_mine: bool  # given to me, not to a queue


@dataclass(frozen=True)
class Todo:
    """The list, sorted by the promise that breaks first, and its sections with their counts."""

    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    total: int
    page: Page[int]


SECTIONS: tuple[tuple[str, str | Promise, tuple[State, ...]], ...] = (
    ("offered", _("Asked of my unit"), (State.OFFERED,)),
    ("triage", _("To classify"), (State.TO_TRIAGE,)),
    ("decide", _("To decide"), (State.ESCALATED,)),
    ("handle", _("To handle"), (State.HANDLING, State.SUSPENDED)),
    ("confirm", _("To confirm"), (State.ANSWERED,)),
    ("reply", _("To answer"), (State.TO_REPLY,)),
    ("call_back", _("To call back"), (State.FOLLOW_UP,)),
)


@dataclass(frozen=True)
class Asked:
    """What a page shows of a day: whether there is work, whether others are watched, which kind, which page of it."""

    works: bool
    watches: bool
    section: str = ""
    number: int = 1


@dataclass(frozen=True)
class Day:
    """What waits for somebody, and what they watch."""

    todo: Todo | None
    watch: "Watch | None"


def day(acting: Acting, at: datetime, asked: Asked) -> Day:
    """Both lists, their rows read together."""
    waiting = _waiting(acting, asked) if asked.works else None
    watched = _watched(acting, at) if asked.watches else None
    keys = {*(waiting.keys if waiting else ()), *(watched.shown if watched else ())}
    rows = rows_by_key(keys)
    return Day(_todo(waiting, acting, rows) if waiting else None, _watch(watched, rows) if watched else None)


@dataclass(frozen=True)
class _Waiting:
    """What waits, before its rows are read."""

    counts: Mapping[str, int]
    page: Page[int]
    keys: tuple[int, ...]


def _waiting(acting: Acting, asked: Asked) -> _Waiting:
    """`section` narrows it to one kind, "mine" to what was given to them by name."""
    waiting, mine = Matter.objects.awaiting(acting), Q(responsible_person=acting.user)
    by_state = waiting.values_list("state").annotate(n=Count("pk"), given=Count("pk", filter=mine)).order_by()
    states = {state: (number, given) for state, number, given in by_state}
    counts = {code: sum(states.get(state, (0, 0))[0] for state in of) for code, _label, of in SECTIONS}
    counts |= {"mine": sum(given for _n, given in states.values()), "all": sum(n for n, _given in states.values())}
    wanted = {code: Q(state__in=of) for code, _l, of in SECTIONS} | {"mine": mine}
    found = waiting.filter(wanted[asked.section]) if asked.section in wanted else waiting
    pressing: Any = _Pressing(found, counts.get(asked.section, counts["all"]))
    page: Page[int] = Paginator(pressing, SHOWN).get_page(asked.number)
    return _Waiting(counts, page, tuple(page.object_list) if page.paginator.count else ())


def _todo(waiting: _Waiting, acting: Acting, rows: Mapping[int, Row]) -> Todo:
    counts = waiting.counts
    sections = (
        Section("mine", _("Given to me"), counts["mine"]),
        *(Section(code, label, counts[code]) for code, label, _states in SECTIONS if counts[code]),
    )
    tasks = tuple(_task(rows[key], acting) for key in waiting.keys if key in rows)
    return Todo(sections, tasks, counts["all"], waiting.page)


class _Pressing:
    """The keys of what waits, the promise that breaks first on top; how many is known already."""

    def __init__(self, found: MatterQuerySet, length: int) -> None:
        self.found, self.length = found, length

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, cut: slice) -> list[int]:
        if self.length > COUNTED:  # of so many only the first are read, from the clocks' side
            running = Clock.objects.filter(state=ClockState.RUNNING)
            first = list(_first(running, self.found.order_by(), most=cut.stop * CLOCKS_EACH))
            if len(first) >= cut.stop:
                return first[cut]
        return list(self.found.most_pressing_first().values_list("pk", flat=True)[cut])


def _task(row: Row, acting: Acting) -> Task:
    return Task(row, TASK.get(row.matter.state, ""), row.matter.responsible_person_id == acting.user.pk)


@dataclass(frozen=True)
class Figure:
    """How many there are, counted out up to a number."""

    number: int

    def __str__(self) -> str:
        return f"{COUNTED}+" if self.number > COUNTED else str(self.number)


@dataclass(frozen=True)
class Watch:
    """What somebody who answers for others looks at: late and warned promises among what they may see."""

    late: tuple[Row, ...]
    warned: tuple[Row, ...]
    late_count: Figure
    warned_count: Figure
    open_count: Figure

    @property
    def is_more(self) -> bool:
        """Whether some of them are not shown."""
        return self.late_count.number + self.warned_count.number > len(self.late) + len(self.warned)


@dataclass(frozen=True)
class _Watched:
    """What is watched, before its rows are read: keys, the most pressing first."""

    late: list[int]
    warned: list[int]
    open_count: int

    @property
    def shown(self) -> list[int]:
        return [*self.late[:WATCHED], *self.warned[:WATCHED]]


def _watched(acting: Acting, at: datetime) -> _Watched:
    """Late and warned matters in everything this person may see."""
    visible = Matter.objects.visible_to(acting).filter(ended_at=None).order_by()
    running = Clock.objects.filter(state=ClockState.RUNNING, is_advisory=False)
    late = _first(running.filter(due_at__lt=at), visible)
    warned = _first(running.filter(due_at__gte=at, warn_at__lte=at), visible)
    return _Watched(list(late), [key for key in warned if key not in late], visible[: COUNTED + 1].count())


def _watch(watched: _Watched, rows: Mapping[int, Row]) -> Watch:
    figures = (Figure(len(watched.late)), Figure(len(watched.warned)), Figure(watched.open_count))
    return Watch(
        tuple(rows[key] for key in watched.late[:WATCHED] if key in rows),
        tuple(rows[key] for key in watched.warned[:WATCHED] if key in rows),
        *figures,
    )


def _first(clocks: ClockQuerySet, among: MatterQuerySet, *, most: int = COUNTED + 1) -> dict[int, None]:
    """The matters of these clocks, the most pressing first, as far as they are counted; a matter may owe several at once.
    Whether it is among them is asked as a value of each clock, so that the clocks are read in their order."""
    its_matter = Subquery(among.filter(pk=OuterRef("matter_id")).values("pk")[:1])
    owed = clocks.alias(seen=its_matter).filter(seen__isnull=False).order_by("due_at", "pk")
    return dict.fromkeys(owed.values_list("matter_id", flat=True)[:most])


@dataclass(frozen=True)
class OnDuty:
    """A post that receives, and who stands at it now."""

    post: Post
    names: tuple[str, ...]


def on_duty(unit: Unit | None, at: datetime) -> tuple[OnDuty, ...]:
    """Who is on at the receiving posts of a unit; a post without anybody is listed too."""
    posts = list(Post.objects.filter(unit=unit, is_queue=True).select_related("unit").order_by("pk")) if unit else []
    shifts = rosters.shifts_at(posts, at)
    return tuple(
        OnDuty(post, tuple(str(shift.person) for shift in shifts if shift.post_id == post.pk)) for post in posts
    )
