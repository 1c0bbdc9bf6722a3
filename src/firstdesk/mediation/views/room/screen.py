"""The second screen, for the parties; and the record of a case alone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.common.http import fragment_or_page
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.mediation.access import note_read, read_case
from firstdesk.mediation.selectors import outcome, screens
from firstdesk.mediation.selectors.table import record as lines
from firstdesk.mediation.views.room.entry import READS, read_session


@require_safe
@needs(*READS)
def screen(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Nothing private on it; it asks for itself again every few seconds."""
    session = read_session(request.acting, number, no)
    shown = {"session": session, "screen": screens.screen(session, clock.now())}
    response = fragment_or_page(request, "mediation/room/screen.html", "mediation/room/_screen.html", shown)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@needs(*READS)
def record(request: StaffRequest, number: str) -> HttpResponse:
    """What was said in every session of a case: of a joint one, the lines of its own parties and the mediators alone."""
    case = read_case(request.acting, number)
    request.after_read.append(lambda: note_read(case, request, "record"))
    found = [(session, lines(session, case=case)) for session in outcome.sessions(case)]
    return render(request, "mediation/room/record.html", {"case": case, "sessions": found})
