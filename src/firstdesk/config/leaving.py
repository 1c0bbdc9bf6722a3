"""What somebody who leaves still has in hand, over all parts: counted, never read."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from firstdesk.checks.models import Inspection
from firstdesk.directory.ports import Leaving, Left
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.services import put_back
from firstdesk.mediation.models import Seat
from firstdesk.mediation.states import OPEN
from firstdesk.meetings.models import Resolution
from firstdesk.meetings.states import ResolutionState
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services import revoke_links
from firstdesk.obligations.states import ClockState
from firstdesk.rosters.models import Shift


def work(person: int, at: datetime) -> list[Left]:
    """By kind, with who gives it on; kinds of which nothing is left are left out."""
    return [left for left in _kinds(person, at) if left.count]


def _kinds(person: int, at: datetime) -> Iterator[Left]:
    matters = Matter.objects.filter(responsible_person=person, ended_at=None)
    yield Left(_("Matters"), matters.count(), "")
    owed = Clock.objects.filter(owing_person=person).exclude(state=ClockState.STOPPED)
    beside = owed.exclude(matter_id__in=matters.values("pk"))
    yield Left(
        _("Promises in matters of others"), beside.count(), _("The leader of the unit gives them to a colleague.")
    )
    seats = Seat.objects.filter(mediator__user=person, left_at=None, case__state__in=OPEN)
    yield Left(
        _("Disputes being mediated"), seats.count(), _("The committee names another mediator, whom the parties accept.")
    )
    resolutions = Resolution.objects.filter(person=person, state=ResolutionState.OPEN)
    yield Left(
        _("Resolutions to carry out"),
        resolutions.count(),
        _("Carried out, or settled by those who conduct the meetings."),
    )
    inspections = Inspection.objects.filter(inspector=person, ended_at=None)
    yield Left(
        _("Inspections not yet signed"), inspections.count(), _("Signed or called off by the unit that inspects.")
    )
    shifts = Shift.objects.filter(person=person, ends_at__gt=at)
    yield Left(_("Shifts to stand"), shifts.count(), _("Whoever keeps the shift table puts somebody else on."))


def give_back(person: int, reason: str, by: Actor, at: datetime) -> int:
    """All matters the person has go back into the queues of their units, each with its entry. Returns how many."""
    matters = list(Matter.objects.filter(responsible_person=person, ended_at=None).order_by("pk"))
    for matter in matters:
        put_back(matter, reason=reason, by=by, at=at)
    return len(matters)


def revoke(person: int, by: Actor, at: datetime) -> int:
    """Private addresses under which a phone reads their calendar."""
    return revoke_links(person, by=by, at=at)


LEAVING = Leaving(work=work, put_back=give_back, revoke=revoke)
