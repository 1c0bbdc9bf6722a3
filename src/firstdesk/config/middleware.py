"""What holds for every request, whatever the page."""

from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

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
