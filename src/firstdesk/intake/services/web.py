"""A report somebody made by themselves on the portal: nobody was asked, so the intake queue answers for it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firstdesk.directory.models import Grid, Unit
from firstdesk.files.models import File
from firstdesk.intake.models import Asking, Party, Report
from firstdesk.intake.services.registering import PartyData, Registration, register_many
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.models import Channel, Matter
from firstdesk.matters.services import Belonging

PORTAL = Actor.system("portal")
SECRET = 20  # characters a form's secret has at least


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
    once: str = ""  # the secret of the form it came by: sent twice, it is one report
    files: tuple[File, ...] = ()

    @property
    def digest(self) -> str:
        """What makes two sendings the same: one form, and one text in it."""
        told = (self.once, self.centre.pk, self.narrative, self.place, self.occurred_at, self.name, self.phone)
        return hashlib.sha256("\0".join(map(str, told)).encode()).hexdigest()


@transaction.atomic
def register_from_web(report: WebReport, *, at: datetime) -> Matter:
    """Register; the number and token of the matter are for whoever asked. The same form sent again, even at the same
    moment, gives the same matter. Raises Refusal with what is missing."""
    if len(report.once) < SECRET:
        return _register(report, at)
    Asking.objects.bulk_create([Asking(key=report.digest, asked_at=at)], ignore_conflicts=True)  # waits for its twin
    asking = Asking.objects.select_for_update(no_key=True, of=("self",)).select_related("matter").get(key=report.digest)
    if asking.matter is not None:
        return asking.matter
    asking.matter = _register(report, at)
    asking.save(update_fields=["matter"])
    return asking.matter


def _register(report: WebReport, at: datetime) -> Matter:
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
    matter = register_many([registration], by=PORTAL, at=at)[0]
    matters.attach(matter, report.files, to=Belonging(), by=PORTAL, at=at)
    return matter
