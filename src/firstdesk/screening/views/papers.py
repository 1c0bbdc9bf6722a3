"""Papers of screening: what was reported as it left, sealed; what was not yet, made from the record; .docx to be edited."""

from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import documents, serving, words
from firstdesk.files.models import File
from firstdesk.screening.selectors import campaigns, papers, statements
from firstdesk.screening.selectors.months import month_in
from firstdesk.screening.selectors.papers import Paper
from firstdesk.screening.views.majors import note_reading_of, readable

P = Permission
READS = (P.READ_OWN, P.READ_SUBTREE)


@require_safe
@needs(*READS)
def registration(request: StaffRequest, form: str, ending: str) -> HttpResponse | FileResponse:
    """The form of a major dispute; that it was read is noted."""
    row = readable(request, form)
    request.after_read.append(lambda: note_reading_of(row, request))
    return _respond(papers.registration(row), row.paper, ending)


@require_safe
@needs(*READS)
def statement(request: StaffRequest, ending: str) -> HttpResponse | FileResponse:
    """The figures of one centre in one month."""
    at, code = clock.now(), request.GET.get("centre", "")
    month = month_in(request.GET.get("month", ""), at)
    own = request.acting.centre.code if request.acting.centre else ""
    sight = {unit.code: unit for unit in statements.centres_for(request.acting)}
    centre = sight.get(code or own)
    if centre is None:
        raise Http404
    line = statements.line(centre, month, at)
    return _respond(papers.statement(line, month, at), line.statement.paper if line.statement else None, ending)


@require_safe
@needs(*READS)
def drive(request: StaffRequest, pk: int, ending: str) -> HttpResponse | FileResponse:
    """What each unit found in a drive, or its zero."""
    row = campaigns.visible(request.acting).filter(pk=pk).first()
    if row is None:
        raise Http404
    return _respond(papers.drive(row), row.paper, ending)


def _respond(paper: Paper, left: File | None, ending: str) -> HttpResponse | FileResponse:
    """What left is handed out as it left."""
    name = f"{paper.name}.{ending}"
    if ending == "docx":
        return documents.respond(paper.docx(), name, content_type=words.KIND)
    return serving.respond(left, name=name) if left else documents.respond(paper.pdf(), name)
