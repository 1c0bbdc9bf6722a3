"""Write the answer to the person: choose a wording, change it, look at it, send it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstdesk.common import clock
from firstdesk.common.http import SeeOther, key_in
from firstdesk.common.refusals import Conflict, Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.followup.models import Reply
from firstdesk.matters.access import for_the_person
from firstdesk.matters.models import Matter
from firstdesk.matters.policies import check_seen
from firstdesk.matters.selectors import get_visible, showable
from firstdesk.notices.selectors.outbox import sent_about
from firstdesk.notices.selectors.templates import wording, wordings
from firstdesk.notices.wording import fill
from firstdesk.workbench.selectors.wordings import addressees, values_of
from firstdesk.workbench.services import replying


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REPLY)
def compose(request: StaffRequest, number: str) -> HttpResponse:
    """The page; a POST shows the preview or sends. Refused, the words are still there."""
    matter = get_visible(number, request.acting)
    if request.method != "POST" or request.POST.get("action") != "send":
        return _shown(request, matter)
    try:
        check_seen(matter, request.POST.get("seen", ""))
        at = clock.now()
        replying.answer(matter, _answer(request, matter, at), by=request.acting, at=at)
    except Refusal as refusal:
        return _shown(request, get_visible(number, request.acting), refusal)
    messages.success(request, _("Answered. The words are kept as they were sent."))
    return SeeOther(reverse("workbench:matter", args=[number]))


def _answer(request: StaffRequest, matter: Matter, at: datetime) -> replying.Answer:
    chosen = [key for each in request.POST.getlist("to") if (key := key_in(each)) is not None]
    given, files = request.POST, for_the_person(request, matter, at)
    words = (given.get("text", "")[:5000], given.get("way", ""), given.get("template", "")[:80])
    return replying.Answer(*words, to=chosen, files=files)


def _shown(request: StaffRequest, matter: Matter, refusal: Refusal | None = None) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    context = {
        "matter": matter,
        "refusal": refusal,
        "is_stale": isinstance(refusal, Conflict),
        "wordings": wordings(_unit(request), "reply"),
        "code": asked.get("code", ""),
        "lang": _language(request),
        "way": asked.get("way", "portal"),
        "ways": Reply.Way.choices,
        "people": addressees(matter, request.acting),
        "chosen": asked.getlist("to"),
        "showable": showable(matter),
        "shown": asked.getlist("show"),
        "is_preview": asked.get("action") == "preview",
        "sent": sent_about(matter.pk),
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/reply.html", context | _words(request, matter), status=status)


def _words(request: StaffRequest, matter: Matter) -> dict[str, str]:
    """What was typed; on arriving, what was chosen, filled from the matter."""
    if request.method == "POST":
        return {"text": request.POST.get("text", ""), "template": request.POST.get("template", "")}
    kept = wording(_unit(request), request.GET.get("code", ""))
    if kept is None:
        return {"text": "", "template": ""}
    values = values_of(matter, clock.now(), _language(request), request.build_absolute_uri("/"))
    return {"text": fill(kept.words.text(_language(request)), values), "template": kept.words.name}


def _language(request: StaffRequest) -> str:
    return "en" if "en" in {request.GET.get("lang"), request.POST.get("lang")} else "zh"


def _unit(request: StaffRequest) -> Unit:
    """Whose wordings: those of the centre one acts for."""
    return request.acting.centre or request.acting.unit
