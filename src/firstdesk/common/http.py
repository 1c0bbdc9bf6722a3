"""Requests as views see them, the two answers to a POST, and parsing of what pages send back."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.dateparse import parse_datetime
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


class PageRequest(HttpRequest):
    """A request as our views see it. For pages of staff see `directory.access.StaffRequest`."""

    htmx: HtmxDetails
    after_read: list[Callable[[], object]]  # written after a GET's page is made: who looked


class SeeOther(HttpResponseRedirectBase):
    """303: the POST is done, now GET this."""

    status_code = 303


def fragment_or_page(
    request: PageRequest, page: str, fragment: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """The fragment for htmx, the whole page for a browser; one context serves both.

    Going back in the browser's history asks for the whole page, whoever asks, and no cache may mix the two up.
    """
    template = fragment if request.htmx and not request.htmx.history_restore_request else page
    response = render(request, template, dict(context), status=status)
    patch_vary_headers(response, ("HX-Request", "HX-History-Restore-Request"))
    return response


def key_in(text: str) -> int | None:
    """A key a form sent; None for anything that cannot be one. Eighteen digits fit every key of the database."""
    return int(text) if text.isdecimal() and len(text) <= 18 else None


def form_secret(request: HttpRequest) -> str:
    """What tells one sending of a form from the next, of the form that was sent or of a fresh one (its field `once`)."""
    return request.POST.get("once", "")[:80] or secrets.token_urlsafe(24)


def lead_to(page: str, request: HttpRequest) -> HttpResponse:
    """Go to another page: htmx is told to, a browser gets 303."""
    return HttpResponseClientRedirect(page) if getattr(request, "htmx", False) else SeeOther(page)


def moment_in(text: str) -> datetime | None:
    """A moment as a page was given it; None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:  # well formed, and no such day
        return None
    return found if found and found.tzinfo else None
