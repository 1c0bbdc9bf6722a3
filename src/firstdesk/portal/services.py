"""The one verb of the public side that spans two contexts: a complaint is registered and opened together."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firstdesk.complaints import services as complaints
from firstdesk.complaints.selectors import complaint_of
from firstdesk.complaints.services import Opening
from firstdesk.directory.models import Unit
from firstdesk.intake import services as intake
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter

PORTAL = Actor.system("portal")


@dataclass(frozen=True, kw_only=True)
class Grievance:
    """A complaint as written; name and phone are optional."""

    centre: Unit
    kind: str
    narrative: str
    about: Matter | None = None
    phrase: str = ""
    name: str = ""
    phone: str = ""
    once: str = ""  # the secret of the form it came by: sent twice, it is one complaint


@transaction.atomic
def complain(told: Grievance, *, at: datetime) -> Matter:
    """Register the report and open the complaint, both or neither. Raises Refusal naming what is missing."""
    report = intake.WebReport(
        centre=told.centre,
        narrative=told.narrative,
        place=told.centre.address or told.centre.name,
        name=told.name,
        phone=told.phone,
        may_contact=bool(told.phone),
        once=told.once,
    )
    matter = intake.register_from_web(report, at=at)
    if complaint_of(matter) is not None:
        return matter
    matter.refresh_from_db()
    opening = Opening(kind=told.kind, about=told.about, phrase=told.phrase)
    complaints.open_(matter, opening, by=PORTAL, at=at)
    return matter
