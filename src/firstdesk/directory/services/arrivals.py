"""How fast a unit promises to be at a place."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firstdesk.common import validation
from firstdesk.directory.models import ArrivalPromise, Unit
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Minutes to a zone ("": everywhere) at an hour ("": always), and the unit's document that says so."""

    minutes: int
    zone: str = ""
    hour: str = ""
    reference: str = ""


@transaction.atomic
def promise_arrival(*, unit: Unit, arrival: Arrival, by: Actor, at: datetime) -> ArrivalPromise:
    """From now on orders to the unit are timed by this figure; it takes the place of the one for the same zone and hour."""
    same = ArrivalPromise.objects.select_for_update(no_key=True).filter(unit=unit, zone=arrival.zone, hour=arrival.hour)
    before = same.first()
    promise = before or ArrivalPromise(unit=unit, zone=arrival.zone, hour=arrival.hour)
    was = {"minutes": before.minutes} if before else {}
    promise.minutes, promise.reference = arrival.minutes, arrival.reference.strip()
    validation.check(promise)
    promise.save()
    ledger.append(
        ledger.Draft(
            chain=f"unit:{unit.pk}",
            verb="unit.arrival_promised",
            by=by,
            at=at,
            subject_kind="directory.ArrivalPromise",
            subject_id=promise.pk,
            before=was,
            after={**vars(arrival), "unit": unit.name},
        )
    )
    return promise
