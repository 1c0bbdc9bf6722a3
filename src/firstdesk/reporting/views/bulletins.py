"""Bulletins and reports that anybody may read: without persons, without small numbers."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstdesk.files import serving
from firstdesk.reporting import papers
from firstdesk.reporting.models import Paper, Report
from firstdesk.reporting.selectors import public

PAGE = 20


@require_safe
@login_not_required
def bulletins(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first."""
    page = Paginator(public.published().defer("figures", "charts"), PAGE).get_page(request.GET.get("page"))
    return render(request, "reporting/bulletins.html", {"page": page})


@require_safe
@login_not_required
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them."""
    found = _published(pk)
    context = {
        "report": found,
        "lines": public.open_lines(found),
        "drawings": public.open_drawings(found),
        "written": public.open_words(found),
        "note": papers.NOTE,
    }
    return render(request, "reporting/bulletin.html", context)


@require_safe
@login_not_required
def pdf(request: HttpRequest, pk: int) -> FileResponse:
    """One of them on paper."""
    found = _published(pk)
    kept = Paper.objects.filter(report=found, kind=Paper.Kind.OPEN).select_related("file").first()
    return serving.respond(kept.file if kept else None)


def _published(pk: int) -> Report:
    found = public.published().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
