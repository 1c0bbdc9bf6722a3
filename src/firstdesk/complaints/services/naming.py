"""Whom a complaint turns out to be about: they stand back and lose sight of it, and somebody else leads where they did."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import at_field
from firstdesk.complaints import policies
from firstdesk.complaints.models import Complaint
from firstdesk.complaints.services.opening import lead_for
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, User
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter, Recusal
from firstdesk.matters.policies import check_open
from firstdesk.matters.selectors import concerned
from firstdesk.matters.services import Responsible, Step, advance, recuse


@transaction.atomic
def name(complaint: Complaint, people: Sequence[User], *, by: Actor, at: datetime) -> None:
    """These people stand back (回避). Raises Refusal where nobody new is named.
    Is nobody left to lead it, it waits for somebody from above."""
    policies.check_works(complaint, by)
    matter = complaint.matter
    check_open(matter)
    fresh = {person.pk for person in people} - concerned(matter)
    if not fresh:
        raise at_field(
            "people", _("Choose whom the complaint is about; whoever stands back already need not be named again.")
        )
    about = concerned(matter) | fresh
    recuse(matter, fresh, Recusal.Why.CONCERNED, by=by, at=at)
    leads = None if _is_led_by_others(matter, about, at) else lead_for(matter, about, at)
    noted = {"people": sorted(fresh)}
    advance(matter, Step(to=None, event="complaint.concerned", noted=noted, responsible=leads), by=by, at=at)


def _is_led_by_others(matter: Matter, about: frozenset[int], at: datetime) -> bool:
    if matter.responsible_person_id is not None:
        return matter.responsible_person_id not in about
    held = directory.holders(matter.responsible_post, at) if matter.responsible_post else []
    return any(person.pk not in about for person in held)


@transaction.atomic
def lead(complaint: Complaint, person: User, *, by: Actor, at: datetime) -> None:
    """Somebody from above leads a complaint that nobody here may: a person who is not concerned, of the unit acted for."""
    matter = complaint.matter
    check_open(matter)
    policies.check_leads(complaint, person, by, at)
    unit = Unit.objects.get(pk=by.unit_id or 0)
    leads = Responsible(unit, person=person)
    advance(matter, Step(to=None, event="matter.assigned", responsible=leads), by=by, at=at)
