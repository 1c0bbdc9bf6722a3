"""Major matters require situation reports by a time the rules set."""

from datetime import datetime, timedelta

from django.db.models import BigIntegerField
from django.db.models.functions import Cast

from firstdesk.common import clock as walls
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Confidentiality, Grade, Matter
from firstdesk.obligations.services.scheduling import Happened, raise_after

ASKS = {"matter.triaged": "matter.found_major", "matter.closed": "matter.major_closed"}
LOOKED_BACK = timedelta(days=2)  # told twice it is written once, so nothing is lost while the worker rests


def ask_for_major(*, at: datetime) -> int:
    """Schedule the reports required by major matters of the last days; confidential matters appear in no list."""
    said = Entry.objects.filter(verb__in=ASKS, at__gte=at - LOOKED_BACK, at__lte=at, subject_kind=Matter._meta.label)
    rows = list(said.order_by("pk").values_list("verb", "at", Cast("subject_id", BigIntegerField())))
    open_ = Matter.objects.filter(grade=Grade.MAJOR, confidentiality=Confidentiality.ORDINARY, compartment=None)
    found = open_.select_related("centre").in_bulk([pk for _verb, _at, pk in rows])
    raised = 0
    for verb, moment, pk in rows:
        if pk in found:
            matter = found[pk]
            day = walls.local(moment).date()
            happened = Happened(ASKS[verb], matter.centre, day, f"matter:{pk}", matter.number)
            raised += len(raise_after(happened, at=at))
    return raised
