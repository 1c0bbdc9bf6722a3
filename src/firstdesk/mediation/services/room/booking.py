"""Rooms of a centre: added, taken out of use, put back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal, at_field
from firstdesk.directory.models import Unit
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.mediation import ports
from firstdesk.mediation.models import Room, Session
from firstdesk.mediation.states import SESSION_OPEN

AHEAD = timedelta(days=3660)  # further than anything is arranged


@transaction.atomic
def add_room(centre: Unit, name: str, seats: int, *, by: Actor, at: datetime) -> Room:
    """Add a room."""
    name = name.strip()[:60]
    if not name or not 2 <= seats <= 500:
        raise at_field("name", _("Write the name."), whole=_("A room has a name, and at least two seats."))
    room, is_new = Room.objects.get_or_create(centre=centre, name=name, defaults={"seats": seats})
    if not is_new:
        raise at_field("name", _("There is a room of this name already."))
    _note(room, "room.added", {"name": room.name, "seats": seats}, by=by, at=at)
    return room


@transaction.atomic
def change_room(room: Room, *, is_in_use: bool, by: Actor, at: datetime) -> Room:
    """Take a room out of use or put it back. Sessions arranged in it must be moved first."""
    Room.objects.select_for_update(no_key=True).get(pk=room.pk)
    waiting = Session.objects.filter(room=room, state__in=sorted(SESSION_OPEN), period__endswith__gt=at)
    if not is_in_use and (waiting.exists() or ports.holds([room.pk], (), at, at + AHEAD)):
        raise Refusal(_("Sessions or meetings are still arranged in this room. Move or cancel them first."))
    room.is_in_use = is_in_use
    room.save(update_fields=["is_in_use"])
    _note(room, "room.reopened" if is_in_use else "room.retired", {"name": room.name}, by=by, at=at)
    return room


def _note(room: Room, verb: str, after: dict[str, object], *, by: Actor, at: datetime) -> None:
    ledger.append(
        ledger.Draft(
            chain=f"unit:{room.centre_id}", verb=verb, by=by, at=at, subject_kind="mediation.Room",
            subject_id=room.pk, after=after,
        )
    )  # fmt: skip
