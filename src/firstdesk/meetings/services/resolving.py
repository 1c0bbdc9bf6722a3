"""Resolutions: who does what by when; changed or struck until the minutes are signed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common.refusals import at_field
from firstdesk.directory.models import Appointment, Unit, User
from firstdesk.directory.selectors import in_force
from firstdesk.ledger.actors import Actor
from firstdesk.meetings import policies
from firstdesk.meetings.models import AgendaItem, Meeting, Resolution
from firstdesk.meetings.services.kernel import Happening, happen, hold


@dataclass(frozen=True, kw_only=True)
class NewResolution:
    """A resolution as entered: what, by which unit and person, by when."""

    text: str
    unit: Unit | None
    due_on: date | None
    person: User | None = None
    item: AgendaItem | None = None


@transaction.atomic
def resolve(meeting: Meeting, new: NewResolution, *, by: Actor, at: datetime) -> Resolution:
    """Add a resolution. Raises Refusal without owner or date."""
    policies.check_written(meeting)
    unit, due_on = _checked(meeting, new, at)
    hold(meeting)
    no = 1 + (Resolution.objects.filter(meeting=meeting).aggregate(last=Max("no"))["last"] or 0)
    row = Resolution.objects.create(
        meeting=meeting, item=new.item, no=no, text=new.text.strip()[:500], unit=unit, person=new.person, due_on=due_on,
        made_at=at, made_by_id=by.by_id,
    )  # fmt: skip
    _happened(meeting, "meeting.resolved", row, by=by, at=at)
    return row


@transaction.atomic
def amend(row: Resolution, new: NewResolution, *, by: Actor, at: datetime) -> Resolution:
    """Change a resolution before the minutes are signed."""
    meeting = row.meeting
    policies.check_written(meeting)
    unit, due_on = _checked(meeting, new, at)
    hold(meeting)
    row.text, row.unit, row.person, row.due_on = new.text.strip()[:500], unit, new.person, due_on
    row.edition += 1
    row.save(update_fields=["text", "unit", "person", "due_on", "edition"])
    _happened(meeting, "meeting.resolution_amended", row, by=by, at=at)
    return row


@transaction.atomic
def strike_resolution(row: Resolution, *, by: Actor, at: datetime) -> None:
    """Strike a resolution before the minutes are signed."""
    meeting = row.meeting
    policies.check_written(meeting)
    hold(meeting)
    no = row.no
    row.delete()
    happen(meeting, Happening("meeting.resolution_struck", noted={"no": no}), by=by, at=at)


def _checked(meeting: Meeting, new: NewResolution, at: datetime) -> tuple[Unit, date]:
    if not new.text.strip():
        raise at_field("text", _("Say what is to be done."))
    if new.unit is None:
        raise at_field("unit", _("A resolution has an owner: the unit that does it."), clauses=("GC-03-03",))
    if new.due_on is None or new.due_on < walls.local(meeting.period.lower).date():
        raise at_field("due_on", _("Say by which day, not before the day of the meeting."))
    if new.person is not None:
        held = Appointment.objects.filter(in_force(walls.local(at).date()), user=new.person, post__unit=new.unit)
        if not held.exists():
            raise at_field("person", _("This person holds no post in the unit that is to do it."))
    return new.unit, new.due_on


def _happened(meeting: Meeting, event: str, row: Resolution, *, by: Actor, at: datetime) -> None:
    noted = {"no": row.no, "unit": row.unit.name, "due_on": row.due_on.isoformat()}
    happen(meeting, Happening(event, noted=noted), by=by, at=at)
