"""Pages of the shift table: who is on, the week, and planning it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission


@require_safe
@needs()
def now(request: StaffRequest) -> HttpResponse:
    """Who is on at every post of the centre and its units."""
    return render(request, "rosters/now.html", {})


@require_safe
@needs()
def week(request: StaffRequest) -> HttpResponse:
    """A week of shifts, day by day."""
    return render(request, "rosters/now.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_ROSTER)
def plan(request: StaffRequest) -> HttpResponse:
    """Put somebody on shift."""
    return render(request, "rosters/now.html", {})


@require_POST
@needs(Permission.MANAGE_ROSTER)
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a shift out of the table."""
    return render(request, "rosters/now.html", {})
