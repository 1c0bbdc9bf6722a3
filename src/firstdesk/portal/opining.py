"""Opinions of residents: written without a name; answers and improvements are public."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from firstdesk.checks import services
from firstdesk.checks.selectors import opinions
from firstdesk.checks.services import Voice
from firstdesk.common import clock
from firstdesk.common.http import SeeOther, form_secret
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import Unit
from firstdesk.directory.selectors import supervision_phone
from firstdesk.portal import throttle
from firstdesk.portal.forms import OpinionForm
from firstdesk.wall.selectors import places

SHOWN = 10


@login_not_required
def opinion(request: HttpRequest) -> HttpResponse:
    """The page of a centre's opinions; what was sent is kept, and a refused form comes back as it was."""
    at, centres = clock.now(), list(places.centres())
    if not centres:
        raise Http404
    asked = request.POST.get("centre", "") or request.GET.get("centre", "")
    centre = next((each for each in centres if each.code == asked), centres[0])
    form = OpinionForm(
        request.POST or None, initial={"centre": centre.code}, centres=[(each.code, each.name) for each in centres]
    )
    if request.method == "POST" and _sent(request, form, centre, at):
        messages.success(request, _("Thank you. It is read by the centre; what is answered stands on this page."))
        return SeeOther(f"{reverse('portal:opinions')}?centre={centre.code}")
    phone, of = supervision_phone(centre)
    context = {
        "form": form,
        "once": form_secret(request),
        "centre": centre,
        "phone": phone,
        "phone_of": of,
        "answered": opinions.published(centre)[:SHOWN],
        "summaries": [opinions.opened(each) for each in opinions.summaries(centre)[:2]],
    }
    return render(request, "portal/opinions.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, form: OpinionForm, centre: Unit, at: datetime) -> bool:
    if request.user.is_authenticated:
        raise NotAllowed(_("You are signed in as staff. Write the opinion down at the desk instead."))
    throttle.check(request, "opinion", limit=10, seconds=600, at=at)
    if not form.is_valid():
        return False
    try:
        given = form.cleaned_data
        services.receive(centre, Voice(text=given["text"], contact=given["contact"], once=form_secret(request)), at=at)
    except Refusal as refusal:
        form.show(refusal)
        return False
    return True
