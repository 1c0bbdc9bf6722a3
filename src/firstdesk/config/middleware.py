"""What holds for every request, whatever the page."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

Handler = Callable[[HttpRequest], HttpResponse]

# style-src-attr: progress bars carry their width in a style attribute; no inline script is ever allowed.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


def content_security_policy(get_response: Handler) -> Handler:
    """Nothing from elsewhere, nothing inline: a text typed by a caller can never become a script."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware


def not_too_large(get_response: Handler) -> Handler:
    """More than anything here needs is refused before a byte of it is read or written to a disk."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > settings.REQUEST_BYTES:
            limit = settings.REQUEST_BYTES >> 20
            return HttpResponse(render_to_string("413.html", {"limit": limit}), status=413)
        return get_response(request)

    return middleware


def read_only_get(get_response: Handler) -> Handler:
    """A GET cannot write: PostgreSQL refuses it, on every page, in production as in tests.

    A page that must note who looked appends a callable to `request.after_read`; the notes are written after the page
    is made and before it is handed over, so nobody sees what could not be noted.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.after_read = []  # type: ignore[attr-defined]
        if request.method not in {"GET", "HEAD"}:
            return get_response(request)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            response = get_response(request)
        for note in request.after_read:  # type: ignore[attr-defined]
            note()
        return response

    return middleware


SYSTEMS = "/api/"


def systems(get_response: Handler) -> Handler:
    """Other systems have a door of their own: they show a token, so that no session is opened, nobody signed in is looked
    for, and nothing else is done that only pages need."""

    def answer(request: HttpRequest) -> HttpResponse:
        match = request.resolver_match
        assert match is not None  # the door leads only to what was found
        return match.func(request, *match.args, **match.kwargs)  # type: ignore[no-any-return]

    door = read_only_get(cast(Handler, convert_exception_to_response(answer)))

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(SYSTEMS):
            return get_response(request)
        try:
            request.resolver_match = resolve(request.path_info)
        except Resolver404:
            return get_response(request)
        return door(request)

    return middleware
