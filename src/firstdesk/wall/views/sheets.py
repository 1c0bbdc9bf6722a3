"""A regulation on A3, and the page its code leads to."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.files import documents
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import Regulation
from firstdesk.wall.selectors import paper
from firstdesk.wall.selectors import sheet as sheets
from firstdesk.wall.views.around import named


@require_safe
@needs()
def sheet(request: StaffRequest, centre: str, regulation: str) -> HttpResponse:
    """The sheets of one regulation, to be hung up."""
    unit, book = named(centre), regulations.current(clock.now())
    found = sheets.sheet(book, unit, _adopted(book, unit, regulation))
    address = reverse("wall:code", args=[unit.code, regulation, found.mark])
    made = paper.made(book, found, request.build_absolute_uri(address))
    return documents.respond(made, f"{unit.name}-{regulation}-A3.pdf")


@login_not_required
@require_safe
def code(request: HttpRequest, centre: str, regulation: str, mark: str) -> HttpResponse:
    """Whether the sheet one stands before still says what holds."""
    unit, book = named(centre), regulations.current(clock.now())
    verdict = sheets.judge(book, _adopted(book, unit, regulation), mark)
    context = {"centre": unit, "verdict": verdict, "book": book, "mark": mark}
    return render(request, "wall/code.html", context, status=200 if verdict.is_known else 404)


def _adopted(book: Rulebook, unit: Unit, code: str) -> Regulation:
    if code not in book.centre(unit.centre_kind).adopts:
        raise Http404
    return book.regulations[code]
