"""One verb on many matters: each is done or refused by itself, and each says how it went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import User
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter
from firstdesk.oversight import services as oversight
from firstdesk.workbench.services import steps
from firstdesk.workbench.services.steps import Sight

MOST = 200
P = Permission
VERBS: dict[str, tuple[str | Promise, frozenset[Permission]]] = {
    "assign": (_("Give to a person"), frozenset({P.ASSIGN})),
    "urge": (_("Urge"), frozenset({P.REFER, P.SUPERVISE})),
    "duplicate": (_("End as duplicates"), frozenset({P.TRIAGE, P.DECIDE})),
}


@dataclass(frozen=True)
class Item:
    """One matter as the list had it."""

    number: str
    seen: str


@dataclass(frozen=True)
class Task:
    """What is to be done with all of them."""

    verb: str
    reason: str = ""
    to: User | None = None  # assign
    of: str = ""  # duplicate: number of the matter they repeat


@dataclass(frozen=True)
class Outcome:
    """How it went with one of them."""

    number: str
    title: str
    refusal: Refusal | None = None


def verbs_for(acting: Acting) -> list[tuple[str, str | Promise]]:
    """What this person may do with many at once."""
    return [(verb, label) for verb, (label, needed) in VERBS.items() if needed & acting.permissions]


def check_bulk(items: Sequence[Item], verb: str, by: Acting) -> None:
    """Raises Refusal where nothing, too much or no verb was chosen, NotAllowed where the verb is not this person's."""
    if verb not in VERBS:
        raise Refusal(_("Choose what is to be done."))
    if not VERBS[verb][1] & by.permissions:
        raise NotAllowed(_("From your post this is not possible."))
    if not items or len(items) > MOST:
        raise Refusal(_("Choose between 1 and %(most)s matters.") % {"most": MOST})


def carry_out(items: Sequence[Item], task: Task, *, by: Acting, at: datetime) -> list[Outcome]:
    """Each in a transaction of its own: what is refused leaves no trace, and holds up none of the others."""
    check_bulk(items, task.verb, by)
    found = Matter.objects.visible_to(by).select_related("centre", "responsible_unit", "responsible_post")
    matters = {matter.number: matter for matter in found.filter(number__in=[item.number for item in items])}
    return [_one(item, matters.get(item.number), task, by, at) for item in items]


def _one(item: Item, matter: Matter | None, task: Task, by: Acting, at: datetime) -> Outcome:
    try:
        if matter is None:
            raise Refusal(_("There is no matter with this number that you may see."))
        with transaction.atomic():
            DO[task.verb](Sight(matter, by, item.seen), task, at)
    except Refusal as refusal:
        return Outcome(item.number, matter.title if matter else "", refusal)
    return Outcome(item.number, matter.title)


def _assign(sight: Sight, task: Task, at: datetime) -> None:
    if task.to is None:
        raise Refusal(_("Choose to whom."))
    steps.assign(sight, task.to, reason=task.reason, at=at)


def _urge(sight: Sight, task: Task, at: datetime) -> None:
    sight.check_fresh()
    oversight.urge(sight.matter, text=task.reason, by=sight.acting.actor, at=at)


def _duplicate(sight: Sight, task: Task, at: datetime) -> None:
    steps.end(sight, {"kind": "duplicate", "of": task.of, "reason": task.reason}, at=at)


DO: dict[str, Callable[[Sight, Task, datetime], None]] = {"assign": _assign, "urge": _urge, "duplicate": _duplicate}
