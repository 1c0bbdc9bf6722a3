"""A rest that was granted until a day is over on that day: work and promises go on by themselves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from firstdesk.common import clock
from firstdesk.common.locking import locked
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.services import responsible_of
from firstdesk.matters.states import State
from firstdesk.notices.services import Message
from firstdesk.oversight.models import Application
from firstdesk.oversight.services import tell
from firstdesk.oversight.states import ApplicationState, Kind

CLOCKWORK = Actor.system("clock")
GOES_ON = gettext_noop("%(number)s has rested as long as was granted; work and its promises go on from now.")


def resume_due(*, at: datetime) -> int:
    """Let go on what has rested until its day; returns how many. Done twice, the second finds nothing."""
    today = clock.local(at).date()
    over = Application.objects.filter(kind=Kind.SUSPENSION, state=ApplicationState.APPROVED, until__lte=today)
    resting = over.filter(matter__state=State.SUSPENDED).order_by("matter_id").values_list("matter_id", flat=True)
    return sum(_resume(matter_id, at) for matter_id in list(resting.distinct()))


@transaction.atomic
def _resume(matter_id: int, at: datetime) -> bool:
    """Only where the rest that was granted last is over: an older one says nothing any more."""
    related = ("centre", "responsible_unit", "responsible_post", "responsible_person")
    held = locked(Matter.objects.select_related(*related), matter_id)
    granted = Application.objects.filter(matter=held, kind=Kind.SUSPENSION, state=ApplicationState.APPROVED)
    last = granted.order_by("-decided_at", "-pk").first()
    if held.state != State.SUSPENDED or last is None or last.until is None or last.until > clock.local(at).date():
        return False
    matters.resume(held, by=CLOCKWORK, at=at)
    people = [*tell.at_work(responsible_of(held), at), last.asked_by]
    tell.say(held, Message(kind="matter.resumed", text=GOES_ON, values={"number": held.number}), people, at=at)
    return True
