"""Documents of a case: made, read, taken as .docx while nobody has signed."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.http import key_in, lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import documents, serving, words
from firstdesk.mediation.access import note_read, read_case, seen_case
from firstdesk.mediation.models import Paper
from firstdesk.mediation.services import papers
from firstdesk.mediation.views.outcome.common import base_of

P = Permission
READS, WORKS = (P.READ_OWN, P.READ_SUBTREE), (P.MEDIATE, P.DECIDE)


@require_POST
@needs(*WORKS)
def make(request: StaffRequest, number: str) -> HttpResponse:
    """Make one now, and keep it; or hand out the .docx to be edited, which is not kept."""
    case = seen_case(request, number)
    kind, subject = wanted(request.POST.get("document", ""))
    if request.POST.get("form") == papers.DOCX:
        made = papers.editable(case, kind, subject)
        note_read(case, request)
        return documents.respond(made, f"{Paper.Kind(kind).label}-{number}.docx", content_type=words.KIND)
    order = papers.Wanted(kind=kind, subject=subject, base=base_of(request))
    papers.make_for(case, order, by=request.acting.actor, at=clock.now())
    return lead_to(reverse("mediation:case", args=[number]) + "#panel-papers", request)


def wanted(text: str) -> tuple[str, int]:
    """`kind:subject` as the list sends it. Raises Refusal."""
    kind, _sep, subject = text.partition(":")
    if kind not in Paper.Kind.values or key_in(subject or "0") is None:
        raise Refusal(_("Choose which document to make."))
    return kind, key_in(subject or "0") or 0


@require_safe
@needs(*READS)
def paper(request: StaffRequest, number: str, pk: int) -> HttpResponseBase:
    """One that was made."""
    case = read_case(request.acting, number)
    found = Paper.objects.select_related("file").filter(case=case, pk=pk).first()
    if found is None:
        raise Http404
    request.after_read.append(lambda: note_read(case, request))
    return serving.respond(found.file)
