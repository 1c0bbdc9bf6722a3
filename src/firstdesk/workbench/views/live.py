"""What calls for everybody at once."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from firstdesk.common import clock
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.workbench.selectors import live


@require_GET
@needs()
def alarm(request: StaffRequest) -> HttpResponse:
    """The red bar on top of every page; asked for when a page is opened and when the pulse says that it changed."""
    at = clock.now()
    return render(request, "workbench/_alarm.html", {"alarm": live.alarm(request.acting, at), "at": at})
