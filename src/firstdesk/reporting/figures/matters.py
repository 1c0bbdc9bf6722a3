"""Matters: registered, ended, open at a moment."""

from collections.abc import Callable, Mapping

from django.db.models import BigIntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast

from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter, Urgency
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


def _recorded(scope: Scope, *verbs: str) -> Rows:
    """Matters of which the record says this in these days."""
    said = Entry.objects.filter(verb__in=verbs, subject_kind=KIND, **scope.within("at")).order_by()
    return _of(scope).filter(pk__in=said.values_list(Cast("subject_id", BigIntegerField())))


def closed(scope: Scope) -> Rows:
    """Closed in these days, each once, even where it was taken up again."""
    return _recorded(scope, CLOSED)


def ended_beside(scope: Scope) -> Rows:
    """Withdrawn, found to be a duplicate or invalid."""
    return _recorded(scope, *BESIDE)


def reopened(scope: Scope) -> Rows:
    """Taken up again."""
    return _recorded(scope, REOPENED)


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
    then = classes_then(scope)
    if not then:
        return registered(scope).filter(within)
    fitting = [pk for pk, values in then.items() if fits(values)]
    return registered(scope).filter(Q(within & ~Q(pk__in=list(then))) | Q(pk__in=fitting))


def classes_then(scope: Scope) -> dict[int, dict[str, str]]:
    """Matters of these days that were classified anew after the cut-off, with the classes they had at it."""
    since = Entry.objects.filter(verb__in=CLASSIFIED, subject_kind=KIND, at__gte=scope.ends).order_by("at", "pk")
    rows = registered(scope).filter(pk__in=since.order_by().values_list(Cast("subject_id", BigIntegerField())))
    found = {row.pop("pk"): row for row in rows.values("pk", *CLASSES)}
    before: dict[int, dict[str, str]] = {}
    for entry in since.filter(chain__in=[f"matter:{pk}" for pk in found]):
        values = before.setdefault(int(entry.subject_id), {})
        for name, value in entry.before.items():
            if name in CLASSES:
                values.setdefault(name, str(value))
    return {pk: values | before.get(pk, {}) for pk, values in found.items()}


def changed(scope: Scope, name: str) -> list[tuple[int, str, str]]:
    """Key, class now, class at the cut-off, of those whose class has become another since."""
    then = classes_then(scope)
    now = dict(registered(scope).filter(pk__in=list(then)).values_list("pk", name)) if then else {}
    return [(pk, str(now[pk]), values[name]) for pk, values in then.items() if str(now[pk]) != values[name]]
