"""What the person who asked may say about the answer, and until when."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from firstdesk.followup import selectors as followup
from firstdesk.followup.models import Rating, Reply, Task
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State


@dataclass(frozen=True)
class RatingBox:
    """The box on the follow page where an answer is rated or contested."""

    until: datetime
    is_open: bool
    last: Rating | None  # what the person said before; they may change it while `is_open`
    takes_up: bool  # whether a contested answer is taken up again from here


def rating_box(matter: Matter, at: datetime) -> RatingBox | None:
    """None where there is no answer yet, or the rules give no time to rate it."""
    reply = followup.last_reply(matter)
    until = followup.rating_until(matter, reply) if reply else None
    if until is None:
        return None
    may_contest = matter.state in {State.FOLLOW_UP, State.CLOSED}
    return RatingBox(until, at <= until, followup.last_rating(reply), may_contest)


def matter_of_link(code: str) -> Matter:
    """The matter whose answer carries this short link. Raises Http404 where none does."""
    reply = Reply.objects.select_related("matter").filter(code=code.strip().lower()).first()
    if reply is None:
        raise Http404
    return reply.matter


@dataclass(frozen=True)
class LoopStep:
    """One step of setting a contested answer right, in plain words."""

    kind: str
    ended_at: datetime | None


def loop(matter: Matter) -> tuple[LoopStep, ...]:
    """What became of a contested answer: verified, put right, told. Empty where nothing was contested."""
    kinds = (Task.Kind.VERIFY, Task.Kind.FEED_BACK)
    tasks = Task.objects.filter(matter=matter, kind__in=kinds).order_by("opened_at", "pk")
    return tuple(LoopStep(task.kind, task.ended_at) for task in tasks)
