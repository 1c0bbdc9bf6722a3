"""Meetings: coming and held."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.meetings import policies
from firstdesk.meetings.access import READS
from firstdesk.meetings.selectors import lists
from firstdesk.meetings.selectors import resolutions as resolved

PAGE = 30


@require_safe
@needs(*READS)
def index(request: StaffRequest) -> HttpResponse:
    """Those that come, the next first; or those held, the last first. Above them what is owed and not planned."""
    at, which = clock.now(), request.GET.get("which", "coming")
    rows = lists.held(request.acting) if which == "held" else lists.coming(request.acting)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = _around(request, at) | {"page": page, "tab": "held" if which == "held" else "coming", "at": at}
    return render(request, "meetings/list.html", context)


def _around(request: StaffRequest, at: datetime) -> dict[str, object]:
    centre = request.acting.centre
    convenes = policies.convenes(centre, request.acting)
    return {
        "convenes": convenes,
        "owed": lists.owed(centre, at) if convenes and centre is not None else [],
        "mine": resolved.mine(request.acting).count(),
    }
