"""Matters: registered, ended, open at a moment."""

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
    """Registered in these days, whatever became of it."""
    return _of(scope).filter(**scope.within("registered_at"))


def closed(scope: Scope) -> Rows:
    """Closed in these days, each once, even where it was taken up again."""
    return _ended(scope, (State.CLOSED,), (CLOSED,))


def ended_beside(scope: Scope) -> Rows:
    """Withdrawn, found to be a duplicate or invalid."""
    return _ended(scope, (State.WITHDRAWN, State.DUPLICATE, State.INVALID), BESIDE)


def _ended(scope: Scope, states: Sequence[str], verbs: Sequence[str]) -> Rows:
    """Ended so in these days: as they stand; of the few that were taken up again since, as the record has it."""
    stands = Q(state__in=states, **scope.within("ended_at"))
    again = _recorded(REOPENED, at__gte=scope.begins)
    ways = Entry.objects.filter(verb__in=verbs, chain__in=[f"matter:{pk}" for pk in again], **scope.within("at"))
    was = ways.filter(subject_kind=KIND).order_by().values_list(Cast("subject_id", BigIntegerField()), flat=True)
    return _of(scope).filter(stands | Q(pk__in=set(was) if again else ()))


def reopened(scope: Scope) -> Rows:
    """Taken up again in these days."""
    return _of(scope).filter(pk__in=_recorded(REOPENED, **scope.within("at")))


def _recorded(verb: str, **when: datetime) -> list[int]:
    """Matters of which the record says this then."""
    said = Entry.objects.filter(verb=verb, subject_kind=KIND, **when).order_by().distinct()
    return list(said.values_list(Cast("subject_id", BigIntegerField()), flat=True))


def still_open(scope: Scope) -> Rows:
    """Registered and not ended at the cut-off: of what was taken up again later, as the record had it then."""
    ended = Q(ended_at=None) | Q(ended_at__gte=scope.ends)
    return _of(scope).filter(ended, registered_at__lt=scope.ends).exclude(pk__in=_ended_then(scope))


def _ended_then(scope: Scope) -> list[int]:
    """Matters that were over at the cut-off and were taken up again since."""
    since = Entry.objects.filter(verb=REOPENED, subject_kind=KIND, at__gte=scope.ends).order_by()
    own = _of(scope).filter(pk__in=since.values_list(Cast("subject_id", BigIntegerField())))
    ways = Entry.objects.filter(verb__in=(*ENDS, REOPENED), at__lt=scope.ends, subject_kind=KIND)
    last = ways.filter(subject_id=Cast(OuterRef("pk"), Entry._meta.get_field("subject_id"))).order_by("-at", "-pk")
    found = own.annotate(way=Subquery(last.values("verb")[:1])).filter(way__in=ENDS)
    return list(found.values_list("pk", flat=True))


def urgent(scope: Scope) -> Rows:
    """Registered in these days and urgent."""
    return _classed(scope, lambda each: each["urgency"] == Urgency.URGENT, Q(urgency=Urgency.URGENT))


def disputes(scope: Scope) -> Rows:
    """Civil disputes registered in these days."""
    return _nature(scope, "civil_dispute")


def complaints(scope: Scope) -> Rows:
    """Complaints about promises, handling or manner."""
    return _nature(scope, "complaint")


def public_order(scope: Scope) -> Rows:
    """Of public order."""
    return _nature(scope, "public_order")


def theft(scope: Scope) -> Rows:
    """Of theft and fraud."""
    return _topic(scope, "theft_fraud")


def fire(scope: Scope) -> Rows:
    """Of fire and safety."""
    return _topic(scope, "fire_safety")


def traffic(scope: Scope) -> Rows:
    """Of traffic and transport."""
    return _topic(scope, "traffic_transport")


def _nature(scope: Scope, nature: str) -> Rows:
    return _classed(scope, lambda each: each["nature"] == nature, Q(nature=nature))


def _topic(scope: Scope, root: str) -> Rows:
    within = Q(topic=root) | Q(topic__startswith=f"{root}.")
    return _classed(scope, lambda each: each["topic"].partition(".")[0] == root, within)


def _classed(scope: Scope, fits: Callable[[Mapping[str, str]], bool], within: Q) -> Rows:
    """Registered and of this class at the cut-off: of what was classified anew since, as it was then."""
    then = classes_then(registered(scope), scope.ends)
    if not then:
        return registered(scope).filter(within)
    fitting = [pk for pk, values in then.items() if fits(values)]
    return registered(scope).filter(Q(within & ~Q(pk__in=list(then))) | Q(pk__in=fitting))


def classes_then(rows: Rows, ends: datetime) -> dict[int, dict[str, str]]:
    """Those of these matters that were classified anew after the cut-off, with the classes they had at it."""
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
    """Key, class now, class at the cut-off, of those of these matters whose class has become another since."""
    then = classes_then(rows, ends)
    now = dict(rows.filter(pk__in=list(then)).values_list("pk", name)) if then else {}
    return [(pk, str(now[pk]), values[name]) for pk, values in then.items() if str(now[pk]) != values[name]]
