"""Who handled a matter, how long its answer may be rated, and what is still owed to the person."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from firstdesk.common.reading import may_hold, once
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import User
from firstdesk.directory.scope import Acting
from firstdesk.followup.models import Rating, Reply, Task
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import facts_of, recused
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState
from firstdesk.regulations import selectors as regulations

RATING = "rating"  # the clock of rules/ that says how long an answer may be rated


def rating_until(matter: Matter, reply: Reply) -> datetime | None:
    """Until when the person may rate this answer and change the rating; None where the rules give no time."""
    day = timing.day_of(reply.replied_at)
    for version in (matter.rulebook_version, regulations.current(reply.replied_at).version):
        rule = timing.picked(version, matter.centre_kind, RATING, facts_of(matter, reply.replied_at), day)
        if rule is not None:
            return timing.counted(version, rule, reply.replied_at).due
    return None


def last_rating(reply: Reply | None) -> Rating | None:
    """The rating of an answer that counts: the newest."""
    return Rating.objects.filter(reply=reply).order_by("-number").first() if reply else None


@once
def open_tasks(matter: Matter) -> dict[str, Task]:
    """What is owed about a matter now, by kind."""
    if not may_hold(matter, Task):
        return {}
    return {task.kind: task for task in Task.objects.filter(matter=matter, ended_at=None).select_related("person")}


def tasks_for(acting: Acting) -> QuerySet[Task]:
    """The open tasks of the matters somebody may read, what is due first on top; each carries `due_at`, `warn_at`."""
    clocks = Clock.objects.filter(
        matter_id=OuterRef("matter_id"), code=OuterRef("clock_code"), state=ClockState.RUNNING
    )
    visible = Matter.objects.visible_to(acting).open()
    return (
        Task.objects.filter(ended_at=None, matter__in=visible)
        .select_related("matter__responsible_unit", "matter__centre", "person")
        .annotate(
            due_at=Subquery(clocks.values("due_at")[:1]),
            warn_at=Subquery(clocks.values("warn_at")[:1]),
        )
        .order_by(F("due_at").asc(nulls_last=True), "opened_at", "pk")
    )


def verifier_for(matter: Matter, but: Collection[int], at: datetime) -> User | None:
    """A leader of the centre, else its director, who did not handle the matter and may know of it."""
    people = [user for post in directory.chief_posts(matter.centre) for user in directory.holders(post, at)]
    barred = set(but) | recused(matter)
    if matter.compartment_id:
        members = set(User.objects.filter(compartments=matter.compartment_id).values_list("pk", flat=True))
        people = [person for person in people if person.pk in members]
    return next((person for person in people if person.pk not in barred), None)
