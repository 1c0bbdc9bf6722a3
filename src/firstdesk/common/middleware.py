"""A refusal raised anywhere below becomes a page (or, for htmx, a fragment) with its own status."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import reswap, retarget
from psycopg.errors import DeadlockDetected

from firstdesk.common.refusals import Conflict, Refusal


class RefusalMiddleware:
    """Says what was refused, why, and what to do; never a traceback, never a silent nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and isinstance(exception.__cause__, DeadlockDetected):
            exception = Conflict()  # two at the same moment, and the database undid this one whole
        if not isinstance(exception, Refusal):
            return None
        if getattr(request, "htmx", False):
            return refused_to_htmx(request, exception, exception.status)
        context = {"refusal": exception, "back": request.headers.get("Referer", "/"), "typed": words_typed(request)}
        return render(request, "common/refusal.html", context, status=exception.status)


def refused_to_htmx(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    """The words alone, in the place where every page shows refusals, whatever part of it had asked."""
    response = render(request, "components/refusal.html", {"refusal": refusal}, status=status)
    return retarget(reswap(response, "innerHTML"), "#refusal")


def words_typed(request: HttpRequest) -> list[str]:
    """The words somebody wrote: where the page was left to send them, they are not lost with it."""
    sent = [each for key, values in request.POST.lists() if "password" not in key for each in values]
    return [each for each in sent if any(sign.isspace() or not sign.isascii() for sign in each.strip())]
