"""What an open page must hear of within two seconds: that a matter cannot wait, that somebody was told something."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, Sum

from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter, MatterQuerySet, Urgency
from firstdesk.matters.states import HANDLED
from firstdesk.notices.models import Notice
from firstdesk.triage.models import UrgentMark

FRESH = timedelta(minutes=15)  # so long a new urgent matter is called out even where somebody has it in hand
SHOWN, MARKED = 3, 200


@dataclass(frozen=True)
class Alarm:
    """Urgent matters this person may see: those called out on top of the page, and all that lists show red."""

    calling: tuple[Matter, ...]
    more: int
    numbers: tuple[str, ...]

    @property
    def all(self) -> int:
        """How many call."""
        return len(self.calling) + self.more


def pulse() -> tuple[str, str]:
    """Two marks that change when an urgent matter comes or goes, and when anybody is told anything. They say nothing
    else, so that one answer serves every page; what a person may see is asked for only when a mark has changed."""
    urgent = _urgent(Matter.objects.all()).aggregate(count=Count("pk"), sum=Sum("pk"))
    told = Notice.objects.aggregate(newest=Max("pk"))
    return f"{urgent['count']}.{urgent['sum'] or 0}", str(told["newest"] or 0)


def alarm(acting: Acting, at: datetime) -> Alarm:
    """What is urgent for this person now."""
    if not acting.permissions & {Permission.READ_OWN, Permission.READ_SUBTREE}:
        return Alarm((), 0, ())
    visible = _urgent(Matter.objects.visible_to(acting)).order_by("-registered_at", "-pk")
    numbers = tuple(visible.values_list("number", flat=True)[:MARKED])
    if not numbers:
        return Alarm((), 0, ())
    marked = UrgentMark.objects.filter(matter=OuterRef("pk"), marked_at__gte=at - FRESH)
    fresh = Q(registered_at__gte=at - FRESH) | Q(Exists(marked))
    calling = visible.filter(Q(responsible_person=None) | fresh).select_related("responsible_unit")
    found = list(calling[: MARKED + 1])
    return Alarm(tuple(found[:SHOWN]), max(0, len(found) - SHOWN), numbers)


def _urgent(matters: MatterQuerySet) -> MatterQuerySet:
    """Urgent and not yet handled: to confirm, to answer or to call back is no emergency, and nothing of it is red."""
    return matters.filter(urgency=Urgency.URGENT, ended_at=None).exclude(state__in=sorted(HANDLED))
