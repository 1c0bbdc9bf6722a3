"""Finds out, once per request, from which post the signed-in person acts."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.common.http import lead_to
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


def first_password(get_response: Handler) -> Handler:
    """Whoever got a password from somebody else chooses their own before anything else (not in a demonstration)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if settings.DEMO or not isinstance(user, User) or not user.must_change_password:
            return get_response(request)
        page = reverse("account_change_password")
        if request.path in {page, reverse("account_logout"), reverse("set_language"), reverse("theme")}:
            return get_response(request)
        return lead_to(page, request)

    return middleware
