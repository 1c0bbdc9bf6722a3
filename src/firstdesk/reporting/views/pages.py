"""Reports as they are read: what is to be written, what came, one report, the records behind a figure, papers."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import documents, serving, words
from firstdesk.reporting import forms, papers, policies
from firstdesk.reporting.models import Paper, Report
from firstdesk.reporting.selectors import duties, reports, showing
from firstdesk.reporting.selectors import records as behind

P = Permission
READS = (P.REPORT, P.READ_OWN, P.READ_SUBTREE, P.READ_FIGURES)
PAGE = 30


@require_safe
@needs(*READS)
def listing(request: StaffRequest) -> HttpResponse:
    """What is to be written and by when, and the reports this person reads."""
    at = clock.now()
    owed = duties.to_write(request.acting, at) if request.acting.may(P.REPORT) else []
    page = Paginator(reports.listed(request.acting), PAGE).get_page(request.GET.get("page"))
    context = {"owed": owed, "page": page, "at": at, "tab": "list"}
    return render(request, "reporting/list.html", context)


@require_safe
@needs(*READS)
def received(request: StaffRequest) -> HttpResponse:
    """What others owe this centre: come, late, missing, corrected."""
    at, centre = clock.now(), request.acting.centre
    owed = duties.awaited(centre, at) if centre is not None and centre.pk in request.acting.unit_ids else []
    chosen = request.GET.get("only", "")
    counts = {
        name: sum(bool(getattr(each, f"is_{name}")) for each in owed) for name in ("missing", "late", "corrected")
    }
    shown = [each for each in owed if getattr(each, f"is_{chosen}")] if chosen in counts else owed
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    sent = reports.came(request.acting)[:PAGE]
    context = {"page": page, "counts": counts, "only": chosen, "sent": sent, "at": at, "tab": "received"}
    return render(request, "reporting/received.html", context)


@require_safe
@needs(*READS)
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """One report whole, with what may be done with it."""
    return page_of(request, visible(request, pk))


def page_of(
    request: StaffRequest, found: Report, form: forms.WordsForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a report; with the words as they were sent, where they were refused."""
    written = showing.written(found)
    form = form or forms.WordsForm(written=written)
    context = {
        "report": found,
        "at": clock.now(),
        "lines": showing.lines(found),
        "changes": showing.changes(found),
        "drawings": showing.drawings(found),
        "written": [(each, form[each.section.code]) for each in written],
        "form": form,
        "versions": reports.versions(found),
        "papers": reports.papers(found),
        "remark": forms.RemarkForm(),
        "why": forms.WhyForm(),
        "tab": "list",
    }
    return render(request, "reporting/report.html", context | policies.may(found, request.acting), status=status)


@require_safe
@needs(*READS)
def records(request: StaffRequest, pk: int, figure: str) -> HttpResponse:
    """The records behind a figure: exactly those it counted."""
    found = visible(request, pk)
    if "of" not in found.figures.get(figure, {}):
        raise Http404
    trace = behind.trace(found, figure)
    page = Paginator(trace.keys, PAGE).get_page(request.GET.get("page"))
    lines, unseen = behind.lines(trace.of, list(page.object_list), request.acting)
    context = {"report": found, "line": trace.line, "trace": trace, "page": page, "lines": lines, "unseen": unseen}
    return render(request, "reporting/records.html", context | {"tab": "list"})


@require_safe
@needs(*READS)
def pdf(request: StaffRequest, pk: int) -> HttpResponseBase:
    """On paper: as it was signed; what is not signed yet as it stands."""
    found = visible(request, pk)
    return paper_of(found, Paper.Kind.WHOLE) or documents.respond(papers.pdf(found), f"{found.title}.pdf")


@require_safe
@needs(*READS)
def public_pdf(request: StaffRequest, pk: int) -> HttpResponseBase:
    """On paper as the public gets it; also before it is sent."""
    found = visible(request, pk)
    if not found.template.is_public:
        raise Http404
    return paper_of(found, Paper.Kind.OPEN) or documents.respond(
        papers.pdf(found, is_public=True), f"{found.title}.pdf"
    )


@require_safe
@needs(*READS)
def docx(request: StaffRequest, pk: int) -> HttpResponse:
    """To be edited."""
    found = visible(request, pk)
    return documents.respond(papers.docx(found), f"{found.title}.docx", content_type=words.KIND)


def paper_of(found: Report, kind: str) -> FileResponse | None:
    """The paper that left the house; nothing where none has."""
    kept = Paper.objects.filter(report=found, kind=kind).select_related("file").first()
    return serving.respond(kept.file) if kept else None


def visible(request: StaffRequest, pk: int) -> Report:
    """One this person may read."""
    rows = reports.visible(request.acting).select_related(
        "unit", "to_unit", "begun_by", "signed_by", "sent_by", "corrects"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
