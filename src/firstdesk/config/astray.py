"""An address that leads nowhere, is not for its reader, or only takes what a form sends: what happened and where to go next.

A page, or for htmx the words alone, where its page shows refusals.
"""

import inspect
from collections.abc import Callable, Mapping

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from firstdesk.common.middleware import refused_to_htmx, words_typed
from firstdesk.common.refusals import Refusal

Handler = Callable[[HttpRequest], HttpResponse]
READING = {"GET", "HEAD"}
SHORT = {
    400: _("The request could not be understood. Reload the page and try again; nothing was saved."),
    403: _("The post you act from does not allow this."),
    404: _("What this belongs to is gone, or not for your post. Reload the page."),
    405: _("This address only takes what a form sends. Nothing was done; reload the page."),
}
TOO_OLD = _("This page was open too long and the form was not accepted. Reload the page and send it again.")


@login_not_required
def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _answer(request, 400)


@login_not_required
def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 where nothing said more."""
    return _answer(request, 403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _answer(request, 404)


@login_not_required
def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is not the one this browser was given. Of a page of ours the way back, and what was written."""
    if _is_htmx(request):
        return refused_to_htmx(request, Refusal(TOO_OLD), 403)
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    context = {"back": back, "typed": words_typed(request)} if is_ours else {}
    return render(request, "403_csrf.html", context, status=403)


def sent_only(get_response: Handler) -> Handler:
    """405: an address without a page says to which page it belongs, instead of nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.content:
            return response
        is_read = request.method in READING
        back = page_above(request.path_info) if is_read else request.path_info
        told = _answer(request, 405, {"is_read": is_read, "back": back})
        told.headers["Allow"] = response.headers["Allow"]
        return told

    return middleware


def page_above(path: str) -> str:
    """The nearest page above an address: where the form stands that is sent to it. None but the start: ""."""
    parts = path.rstrip("/").split("/")
    while len(parts) > 2:
        parts.pop()
        above = "/".join(parts) + "/"
        try:
            if _is_read(resolve(above).func):
                return above
        except Resolver404:
            continue
    return ""


def _is_read(view: Callable[..., object] | None) -> bool:
    """Whether it takes a GET: no `require_POST` stands around it."""
    while inspect.isfunction(view):
        methods = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if methods is not None and "GET" not in methods:
            return False
        view = getattr(view, "__wrapped__", None)
    return True


def _is_htmx(request: HttpRequest) -> bool:
    """As the header says it: the token is looked at before `request.htmx` is there."""
    return request.headers.get("HX-Request") == "true"


def _answer(request: HttpRequest, status: int, context: Mapping[str, object] | None = None) -> HttpResponse:
    if _is_htmx(request):
        return refused_to_htmx(request, Refusal(SHORT[status]), status)
    return render(request, f"{status}.html", context, status=status)
