"""What is on its way out, and what did not get there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404

from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.notices import ports
from firstdesk.notices.models import Delivery
from firstdesk.notices.states import NEEDS_A_PERSON, Stage
from firstdesk.notices.ways import masked

MOST = 100


@dataclass(frozen=True)
class Shown:
    """A delivery as the page shows it: the address covered, the text not at all."""

    delivery: Delivery
    address: str
    is_unsure: bool


def seen_by(acting: Acting) -> QuerySet[Delivery]:
    """Messages this person sees to: those of the unit they act for and of those beneath; who manages accounts sees what
    could not reach people of the house, and nothing else."""
    own = Delivery.objects.filter(unit__path__startswith=acting.unit.path)
    if not acting.permissions & {Permission.REPLY, Permission.DECIDE}:
        own = own.filter(recipient__isnull=False)
    return own.select_related("recipient", "created_by").order_by("-created_at", "-pk")


def get_seen(pk: int, acting: Acting) -> Delivery:
    """One of them. Raises Http404."""
    found = _known(seen_by(acting).filter(pk=pk), acting)
    if not found:
        raise Http404
    return found[0]


def _known(found: Iterable[Delivery], acting: Acting) -> list[Delivery]:
    """Without those about a matter the person may not know of: its number and the kind of message would tell."""
    rows = list(found)
    about = {row.matter_id for row in rows if row.recipient_id is None and row.matter_id is not None}
    known = set(ports.readable(acting, about)) if about else set()
    return [row for row in rows if row.matter_id not in about or row.matter_id in known]


def stuck(acting: Acting) -> Sequence[Shown]:
    """What needs a person."""
    found = seen_by(acting).filter(stage__in=sorted(NEEDS_A_PERSON))
    return [Shown(each, masked(each.address), each.stage == Stage.UNSURE) for each in _known(found[:MOST], acting)]


def waiting(acting: Acting) -> Sequence[Shown]:
    """What goes out later by itself: after the quiet hours, or with the next try."""
    found = seen_by(acting).filter(Q(stage=Stage.QUEUED) | Q(stage=Stage.SENDING)).order_by("due_at", "pk")
    return [Shown(each, masked(each.address), False) for each in _known(found[:MOST], acting)]


def sent_about(matter_id: int) -> Sequence[Shown]:
    """What was sent about a matter to people outside, newest first, word for word."""
    found = Delivery.objects.filter(matter_id=matter_id, recipient=None).select_related("created_by")
    return [Shown(each, masked(each.address), each.stage == Stage.UNSURE) for each in found.order_by("-created_at")]


def demo_gateway() -> str:
    """Where the demonstration's text messages can be read; "" where they are real."""
    return str(settings.GATEWAY.url) if settings.DEMO and settings.GATEWAY.url.startswith("http://127.0.0.1:") else ""
