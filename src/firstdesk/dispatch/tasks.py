"""Jobs of referral."""

from contextlib import suppress

from procrastinate.contrib.django import app

from firstdesk.common import clock
from firstdesk.common.jobs import AGAIN
from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.models import Unit
from firstdesk.dispatch import services
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter


@app.task(name="dispatch.retire_referral", retry=AGAIN)
def retire_referral(*, subject_id: int | str, **_: object) -> None:
    """A matter ended by another way; what was asked of a unit ends with it."""
    services.retire(Matter.objects.get(pk=subject_id))


@app.task(name="dispatch.send_for_danger", retry=AGAIN)
def send_for_danger(*, matter_id: int, unit_id: int, note: str, **_: object) -> None:
    """Danger was seen around a matter: the unit is sent, unless it is on its way or the matter has ended meanwhile."""
    matter = Matter.objects.select_related("centre", "responsible_unit").get(pk=matter_id)
    unit = Unit.objects.get(pk=unit_id)
    by = Actor(person_id=None, name="mediation", unit_id=matter.centre_id)
    with suppress(NotAllowed):
        services.order(matter, services.Order(unit=unit, note=note), by=by, at=clock.now())
