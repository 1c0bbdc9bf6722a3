"""A resident complains of how we kept our word: about one matter, or about none."""

import secrets
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.complaints.selectors import kinds
from firstdesk.directory.models import Unit
from firstdesk.matters import selectors as matters
from firstdesk.matters.models import Matter
from firstdesk.portal import services, throttle
from firstdesk.portal.forms import ComplainForm
from firstdesk.portal.selectors import complaints
from firstdesk.wall.selectors import places


@login_not_required
def complain(request: HttpRequest) -> HttpResponse:
    """About no matter in particular: manner, a promise, a closed door."""
    return _page(request, None)


@login_not_required
@never_cache
def complain_about(request: HttpRequest, token: str) -> HttpResponse:
    """About one matter, from its follow page."""
    return _page(request, matters.by_token(token))


def _page(request: HttpRequest, about: Matter | None) -> HttpResponse:
    at = clock.now()
    centres = [about.centre] if about else list(places.centres())
    form = ComplainForm(
        request.POST or None,
        initial={"centre": request.GET.get("centre", ""), "once": secrets.token_urlsafe(24)},
        centres=[(centre.code, centre.name) for centre in centres],
        kinds=kinds(at),
    )
    if request.method == "POST":
        if request.user.is_authenticated:
            raise NotAllowed(_("You are signed in as staff. Register the complaint at the desk instead."))
        throttle.check(request, "complain", limit=10, seconds=600, at=at)
        if form.is_valid():
            try:
                return SeeOther(reverse("portal:asked", args=[_sent(form, centres, about, at).token]))
            except Refusal as refusal:
                form.show(refusal)
    promises, money = complaints.promised(centres[0], at) if centres else ((), ())
    context = {"form": form, "about": about, "promises": promises, "money": money}
    return render(request, "portal/complain.html", context, status=422 if form.errors else 200)


def _sent(form: ComplainForm, centres: list[Unit], about: Matter | None, at: datetime) -> Matter:
    given = {name: value for name, value in form.cleaned_data.items() if name != "centre"}
    centre = next(each for each in centres if each.code == form.cleaned_data["centre"])
    return services.complain(services.Grievance(centre=centre, about=about, **given), at=at)
