"""A caller told two things at once: one of them becomes a matter of its own."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal, at_field
from firstdesk.intake import policies
from firstdesk.intake.models import Party, Report
from firstdesk.intake.services.registering import PartyData, Registration, register
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter, Recusal
from firstdesk.matters.selectors import concerned
from firstdesk.obligations import services as obligations


@dataclass(frozen=True, kw_only=True)
class Part:
    """What becomes a matter of its own, and whom of the first one it concerns."""

    narrative: str
    place: str = ""
    parties: Collection[int] = field(default_factory=tuple)  # keys of parties of the first one


@transaction.atomic
def split(matter: Matter, part: Part, *, by: Actor, at: datetime) -> Matter:
    """Register a part of a matter on its own; the first one keeps everything. Whoever was asked first stays first asked."""
    policies.check_centre(matter.centre_id, by)
    report = Report.objects.filter(matter=matter).first()
    if report is None:
        raise Refusal(_("Nothing was taken down of which a part could be split off."))
    if part.narrative.strip() == report.narrative:
        raise at_field("narrative", _("This is the whole story. Leave here only what becomes a matter of its own."))
    new = register(_registration(matter, report, part), by=by, at=at)
    about = concerned(matter)
    if about:  # a part of a complaint is about the same people
        matters.recuse(new, about, Recusal.Why.CONCERNED, by=by, at=at)
        obligations.keep_from(new.pk, about)
    matters.note_split(new, matter, by=by, at=at)
    return new


def _registration(matter: Matter, report: Report, part: Part) -> Registration:
    chosen = Party.objects.filter(matter=matter, pk__in=part.parties).order_by("pk")
    parties = tuple(PartyData(role=p.role, name=p.name, phone=p.phone, note=p.note) for p in chosen)
    told = any(party.role == Party.Role.REPORTER for party in parties)
    point = (report.lng, report.lat) if report.lng is not None and report.lat is not None else None
    return Registration(
        centre=matter.centre,
        channel=matter.channel,
        received_at=report.received_at,
        narrative=part.narrative,
        place=part.place.strip() or report.place,
        occurred_at=report.occurred_at,
        occurred_note=report.occurred_note,
        point=point,
        grid=report.grid,
        reporter=report.reporter if told else Report.Reporter.ANONYMOUS,
        may_contact=report.may_contact and told,
        phone_withheld=not any(party.phone for party in parties if party.role == Party.Role.REPORTER),
        parties=parties,
        confidentiality=matter.confidentiality,
        compartment=matter.compartment,
        urgency=matter.urgency,
        first_receiver=matter.first_receiver,
    )
