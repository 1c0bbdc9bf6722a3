"""A person's day: what waits for them, whose promise breaks first, what else falls due, who is on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.directory.models import Post, Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter, MatterQuerySet
from firstdesk.matters.states import State
from firstdesk.obligations import selectors as obligations
from firstdesk.obligations.models import Clock, ClockQuerySet
from firstdesk.obligations.selectors import Duty
from firstdesk.obligations.states import ClockState
from firstdesk.rosters import selectors as rosters
from firstdesk.workbench.selectors.rows import Row, rows_by_key

SHOWN = 25  # a screen and a half; the rest is one link further
WATCHED = 10
COUNTED = 500  # of what is watched more are not counted out

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


SECTIONS: tuple[tuple[str, str | Promise, Q], ...] = (
    ("offered", _("Asked of my unit"), Q(state=State.OFFERED)),
    ("triage", _("To classify"), Q(state=State.TO_TRIAGE)),
    ("decide", _("To decide"), Q(state=State.ESCALATED)),
    ("handle", _("To handle"), Q(state__in=[State.HANDLING, State.SUSPENDED])),
    ("confirm", _("To confirm"), Q(state=State.ANSWERED)),
    ("reply", _("To answer"), Q(state=State.TO_REPLY)),
    ("call_back", _("To call back"), Q(state=State.FOLLOW_UP)),
)


def todo(acting: Acting, at: datetime, *, section: str = "", number: int = 1) -> Todo:
    """What waits for this person; `section` narrows it to one kind, "mine" to what was given to them by name."""
    waiting = Matter.objects.awaiting(acting)
    mine = Q(responsible_person=acting.user)
    counts = waiting.order_by().aggregate(
        total=Count("pk"), mine=Count("pk", filter=mine), **{code: Count("pk", filter=q) for code, _l, q in SECTIONS}
    )
    wanted = {code: q for code, _l, q in SECTIONS} | {"mine": mine}
    found = waiting.filter(wanted[section]) if section in wanted else waiting
    keys = _Counted(found.most_pressing_first().values_list("pk", flat=True), counts.get(section, counts["total"]))
    page = Paginator(keys, SHOWN).get_page(number)
    shown = list(page.object_list)
    rows = rows_by_key(shown)
    tasks = tuple(_task(rows[key], acting) for key in shown if key in rows)
    sections = (
        Section("mine", _("Given to me"), counts["mine"]),
        *(Section(code, label, counts[code]) for code, label, _q in SECTIONS if counts[code]),
    )
    return Todo(sections, tasks, counts["total"], page)


class _Counted:
    """A list whose length is known already."""

    def __init__(self, found: QuerySet[Matter, int], length: int) -> None:
        self.found, self.length = found, length

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, cut: slice) -> QuerySet[Matter, int]:
        return self.found[cut]


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


def watch(acting: Acting, at: datetime) -> Watch:
    """Late and warned matters in everything this person may see."""
    visible = Matter.objects.visible_to(acting).filter(ended_at=None).order_by()
    running = Clock.objects.filter(state=ClockState.RUNNING, is_advisory=False)
    late = _first(running.filter(due_at__lt=at), visible)
    warned = [key for key in _first(running.filter(due_at__gte=at, warn_at__lte=at), visible) if key not in late]
    rows = rows_by_key([*list(late)[:WATCHED], *warned[:WATCHED]])
    return Watch(
        tuple(rows[key] for key in list(late)[:WATCHED] if key in rows),
        tuple(rows[key] for key in warned[:WATCHED] if key in rows),
        *(Figure(len(late)), Figure(len(warned)), Figure(visible[: COUNTED + 1].count())),
    )


def _first(clocks: ClockQuerySet, among: MatterQuerySet) -> dict[int, None]:
    """The matters of these clocks, the most pressing first, as far as they are counted. Read from the clocks' side,
    where the order has an index; a matter may owe several at once."""
    owed = clocks.filter(Exists(among.filter(pk=OuterRef("matter_id")))).order_by("due_at", "pk")
    return dict.fromkeys(owed.values_list("matter_id", flat=True)[: COUNTED + 1])


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
