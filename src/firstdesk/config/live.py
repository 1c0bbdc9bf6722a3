"""The pulse of the house: every open page asks it all the time whether anything calls, at next to no cost.

It is answered before sessions, users and permissions are looked at, from a value each process reads three times a second at
most: two marks that only tell that something changed. A page proves by a signed word that it was given to somebody who
had signed in; what changed, the page then asks for under that person's own rights.
"""

import time
from collections.abc import Callable

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from firstdesk.workbench.selectors import live

PATH = "/live/pulse"
SALT = "firstdesk.pulse"
FRESH = 0.3  # seconds
HOURS = 13  # a little longer than a session
Handler = Callable[[HttpRequest], HttpResponse]
_last: list[tuple[float, str]] = [(float("-inf"), "")]


def mark() -> str:
    """The two marks, read anew three times a second at most."""
    now = time.monotonic()
    if now - _last[0][0] > FRESH:
        _last[0] = (now, "-".join(_veiled(each) for each in live.pulse()))
    return _last[0][1]


def _veiled(found: str) -> str:
    """That it changed, and not how many there are: some matters are for few."""
    return salted_hmac(SALT, found).hexdigest()[:16]


def last() -> str:
    """The marks as last read, maybe a moment ago, maybe never: a page may begin with them, it soon hears better."""
    return _last[0][1]


def word() -> str:
    """What a page given to somebody signed in may ask with."""
    return signing.TimestampSigner(salt=SALT).sign("page")


def pulse(get_response: Handler) -> Handler:
    """Answers 204 while nothing has changed since `was`, else the marks; 403 without the word of a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return _answer(request) if request.path == PATH else get_response(request)

    return middleware


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        signing.TimestampSigner(salt=SALT).unsign(request.headers.get("X-Pulse", ""), max_age=HOURS * 3600)
    except signing.BadSignature:
        return HttpResponse(status=403)
    found = mark()
    same = found == request.GET.get("was", "")
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(status=204, headers=headers) if same else HttpResponse(found, "text/plain", headers=headers)
