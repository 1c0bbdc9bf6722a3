"""How a page or form finds its case and party, and how the record learns that they were read."""

from django.http import Http404

from firstdesk.common import clock
from firstdesk.directory.access import StaffRequest
from firstdesk.directory.scope import Acting
from firstdesk.ledger.services import draft_for, note_reading
from firstdesk.matters.models import Matter
from firstdesk.mediation import policies
from firstdesk.mediation.models import Case, Party


def read_case(acting: Acting, number: str) -> Case:
    """The case, for somebody who may read it. Raises Http404 where the reader may not see its matter, NotAllowed where
    the reader may know only that the case exists."""
    case = seen_from_outside(acting, number)
    policies.check_reads(case, acting)
    return case


def seen_from_outside(acting: Acting, number: str) -> Case:
    """The case, for somebody who may know that it exists; what it holds is asked of `policies`. Raises Http404."""
    case = Case.objects.select_related("matter__centre", "centre", "joint").filter(number=number).first()
    if case is None:
        raise Http404
    if not policies.may_read(case, acting) and not Matter.objects.visible_to(acting).filter(pk=case.matter_id).exists():
        raise Http404
    return case


def seen_case(request: StaffRequest, number: str) -> Case:
    """The case a form is about, for somebody who works on it. Raises Conflict when the case changed after the page was
    made (`seen` holds the edition the page showed)."""
    case = read_case(request.acting, number)
    policies.check_works(case, request.acting)
    policies.check_seen(case, request.POST.get("seen", ""))
    return case


def party_of(case: Case, no: int) -> Party:
    """A party of the case, by its number; its `case` is this very object. Raises Http404."""
    party = Party.objects.filter(case=case, no=no).first()
    if party is None:
        raise Http404
    party.case = case
    return party


def note_read(case: Case, request: StaffRequest, *fields: str) -> None:
    """Record that the reader saw personal data of the case: the parties' unless other fields are named."""
    about = draft_for(case, "personal.read", chain=case.ledger_chain, by=request.acting.actor, at=clock.now())
    note_reading(about=about, purpose="mediation", fields=fields or ("parties",))
