"""Minutes typed live: saved while one types; who types the same point as somebody else is told."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Conflict
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.meetings import access, services
from firstdesk.meetings.models import AgendaItem
from firstdesk.meetings.services.writing import Overtaken
from firstdesk.meetings.views.assembling import shown


@require_POST
@needs(*access.READS)
def write(request: StaffRequest, pk: int, no: int) -> HttpResponse:
    """One point. A browser without JavaScript saves by the button and comes back to the page."""
    meeting, at = access.conducted(request, pk), clock.now()
    item = AgendaItem.objects.filter(meeting=meeting, no=no).first()
    if item is None:
        raise Http404
    text, seen = request.POST.get("text", ""), request.POST.get("edition", "")
    if not seen.isdecimal() or len(seen) > 9:
        raise Conflict
    try:
        item = services.write(item, text, int(seen), by=request.acting.actor, at=at)
    except Overtaken as overtaken:
        context = {"item": overtaken.item, "overtaken": overtaken, "typed": text, "meeting": meeting}
        if request.htmx:
            return render(request, "meetings/_written.html", context, status=409)
        return render(request, "meetings/meeting.html", shown(meeting, request, at) | context, status=409)
    if request.htmx:
        return render(request, "meetings/_written.html", {"item": item, "at": at, "meeting": meeting})
    return SeeOther(reverse("meetings:meeting", args=[pk]) + f"#point-{no}")
