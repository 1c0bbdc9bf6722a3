"""The JSON interface: one description (OpenAPI 3.1), one way to say what was refused."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from firstdesk.common.refusals import Refusal
from firstdesk.intake.api import Bearer
from firstdesk.intake.api import router as reports

api = NinjaAPI(
    title="Firstdesk",
    version="1",
    urls_namespace="api",
    description="Reports from other systems to a centre. Each system has a token, given by the administrator of its unit.",
    docs_url=None,  # the page that Ninja offers loads from elsewhere
    auth=Bearer(),
)
api.add_router("", reports)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What was refused, why, and what to do."""
    details = [
        {"field": each.field, "message": str(each.message), "clauses": list(each.clauses)} for each in refusal.details
    ]
    return api.create_response(request, {"message": str(refusal.message), "details": details}, status=refusal.status)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The body or a header is not of the described shape."""
    details = [
        {"field": ".".join(str(step) for step in each["loc"]), "message": each["msg"], "clauses": []}
        for each in error.errors
    ]
    message = _("Nothing was saved: the request is not of the described shape.")
    return api.create_response(request, {"message": message, "details": details}, status=422)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No token, or none in use."""
    message = _("Send a token in use: Authorization: Bearer …. The administrator of your unit gives one.")
    return api.create_response(request, {"message": message, "details": []}, status=401)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """No JSON at all."""
    return api.create_response(request, {"message": str(error), "details": []}, status=error.status_code)


def urls() -> list[URLPattern]:
    """The addresses; who may use them is a matter of tokens, not of signing in."""
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    for pattern in patterns:
        pattern.callback = login_not_required(pattern.callback)
    return patterns
