"""What somebody owes about matters that are not theirs: help, a way to a place, a decision, a word, a verification."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from firstdesk.common.language import words
from firstdesk.common.lookups import Ready
from firstdesk.directory.scope import Acting
from firstdesk.dispatch.models import Task
from firstdesk.dispatch.states import TASK_OPEN
from firstdesk.matters.models import Matter
from firstdesk.obligations import selectors as obligations
from firstdesk.obligations.models import Clock

SHOWN = 50
ANCHORS = {
    "task": "panel-tasks", "turnout": "panel-scene", "supervision": "panel-oversight", "application": "panel-oversight",
    "compensation": "panel-complaints", "verify": "reply-verify", "service": "panel-services",
}  # fmt: skip

CASES = {"case": "mediation:case", "promise": "mediation:performance", "agreement": "mediation:confirmation"}


@dataclass(frozen=True)
class Owed:
    """One part of a matter, and until when."""

    matter: Matter
    what: str
    clock: Clock
    url: str  # where it is done: a part of the page of the matter, or a page of its own
    number: str


def owed(acting: Acting) -> list[Owed]:
    """What this person or a post they hold owes beside the matters that wait for them, the first to break first."""
    clocks = _clocks(acting)
    if not clocks:
        return []
    found = Matter.objects.visible_to(acting).select_related("responsible_unit")
    matters = found.in_bulk({clock.matter_id for clock in clocks})
    return [_owed(matters[clock.matter_id], clock) for clock in clocks if clock.matter_id in matters]


def _owed(matter: Matter, clock: Clock) -> Owed:
    kind = clock.part.partition(":")[0] or clock.code
    return Owed(
        matter, words(obligations.rule_title(clock)), clock, _url(matter, clock, kind), clock.label or matter.number
    )


def _url(matter: Matter, clock: Clock, kind: str) -> str:
    """A dispute is worked on in its own page; what was promised in it, in that of performance."""
    if kind in CASES and clock.label:
        return reverse(CASES[kind], args=[clock.label])
    anchor = ANCHORS.get(kind, "")
    return reverse("workbench:matter", args=[matter.number]) + (f"#{anchor}" if anchor else "")


def _clocks(acting: Acting) -> Sequence[Clock]:
    """Owed by them or by a post of theirs; help that was given to them by name is theirs too."""
    return list(Clock.objects.filter(_owes(acting)).order_by("due_at", "pk")[:SHOWN])


@lru_cache(maxsize=2000)
def _owes(acting: Acting) -> Ready:
    given = Task.objects.filter(unit__in=acting.unit_ids, state__in=TASK_OPEN, handler=acting.user)
    named = given.annotate(part=Concat(Value("task:"), Cast("pk", CharField()))).values("part")
    mine = Q(owing_person=acting.user) | Q(owing_post__in=acting.post_ids) | Q(part__in=named)
    return Ready.made(Clock.objects.beside().filter(mine, owing_unit__in=acting.unit_ids))
