"""Lists taken out: complete, recorded before the first row leaves, persons masked."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firstdesk.directory.scope import Acting
from firstdesk.ledger import services as ledger
from firstdesk.workbench.selectors.matters import Wish, keys_of


@dataclass(frozen=True)
class Export:
    """What leaves: these matters, in this order, seen by this person."""

    keys: "array[int]"
    acting: Acting
    at: datetime


@transaction.atomic
def prepare(wish: Wish, fields: Mapping[str, str], *, kind: str, by: Acting, at: datetime) -> Export:
    """Draw up what leaves and record it: which filter, how many, as what kind of file. What was typed is not recorded,
    for it may name somebody."""
    keys = array("q", keys_of(by, wish, at))
    filters = {name: "…" if name == "text" else value for name, value in sorted(fields.items()) if value}
    ledger.append(
        ledger.Draft(
            chain=f"unit:{by.unit.pk}",
            verb="matters.exported",
            by=by.actor,
            at=at,
            subject_kind="directory.Unit",
            subject_id=by.unit.pk,
            after={"matters": len(keys), "format": kind, "filter": filters},
        )
    )
    return Export(keys, by, at)
