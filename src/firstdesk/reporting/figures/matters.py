"""Figures of matters: registered, ended, open at the cut-off."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db.models import BigIntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast

from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter, Urgency
from firstdesk.matters.states import State
from firstdesk.reporting.figures.scope import Rows, Scope

KIND = "matters.Matter"
CLOSED, REOPENED = "matter.closed", "matter.reopened"
BESIDE = ("matter.withdrawn", "matter.marked_duplicate", "matter.marked_invalid")
ENDS = (CLOSED, *BESIDE)
CLASSIFIED = ("matter.triaged", "matter.reclassified", "matter.marked_urgent")
CLASSES = ("nature", "topic", "urgency", "channel")


def _of(scope: Scope) -> Rows:
    return Matter.objects.filter(centre__in=scope.centres).order_by()


def registered(scope: Scope) -> Rows:
    """Matters registered in these days, whatever became of them."""
    return _of(scope).filter(**scope.within("registered_at"))


def closed(scope: Scope) -> Rows:
    """Matters closed in these days, each once even if reopened and closed again."""
    return _ended(scope, (State.CLOSED,), (CLOSED,))


def ended_beside(scope: Scope) -> Rows:
    """Matters ended as withdrawn, duplicate or invalid in these days."""
    return _ended(scope, (State.WITHDRAWN, State.DUPLICATE, State.INVALID), BESIDE)


def _ended(scope: Scope, states: Sequence[str], verbs: Sequence[str]) -> Rows:
    """Matters that entered one of these states in these days; for those reopened since, the ledger tells."""
    stands = Q(state__in=states, **scope.within("ended_at"))
    again = _recorded(REOPENED, at__gte=scope.begins)
    ways = Entry.objects.filter(verb__in=verbs, chain__in=[f"matter:{pk}" for pk in again], **scope.within("at"))
    was = ways.filter(subject_kind=KIND).order_by().values_list(Cast("subject_id", BigIntegerField()), flat=True)
    return _of(scope).filter(stands | Q(pk__in=set(was) if again else ()))


def reopened(scope: Scope) -> Rows:
    """Matters reopened in these days."""
    return _of(scope).filter(pk__in=_recorded(REOPENED, **scope.within("at")))


def _recorded(verb: str, **when: datetime) -> list[int]:
    """Ids of matters with this ledger verb in that time."""
    said = Entry.objects.filter(verb=verb, subject_kind=KIND, **when).order_by().distinct()
    return list(said.values_list(Cast("subject_id", BigIntegerField()), flat=True))


def still_open(scope: Scope) -> Rows:
    """Matters open at the cut-off; for those reopened later, the ledger tells."""
    ended = Q(ended_at=None) | Q(ended_at__gte=scope.ends)
    return _of(scope).filter(ended, registered_at__lt=scope.ends).exclude(pk__in=_ended_then(scope))


def _ended_then(scope: Scope) -> list[int]:
    """Ids of matters ended at the cut-off and reopened since."""
    since = Entry.objects.filter(verb=REOPENED, subject_kind=KIND, at__gte=scope.ends).order_by()
    own = _of(scope).filter(pk__in=since.values_list(Cast("subject_id", BigIntegerField())))
    ways = Entry.objects.filter(verb__in=(*ENDS, REOPENED), at__lt=scope.ends, subject_kind=KIND)
    last = ways.filter(subject_id=Cast(OuterRef("pk"), Entry._meta.get_field("subject_id"))).order_by("-at", "-pk")
    found = own.annotate(way=Subquery(last.values("verb")[:1])).filter(way__in=ENDS)
    return list(found.values_list("pk", flat=True))


def urgent(scope: Scope) -> Rows:
    """Urgent matters registered in these days."""
    return _classed(scope, lambda each: each["urgency"] == Urgency.URGENT, Q(urgency=Urgency.URGENT))


def disputes(scope: Scope) -> Rows:
    """Civil disputes registered in these days."""
    return _nature(scope, "civil_dispute")


def complaints(scope: Scope) -> Rows:
    """Complaints registered in these days."""
    return _nature(scope, "complaint")


def public_order(scope: Scope) -> Rows:
    """Public-order matters registered in these days."""
    return _nature(scope, "public_order")


def theft(scope: Scope) -> Rows:
    """Matters of theft and fraud registered in these days."""
    return _topic(scope, "theft_fraud")


def fire(scope: Scope) -> Rows:
    """Matters of fire and safety registered in these days."""
    return _topic(scope, "fire_safety")


def traffic(scope: Scope) -> Rows:
    """Matters of traffic and transport registered in these days."""
    return _topic(scope, "traffic_transport")


def _nature(scope: Scope, nature: str) -> Rows:
    return _classed(scope, lambda each: each["nature"] == nature, Q(nature=nature))


def _topic(scope: Scope, root: str) -> Rows:
    within = Q(topic=root) | Q(topic__startswith=f"{root}.")
    return _classed(scope, lambda each: each["topic"].partition(".")[0] == root, within)


def _classed(scope: Scope, fits: Callable[[Mapping[str, str]], bool], within: Q) -> Rows:
    """Matters registered in these days whose class fits at the cut-off, whatever they were reclassified to since."""
    then = classes_then(registered(scope), scope.ends)
    if not then:
        return registered(scope).filter(within)
    fitting = [pk for pk, values in then.items() if fits(values)]
    return registered(scope).filter(Q(within & ~Q(pk__in=list(then))) | Q(pk__in=fitting))


def classes_then(rows: Rows, ends: datetime) -> dict[int, dict[str, str]]:
    """Matters reclassified after the cut-off, with their classes at the cut-off, by id."""
    since = Entry.objects.filter(verb__in=CLASSIFIED, subject_kind=KIND, at__gte=ends).order_by("at", "pk")
    anew = rows.filter(pk__in=since.order_by().values_list(Cast("subject_id", BigIntegerField())))
    found = {row.pop("pk"): row for row in anew.values("pk", *CLASSES)}
    before: dict[int, dict[str, str]] = {}
    for entry in since.filter(chain__in=[f"matter:{pk}" for pk in found]) if found else ():
        values = before.setdefault(int(entry.subject_id), {})
        for name, value in entry.before.items():
            if name in CLASSES:
                values.setdefault(name, str(value))
    return {pk: values | before.get(pk, {}) for pk, values in found.items()}


def changed(rows: Rows, ends: datetime, name: str) -> list[tuple[int, str, str]]:
    """For matters whose class changed since the cut-off: id, class now, class then."""
    then = classes_then(rows, ends)
    now = dict(rows.filter(pk__in=list(then)).values_list("pk", name)) if then else {}
    return [(pk, str(now[pk]), values[name]) for pk, values in then.items() if str(now[pk]) != values[name]]
