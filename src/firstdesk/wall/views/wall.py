"""The wall itself, a clause of it, and how much of the rules is carried."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.common.refusals import NotAllowed
from firstdesk.complaints.selectors import CLAUSES
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.selectors import supervision_phone
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.screening.selectors.wall import mediated
from firstdesk.wall.selectors import behind, covered, late, page, places, sheet, totals
from firstdesk.wall.selectors.counting import Month
from firstdesk.wall.selectors.lines import CARRIES, MEANS, Group, Line, lines_of
from firstdesk.wall.selectors.page import Reader
from firstdesk.wall.selectors.places import month_of
from firstdesk.wall.views import drawn
from firstdesk.wall.views.around import acting_of, chosen, named, reader_of


@login_not_required
def wall(request: HttpRequest) -> HttpResponse:
    """Every clause on the wall: what carries it, and how well it is kept."""
    at, acting = clock.now(), acting_of(request)
    centres = list(places.centres())
    centre = chosen(centres, request.GET.get("centre", ""), acting)
    reader = reader_of(centre, acting)
    book = regulations.current(at)
    asked = drawn.Asked(centre, request.GET.get("regulation", ""), request.GET.get("status", ""), get_language() or "")
    shown, lines = drawn.lines(book, asked, at, reader)
    who = () if reader.is_public else late.who_was_late(book, centre, at, reader.user_id)
    context = _figures(centre, at) | {
        "page": shown,
        "meanings": [(name, MEANS[kind]) for kind, name in CARRIES.items()],
        "lines": lines,
        "book": book,
        "mark": sheet.mark(book.version, shown.regulation.code),
        "status": asked.status,
        "late": who,
        "reader": reader,
    }
    return render(request, "wall/wall.html", context | {"centres": centres, "at": at})


def _figures(centre: Unit, at: datetime) -> dict[str, object]:
    phone: tuple[object, ...] = (*supervision_phone(centre), ("SS-110-18",))
    figures: dict[str, object] = {
        "mediated": mediated(centre, at),
        "complaints": totals.public_totals(centre, at),
        "supervision": phone,
    }
    return figures | dict(CLAUSES)


@login_not_required
def clause(request: HttpRequest, centre: str, clause: str) -> HttpResponse:
    """One clause: its twelve months as a table, what carries it, the newest proof."""
    at, unit = clock.now(), named(centre)
    reader = reader_of(unit, acting_of(request))
    book = regulations.current(at)
    context = _clause(_line(book, unit, clause), unit, at, reader)
    return render(request, "wall/clause.html", context | {"centre": unit, "at": at, "reader": reader})


def _line(book: Rulebook, unit: Unit, clause: str) -> Line:
    """Raises Http404 where the centre adopts no such clause."""
    adopts = book.centre(unit.centre_kind).adopts
    line = next((each for each in lines_of(book, adopts) if each.clause.id == clause), None)
    if line is None:
        raise Http404
    return line


@require_safe
@needs(Permission.READ_FIGURES)
def rows(request: StaffRequest, centre: str, clause: str) -> HttpResponse:
    """What the number of a clause counts this month, one by one; for those who read figures of this centre."""
    at, unit = clock.now(), named(centre)
    book = regulations.current(at)
    if reader_of(unit, request.acting).is_public:
        raise NotAllowed(_("The rows behind a figure are read at the centre itself and above it."))
    line = _line(book, unit, clause)
    found = behind.behind(book, unit, line, Month(month_of(at), at), request.acting)
    return render(request, "wall/rows.html", {"centre": unit, "line": line, "behind": found, "month": month_of(at)})


def _clause(line: Line, unit: Unit, at: datetime, reader: Reader) -> dict[str, object]:
    found = page.read([Group("", (line,))], unit, at, reader)
    return {
        "it": page.shown(line, found, clock.local(at).date(), reader),
        "year": page.year(line, found, is_public=reader.is_public),
        "counted_at": found.counted_at,
    }


@login_not_required
def coverage(request: HttpRequest) -> HttpResponse:
    """Of all clauses how many are carried, planned, looked at on site, or not done."""
    book = regulations.current(clock.now())
    return render(request, "wall/coverage.html", {"table": covered.table(book), "book": book})
