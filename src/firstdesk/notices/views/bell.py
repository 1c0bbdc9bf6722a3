"""A person's messages: the list, the bell's number, and reading them. Everybody sees their own alone."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.http import SeeOther, fragment_or_page
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.notices import selectors, services


@require_safe
@needs()
def notices(request: StaffRequest) -> HttpResponse:
    """What the person was told: first what is not read yet."""
    return _list(request, request.GET.get("after", ""))


@require_safe
@needs()
def count(request: StaffRequest) -> HttpResponse:
    """The bell with the number of unread notices; polled by every open page."""
    return render(request, "notices/_bell.html", {"bell": selectors.bell(request.user)})


@require_POST
@needs()
def read(request: StaffRequest) -> HttpResponse:
    """Mark one notice (`notice`) as read, or all of them."""
    asked = request.POST.get("notice", "")
    only = None if not asked else [int(asked)] if asked.isdecimal() and len(asked) < 19 else []
    services.mark_read(user=request.user, at=clock.now(), notice_ids=only)
    if request.htmx:
        return _list(request, request.POST.get("after", ""))
    return SeeOther(reverse("notices:list"))


@require_POST
@needs()
def open_notice(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go to what it is about; without an address of its own, back to the list."""
    notice = get_object_or_404(selectors.notices_of(request.user), pk=pk)
    services.mark_read(user=request.user, at=clock.now(), notice_ids=[notice.pk])
    is_ours = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return SeeOther(notice.url if notice.url and is_ours else reverse("notices:list"))


def _list(request: StaffRequest, after: str) -> HttpResponse:
    context = {
        "page": selectors.page(request.user, after),
        "unread": selectors.bell(request.user).unread,
        "after": after,
        "at": clock.now(),
    }
    return fragment_or_page(request, "notices/list.html", "notices/_list.html", context)
