"""A person's day: what waits for them, whose promise breaks first, what else falls due, who is on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.directory.models import Post, Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.matters import selectors as matters
from firstdesk.matters.models import Matter, MatterQuerySet
from firstdesk.matters.states import State
from firstdesk.obligations import selectors as obligations
from firstdesk.obligations.models import Clock, ClockQuerySet
from firstdesk.obligations.selectors import Duty
from firstdesk.obligations.states import ClockState
from firstdesk.rosters import selectors as rosters
from firstdesk.workbench.selectors.matters import Row, with_clocks

SHOWN = 100
WATCHED = 20

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


SECTIONS: tuple[tuple[str, str | Promise, Q], ...] = (
    ("offered", _("Asked of my unit"), Q(state=State.OFFERED)),
    ("triage", _("To classify"), Q(state=State.TO_TRIAGE)),
    ("decide", _("To decide"), Q(state=State.ESCALATED)),
    ("handle", _("To handle"), Q(state__in=[State.HANDLING, State.SUSPENDED])),
    ("confirm", _("To confirm"), Q(state=State.ANSWERED)),
    ("reply", _("To answer"), Q(state=State.TO_REPLY)),
    ("call_back", _("To call back"), Q(state=State.FOLLOW_UP)),
)


def todo(acting: Acting, at: datetime, *, section: str = "") -> Todo:
    """What waits for this person; `section` narrows it to one kind, "mine" to what was given to them by name."""
    waiting = Matter.objects.awaiting(acting)
    mine = Q(responsible_person=acting.user)
    counts = waiting.order_by().aggregate(
        total=Count("pk"), mine=Count("pk", filter=mine), **{code: Count("pk", filter=q) for code, _l, q in SECTIONS}
    )
    found = matters.todo_for(acting, at)
    wanted = {code: q for code, _l, q in SECTIONS} | {"mine": mine}
    if section in wanted:
        found = found.filter(wanted[section])
    tasks = tuple(
        Task(row, TASK.get(row.matter.state, ""), row.matter.responsible_person_id == acting.user.pk)
        for row in with_clocks(_in_full(found))
    )
    sections = (
        Section("mine", _("Given to me"), counts["mine"]),
        *(Section(code, label, counts[code]) for code, label, _q in SECTIONS if counts[code]),
    )
    return Todo(sections, tasks, counts["total"])


def _in_full(found: MatterQuerySet) -> list[Matter]:
    """The most pressing ones with whoever they belong to, read only after they are known: a queue may hold thousands."""
    keys = list(found.select_related(None).values_list("pk", flat=True)[:SHOWN])
    rows = Matter.objects.select_related(*matters.RELATED).in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


@dataclass(frozen=True)
class Watch:
    """What somebody who answers for others looks at: late and warned promises among what they may see."""

    late: tuple[Row, ...]
    warned: tuple[Row, ...]
    late_count: int
    warned_count: int
    open_count: int


def watch(acting: Acting, at: datetime) -> Watch:
    """Late and warned matters in everything this person may see."""
    visible = Matter.objects.visible_to(acting).open()
    late, warned = Q(due_at__lt=at), Q(due_at__gte=at, warn_at__lte=at)
    running = Clock.objects.filter(state=ClockState.RUNNING, is_advisory=False)
    is_late = Exists(running.filter(late, matter_id=OuterRef("pk")))
    is_warned = Exists(running.filter(warned, matter_id=OuterRef("pk")))
    counts = visible.order_by().aggregate(
        open=Count("pk"), late=Count("pk", filter=is_late), warned=Count("pk", filter=is_warned & ~is_late)
    )
    first_late = _first(running.filter(late), visible) if counts["late"] else []
    first_warned = _first(running.filter(warned), visible.filter(~is_late)) if counts["warned"] else []
    found = Matter.objects.select_related(*matters.RELATED).in_bulk([*first_late, *first_warned])
    rows = {row.matter.pk: row for row in with_clocks(found.values())}
    return Watch(
        tuple(rows[key] for key in first_late if key in rows),
        tuple(rows[key] for key in first_warned if key in rows),
        *(counts["late"], counts["warned"], counts["open"]),
    )


def _first(clocks: ClockQuerySet, among: MatterQuerySet) -> list[int]:
    """The most pressing matters of these clocks. Read from the clocks' side, where the order has an index."""
    owed = clocks.filter(matter_id__in=among.values("pk")).order_by("due_at", "pk").values_list("matter_id", flat=True)
    return list(dict.fromkeys(owed[: WATCHED * 3]))[:WATCHED]  # a matter may owe several at once


def duties(acting: Acting) -> Sequence[Duty]:
    """Recurring duties that are due: all of the centre for those who answer for it, else those of the own post."""
    answers = acting.permissions & {Permission.DECIDE, Permission.KEEP_CHARTER}
    return (obligations.duties_for(acting) if answers else obligations.my_duties(acting))[:8]


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
