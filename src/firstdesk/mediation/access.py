"""What a page or a form about a case begins with."""

from django.http import Http404

from firstdesk.directory.access import StaffRequest
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter
from firstdesk.mediation import policies
from firstdesk.mediation.models import Case


def read_case(acting: Acting, number: str) -> Case:
    """The case, for somebody who may read it. Raises Http404 where its matter is out of sight, NotAllowed where only
    its existence may be known."""
    case = Case.objects.select_related("matter__centre", "centre", "joint").filter(number=number).first()
    if case is None:
        raise Http404
    if not policies.may_read(case, acting) and not Matter.objects.visible_to(acting).filter(pk=case.matter_id).exists():
        raise Http404
    policies.check_reads(case, acting)
    return case


def seen_case(request: StaffRequest, number: str) -> Case:
    """The case a form is about, for somebody who works in it, still as the page had it (`seen` = its edition)."""
    case = read_case(request.acting, number)
    policies.check_works(case, request.acting)
    policies.check_seen(case, request.POST.get("seen", ""))
    return case
