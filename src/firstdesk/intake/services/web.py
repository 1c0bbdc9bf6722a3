"""A report somebody made by themselves on the portal: nobody was asked, so the intake queue answers for it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firstdesk.directory.models import Grid, Unit
from firstdesk.intake.models import Party, Report
from firstdesk.intake.services.registering import PartyData, Registration, register_many
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Channel, Matter

PORTAL = Actor.system("portal")


@dataclass(frozen=True, kw_only=True)
class WebReport:
    """What a resident typed. Name and phone are theirs to give or not."""

    centre: Unit
    narrative: str
    place: str
    occurred_at: datetime | None = None
    occurred_note: str = ""
    point: tuple[float, float] | None = None
    grid: Grid | None = None
    name: str = ""
    phone: str = ""
    is_pseudonym: bool = False
    may_contact: bool = False


@transaction.atomic
def register_from_web(report: WebReport, *, at: datetime) -> Matter:
    """Register; the number and token of the matter are for whoever asked. Raises Refusal with what is missing."""
    reporter = Report.Reporter.ANONYMOUS
    if report.name.strip() or report.phone.strip():
        pseudonymous = report.is_pseudonym or not report.name.strip()
        reporter = Report.Reporter.PSEUDONYMOUS if pseudonymous else Report.Reporter.NAMED
    person = PartyData(role=Party.Role.REPORTER, name=report.name.strip(), phone=report.phone.strip())
    registration = Registration(
        centre=report.centre,
        channel=Channel.WEB,
        received_at=at,
        narrative=report.narrative,
        place=report.place,
        occurred_at=report.occurred_at or at,
        occurred_note=report.occurred_note,
        point=report.point,
        grid=report.grid,
        reporter=reporter,
        may_contact=report.may_contact and bool(report.phone.strip()),
        phone_withheld=not report.phone.strip(),
        parties=() if person.is_empty else (person,),
    )
    return register_many([registration], by=PORTAL, at=at)[0]
