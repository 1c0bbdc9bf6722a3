"""While the database is away (being started again, recovering) whoever asks is told so, and to ask again in a moment."""

import sys

import psycopg
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error

AGAIN_IN = 5  # seconds
CONNECTION, ENDED, FULL = (
    "08",
    "57P",
    "53300",
)  # of SQLSTATE: the connection broke, the server goes or comes, no place free
FORM = "application/x-www-form-urlencoded"


def is_away(error: BaseException | None) -> bool:
    """The database could not be asked at all; a statement that it refused is another matter."""
    if isinstance(error, InterfaceError):
        return True
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    if not isinstance(cause, psycopg.OperationalError):
        return False
    return cause.sqlstate is None or cause.sqlstate.startswith((CONNECTION, ENDED, FULL))


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """What is answered when something broke: 503 and when to ask again where it was the database, else 500."""
    if not is_away(sys.exc_info()[1]):
        return server_error(request)
    response = _to_systems() if request.path.startswith("/api/") else _to_people(request)
    response.headers["Retry-After"] = str(AGAIN_IN)
    response.headers["Cache-Control"] = "no-store"
    return response


def _to_systems() -> HttpResponse:
    message = _("The database is being started again. Send the same once more in a few seconds, under the same key.")
    return JsonResponse({"message": message, "details": []}, status=503)


def _to_people(request: HttpRequest) -> HttpResponse:
    typed = _typed(request)
    told = {"seconds": AGAIN_IN, "again": request.method == "GET", "typed": typed, "path": request.get_full_path()}
    return HttpResponse(render_to_string("503.html", told), status=503)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form that could not be taken, to be sent again from the page; never a password."""
    if request.method != "POST" or request.content_type != FORM or request.path.startswith("/accounts/"):
        return []
    try:
        return [(name, value) for name, values in request.POST.lists() for value in values]
    except UnreadablePostError:
        return []
