"""Write the answer to the person: choose a wording, change it, look at it, send it."""

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
from firstdesk.directory.roles import Permission
from firstdesk.followup.models import Reply
from firstdesk.matters.models import Matter
from firstdesk.matters.policies import check_seen
from firstdesk.matters.selectors import get_visible
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
        replying.answer(matter, _answer(request), by=request.acting, at=clock.now())
    except Refusal as refusal:
        return _shown(request, get_visible(number, request.acting), refusal)
    messages.success(request, _("Answered. The words are kept as they were sent."))
    return SeeOther(reverse("workbench:matter", args=[number]))


def _answer(request: StaffRequest) -> replying.Answer:
    chosen = [key for each in request.POST.getlist("to") if (key := key_in(each)) is not None]
    given = request.POST
    return replying.Answer(given.get("text", "")[:5000], given.get("way", ""), given.get("template", "")[:80], chosen)


def _shown(request: StaffRequest, matter: Matter, refusal: Refusal | None = None) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    unit, language = request.acting.centre or request.acting.unit, "en" if asked.get("lang") == "en" else "zh"
    kept = wording(unit, asked.get("code", ""))
    text, template = asked.get("text", ""), asked.get("template", "")
    if kept and (request.method != "POST" or asked.get("action") == "fill"):
        values = values_of(matter, clock.now(), language, request.build_absolute_uri("/"))
        text, template = fill(kept.words.text(language), values), kept.words.name
    context = {
        "matter": matter,
        "refusal": refusal,
        "is_stale": isinstance(refusal, Conflict),
        "wordings": wordings(unit, "reply"),
        "code": asked.get("code", ""),
        "lang": language,
        "text": text,
        "template": template,
        "way": asked.get("way", "portal"),
        "ways": Reply.Way.choices,
        "people": addressees(matter, request.acting),
        "chosen": asked.getlist("to"),
        "is_preview": asked.get("action") == "preview",
        "sent": sent_about(matter.pk),
    }
    return render(request, "workbench/reply.html", context, status=refusal.status if refusal else 200)
