"""Light or dark: as the system says, or as this person chose on this device. Kept in a cookie that says nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from firstdesk.common.http import SeeOther

COOKIE = "firstdesk_theme"
THEMES = ("light", "dark")  # anything else: as the system says
YEAR = 365 * 86400


def chosen(request: HttpRequest) -> str:
    """What the person chose; empty: as the system says."""
    theme = request.COOKIES.get(COOKIE, "")
    return theme if theme in THEMES else ""


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page; with the script of the pages this happens without leaving it."""
    theme, back = request.POST.get("theme", ""), request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = SeeOther(back if is_ours else "/")
    if theme in THEMES:
        response.set_cookie(COOKIE, theme, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
