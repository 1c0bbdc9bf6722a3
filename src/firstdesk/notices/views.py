"""A person's messages: the list, the bell's number, and reading them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from firstdesk.directory.access import StaffRequest, needs
from firstdesk.notices import selectors


@require_safe
@needs()
def notices(request: StaffRequest) -> HttpResponse:
    """What the person was told: first what is not read yet."""
    return render(request, "notices/list.html", {})


@require_safe
@needs()
def count(request: StaffRequest) -> HttpResponse:
    """The bell with the number of unread notices; polled by every open page."""
    return render(request, "notices/_bell.html", {"unread": selectors.unread(request.user).count()})


@require_POST
@needs()
def read(request: StaffRequest) -> HttpResponse:
    """Mark one notice, or all, as read."""
    return render(request, "notices/list.html", {})


@require_POST
@needs()
def open_notice(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go to what it is about."""
    return render(request, "notices/list.html", {})
