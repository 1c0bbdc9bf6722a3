"""Who is on duty here, for everybody; and the yes of each who is named."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.wall.selectors import officers as found
from firstdesk.wall.services import officers as services
from firstdesk.wall.views.around import named


@login_not_required
@never_cache
@require_safe
def on_duty(request: HttpRequest, centre: str) -> HttpResponse:
    """Name, number and where to complain, of those who agreed."""
    at, unit = clock.now(), named(centre)
    context = {"centre": unit, "lines": found.on_duty(unit, at), "phone": found.phone(unit), "at": at}
    return render(request, "wall/on_duty.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def own(request: StaffRequest) -> HttpResponse:
    """Whether I am named while I am on duty: my own choice."""
    acting = request.acting
    if request.method == "POST":
        verb = services.withdraw if request.POST.get("leaves") else services.agree
        verb(acting.unit, by=acting.actor, at=clock.now())
        messages.success(request, _("Your choice is entered."))
        return SeeOther(reverse("wall:officers"))
    return render(request, "wall/officers.html", {"agreed": found.has_agreed(acting), "centre": acting.centre})
