"""Questions at the door: what is open, what was taken down (persons masked), where it is, what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.intake.models import Contact, ImportRun, Paper, Party, Report
from firstdesk.intake.states import ContactState
from firstdesk.matters.models import Confidentiality, Involvement, Matter
from firstdesk.matters.selectors import joined_to
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook import deadlines

WORKS_ON_IT = (Involvement.Part.OFFERED, Involvement.Part.LEAD, Involvement.Part.ASSIST)
PRINTS = frozenset({Permission.REGISTER, Permission.REPLY})
HEAD, TAIL = 3, 4  # characters of a number that stay readable


def mask_name(name: str) -> str:
    """The first character and as many stars as characters follow."""
    return name[:1] + "*" * (len(name) - 1) if name else ""


def mask_phone(number: str) -> str:
    """The first three and the last four characters; a short number not at all."""
    if len(number) <= HEAD + TAIL:
        return "*" * len(number)
    return number[:HEAD] + "*" * (len(number) - HEAD - TAIL) + number[-TAIL:]


@dataclass(frozen=True)
class Masked:
    """A party as everybody who may read the matter sees it."""

    party: Party
    name: str
    phone: str


def masked(party: Party) -> Masked:
    """A party with its name and number covered."""
    return Masked(party, mask_name(party.name), mask_phone(party.phone))


def open_contacts(centre: Unit) -> QuerySet[Contact]:
    """Contacts of a centre that have neither become a report nor been ended, the oldest first."""
    found = Contact.objects.filter(centre=centre, state=ContactState.OPEN)
    return found.select_related("operator").order_by("rang_at", "pk")


def get_contact(pk: int, acting: Acting) -> Contact:
    """A contact of the centre I act for. Raises Http404 where there is none or it belongs to another."""
    found = Contact.objects.select_related("centre", "operator").filter(pk=pk, centre=acting.unit).first()
    if found is None:
        raise Http404
    return found


def papers_of(contact: Contact) -> QuerySet[Paper]:
    """Files handed in so far, in the order they came."""
    return Paper.objects.filter(contact=contact).select_related("file", "contact").order_by("pk")


def get_paper(contact: Contact, pk: int) -> Paper:
    """One of them. Raises Http404."""
    found = papers_of(contact).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_party(matter: Matter, pk: int) -> Party:
    """A party of a matter, or of a report of the same joined to it. Raises Http404."""
    near = Q(matter=matter) | Q(matter__in=joined_to(matter))
    found = Party.objects.select_related("matter").filter(near, pk=pk).first()
    if found is None:
        raise Http404
    return found


def imports_of(acting: Acting) -> QuerySet[ImportRun]:
    """Imports of the centre I act for, newest first."""
    found = ImportRun.objects.filter(centre=acting.unit)
    return found.select_related("created_by", "centre").order_by("-pk")


def get_import(pk: int, acting: Acting) -> ImportRun:
    """An import of the centre I act for. Raises Http404."""
    found = imports_of(acting).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class CallClock:
    """A clock of a call as it runs: ring or interview, with the moment it should be over."""

    code: str
    started_at: datetime
    due_at: datetime | None  # none: this kind of centre promises nothing
    ended_at: datetime | None


def ring_clock(contact: Contact) -> CallClock:
    """From the ring to the pick-up."""
    return CallClock("answer", contact.rang_at, _due(contact, "answer", contact.rang_at), contact.answered_at)


def interview_clock(contact: Contact) -> CallClock | None:
    """From the pick-up to the registration; none while it still rings."""
    if contact.answered_at is None:
        return None
    due = _due(contact, "interview", contact.answered_at)
    return CallClock("interview", contact.answered_at, due, contact.ended_at)


def _due(contact: Contact, code: str, start: datetime) -> datetime | None:
    rulebook = regulations.current(start)
    try:
        rule = deadlines.pick(rulebook, contact.centre.centre_kind, code, {"channel": contact.channel})
    except deadlines.NotPromised:
        return None
    return deadlines.due(rule, start, rulebook.calendar).due


def may_reveal(acting: Acting, matter: Matter) -> bool:
    """Whether the person's post lets them see the data of this matter's parties. Who objected reads on, but calls nobody."""
    if not acting.may(Permission.REVEAL):
        return False
    if acting.unit.pk == matter.centre_id or acting.may(Permission.READ_CONFIDENTIAL):
        return True
    if matter.confidentiality != Confidentiality.ORDINARY:
        return False
    part = Involvement.objects.filter(matter=matter, unit=acting.unit).values_list("part", flat=True).first()
    return acting.unit.pk == matter.responsible_unit_id or part in WORKS_ON_IT


def report_of(matter: Matter) -> Report | None:
    """What was taken down about a matter."""
    return Report.objects.select_related("grid__unit", "contact").filter(matter=matter).first()


def parties_of(matter: Matter, acting: Acting) -> Sequence[Masked]:
    """The parties, masked; the reporter of a confidential matter is not even hinted at to others."""
    parties = Party.objects.filter(matter=matter).order_by("pk")
    return [masked(party) for party in hides_reporter(parties, matter, acting)]


def hides_reporter(parties: QuerySet[Party], matter: Matter, acting: Acting) -> QuerySet[Party]:
    """Those parties that may be shown, masked, to somebody who reads the matter."""
    if matter.confidentiality == Confidentiality.CONFIDENTIAL and not may_reveal(acting, matter):
        return parties.exclude(role=Party.Role.REPORTER)
    return parties


def panel(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """What the page of a matter shows about its report."""
    report = report_of(matter)
    if report is None:
        return None
    hidden = matter.confidentiality == Confidentiality.CONFIDENTIAL and not may_reveal(acting, matter)
    return {
        "matter": matter,
        "report": report,
        "parties": parties_of(matter, acting),
        "is_hidden": hidden,
        "may_reveal": may_reveal(acting, matter),
        "is_first_receiver": matter.first_receiver_id == acting.user.pk,
        "may_print_receipt": acting.unit.pk == matter.centre_id and bool(acting.permissions & PRINTS),
    }


def sent_by(unit: Unit, number: str) -> Matter | None:
    """The matter a unit's system sent, by its number."""
    return Matter.objects.filter(submission__unit=unit, number=number).first()
