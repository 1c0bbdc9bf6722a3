"""The wall on a large screen: it turns its pages by itself, and stays when the network is gone."""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.directory.selectors import supervision_phone
from firstdesk.regulations import selectors as regulations
from firstdesk.wall.selectors.slides import SECONDS
from firstdesk.wall.views import drawn
from firstdesk.wall.views.around import named

WORKER = Path(__file__).parents[1] / "static" / "wall" / "worker.js"


@login_not_required
@require_safe
def kiosk(request: HttpRequest, centre: str) -> HttpResponse:
    """Always what everybody may read: it hangs in a hall."""
    at, unit = clock.now(), named(centre)
    asked = drawn.Asked(unit, request.GET.get("regulation", ""), "", get_language() or "")
    slides = drawn.slides(regulations.current(at), asked, at, f"{request.get_host()}{reverse('wall:wall')}")
    context = {"centre": unit, "slides": slides, "phone": supervision_phone(unit), "seconds": SECONDS}
    return render(request, "wall/kiosk.html", context)


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page when the network is gone; a worker rules only what lies beneath its own address."""
    return HttpResponse(
        WORKER.read_bytes(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )
