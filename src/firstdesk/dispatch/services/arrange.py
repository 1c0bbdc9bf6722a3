"""What is agreed or handed over on the way: at the scene, and round a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.refusals import Detail, NotAllowed, Refusal
from firstdesk.directory.models import Unit
from firstdesk.dispatch.models import Appointment, OnSceneHandover
from firstdesk.dispatch.selectors.scene import engaged
from firstdesk.dispatch.services import tell
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Involvement, Matter
from firstdesk.matters.policies import check_open
from firstdesk.matters.services import Step, advance


@dataclass(frozen=True)
class Scene:
    """The police leave because the responsible unit has arrived (SS-110-20)."""

    from_unit: Unit
    to_unit: Unit
    received_by_name: str
    note: str


@dataclass(frozen=True)
class Meeting:
    """A time agreed with departments to deal with a matter together (SS-MC-07)."""

    units: Sequence[Unit]
    meets_at: datetime
    place: str


@transaction.atomic
def hand_over_on_scene(matter: Matter, scene: Scene, *, by: Actor, at: datetime) -> OnSceneHandover:
    """Record who left the place to whom; responsibility itself passes by offer and accept."""
    check_open(matter)
    if not (scene.received_by_name.strip() and scene.note.strip()):
        raise Refusal(_("Name who takes over on the spot and write how things stand there."))
    handover = OnSceneHandover.objects.create(
        matter=matter,
        from_unit=scene.from_unit,
        to_unit=scene.to_unit,
        handed_over_at=at,
        handed_over_by_id=by.by_id,
        received_by_name=scene.received_by_name.strip(),
        note=scene.note.strip(),
    )
    # Who took over by name, and how things stood, are on the row; the record, which is never erased, has the units.
    noted = {"from": scene.from_unit.name, "received_by": scene.to_unit.name, "handover": handover.pk}
    advance(matter, Step(to=None, event="scene.handed_over", noted=noted), by=by, at=at)
    return handover


@transaction.atomic
def make_appointment(matter: Matter, meeting: Meeting, *, by: Actor, at: datetime) -> Appointment:
    """Agree a time with departments; each can read the matter from now."""
    check_open(matter)
    wrong = []
    if not meeting.units:
        wrong.append(Detail("units", _("Choose at least one unit.")))
    if not meeting.place.strip():
        wrong.append(Detail("place", _("Say where.")))
    if meeting.meets_at <= at:
        wrong.append(Detail("meets_at", _("The time has passed; choose one to come.")))
    if wrong:
        raise Refusal(_("The meeting was not arranged."), details=wrong)
    appointment = Appointment.objects.create(
        matter=matter, meets_at=meeting.meets_at, place=meeting.place.strip(), made_at=at, made_by_id=by.by_id
    )
    appointment.units.set(meeting.units)
    when = f"{clock.local(meeting.meets_at):%Y-%m-%d %H:%M}"
    noted = {"meets_at": when, "appointment": appointment.pk, "units": [unit.name for unit in meeting.units]}
    near = engaged(matter)
    parts = [(unit, Involvement.Part.ASSIST) for unit in meeting.units if unit.pk not in near]
    advance(matter, Step(to=None, event="appointment.made", noted=noted, involves=parts), by=by, at=at)
    tell.invited(appointment, list(meeting.units), when=when, at=at)
    return appointment


@transaction.atomic
def record_measures(appointment: Appointment, *, measures: str, by: Actor, at: datetime) -> Appointment:
    """What the departments propose together."""
    if not measures.strip():
        raise Refusal(_("Write the measures that were agreed."))
    changes = {"measures": measures.strip(), "measures_at": at, "measures_by_id": by.by_id}
    if Appointment.objects.filter(pk=appointment.pk, measures_at=None).update(**changes) != 1:
        raise NotAllowed(_("The measures of this meeting are recorded already; they are not changed afterwards."))
    for name, value in changes.items():
        setattr(appointment, name, value)
    step = Step(to=None, event="appointment.measures_recorded", reason=measures.strip())
    advance(appointment.matter, step, by=by, at=at)
    return appointment
