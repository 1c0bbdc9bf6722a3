"""The list of what is still owed to people after their answers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.directory.scope import Acting
from firstdesk.followup.models import Task
from firstdesk.followup.selectors.promises import tasks_for

Words = str | Promise


@dataclass(frozen=True)
class Chip:
    """One way to narrow the list."""

    kind: str
    which: str
    label: Words
    count: int
    is_current: bool


def chosen(tasks: QuerySet[Task], acting: Acting, kind: str, which: str, at: datetime) -> QuerySet[Task]:
    """The tasks of one kind, or those that are mine, late, or to be tried again now; an unknown word narrows nothing."""
    if kind in Task.Kind.values:
        tasks = tasks.filter(kind=kind)
    narrowed = _narrowings(acting, at)
    return tasks.filter(narrowed[which]) if which in narrowed else tasks


def chips(acting: Acting, kind: str, which: str, at: datetime) -> list[Chip]:
    """Every way to narrow the list, with how many it leaves; one query."""
    narrowed = _narrowings(acting, at)
    counts = {name: Count("pk", filter=by) for name, by in narrowed.items()}
    counts |= {f"kind_{each}": Count("pk", filter=Q(kind=each)) for each in Task.Kind.values}
    found = tasks_for(acting).order_by().aggregate(all=Count("pk"), **counts)
    wanted: list[tuple[str, str, Words, str]] = [("", "", _("All"), "all")]
    wanted += [(each.value, "", each.label, f"kind_{each}") for each in Task.Kind]
    wanted += [("", name, LABELS[name], name) for name in narrowed]
    return [Chip(k, w, label, found[key], (k, w) == (kind, which)) for k, w, label, key in wanted]


LABELS: dict[str, Words] = {"mine": _("Mine"), "late": _("Late"), "now": _("To be tried again now")}


def _narrowings(acting: Acting, at: datetime) -> dict[str, Q]:
    mine = Q(person=acting.user) | Q(person=None, matter__responsible_person=acting.user)
    mine |= Q(person=None, matter__responsible_post__in=acting.post_ids)
    return {"mine": mine, "late": Q(due_at__lt=at), "now": Q(attempts__gt=0) & (Q(next_at=None) | Q(next_at__lte=at))}
