"""Finds out, once per request, from which post the signed-in person acts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from firstdesk.common import clock
from firstdesk.directory import selectors
from firstdesk.directory.models import User

SESSION_KEY = "acting_post"
Handler = Callable[[HttpRequest], HttpResponse]


def acting(get_response: Handler) -> Handler:
    """Sets `request.acting`: an Acting, or None for visitors and for people without a post today."""

    def middleware(request: HttpRequest) -> HttpResponse:
        found = None
        if isinstance(request.user, User):
            found = selectors.acting_for(request.user, clock.now(), request.session.get(SESSION_KEY))
        request.acting = found  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
