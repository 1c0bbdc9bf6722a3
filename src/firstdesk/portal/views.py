"""The public side: ask, follow, and the wall. Open to everybody."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.complaints.selectors import needs_leader
from firstdesk.directory.models import Unit
from firstdesk.directory.scope import Acting
from firstdesk.files import documents, serving
from firstdesk.followup import services as followup
from firstdesk.followup.models import Rating
from firstdesk.followup.selectors import LEVELS
from firstdesk.followup.services import Opinion
from firstdesk.intake.selectors.receipt import receipt
from firstdesk.intake.services.web import PORTAL
from firstdesk.matters import selectors as matters
from firstdesk.matters import services
from firstdesk.matters.models import Attachment, Matter
from firstdesk.matters.policies import check_open
from firstdesk.matters.states import State
from firstdesk.portal import asking, throttle
from firstdesk.portal.forms import AskForm, FindForm, RateForm
from firstdesk.portal.selectors import complaints
from firstdesk.portal.selectors import follow as following
from firstdesk.portal.selectors import rating as ratings
from firstdesk.regulations import selectors as regulations
from firstdesk.wall.selectors import places


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """What one can do here; a number with its key leads to its page."""
    form = FindForm(request.POST or None)
    if request.method == "POST":
        throttle.check(request, "find", limit=20, seconds=600, at=clock.now())
        if form.is_valid():
            if following.matches(form.cleaned_data["number"], form.cleaned_data["token"]):
                return SeeOther(_follow_url(form.cleaned_data["token"]))
            form.add_error(None, _("No request has this number and key together. Check both, letter by letter."))
    return render(
        request, "portal/home.html", {"form": form, "centres": places.centres()}, status=422 if form.errors else 200
    )


@login_not_required
def ask(request: HttpRequest) -> HttpResponse:
    """Register what a resident writes; refused fields come back with the clause that asks for them."""
    at = clock.now()
    centres = list(places.centres())
    form = AskForm(request.POST or None, centres=[(centre.code, centre.name) for centre in centres])
    centre = _chosen(centres, form.data.get("centre", ""), None)
    sheet = asking.sheet_of(request)
    if request.method == "POST":
        matter = asking.take(request, form, sheet, centre, at)
        if matter is not None:
            return SeeOther(reverse("portal:asked", args=[matter.token]))
    ahead = following.ahead(regulations.current(at), centre.centre_kind, at)
    context = {"form": form, "ahead": ahead, "sheet": sheet}
    return render(request, "portal/ask.html", context, status=sheet.status)


@login_not_required
@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Where a request stands. The token is the key: whoever has it may see this, and nothing of it names a person."""
    return render(request, "portal/follow.html", _followed(matters.by_token(token), clock.now()))


@login_not_required
@never_cache
@require_safe
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    """The short link of an answer, as it stands in a text message: to the follow page, where the answer is rated."""
    return SeeOther(_follow_url(ratings.matter_of_link(code).token) + "#rate")


@login_not_required
@never_cache
@require_POST
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """The person rates the answer, or says that it is not settled. Staff do not: it is the person's link."""
    at, matter = clock.now(), matters.by_token(token)
    if request.user.is_authenticated:
        raise NotAllowed(_("You are signed in as staff. This link is for the person who asked; sign out to see it."))
    throttle.check(request, "rate", limit=20, seconds=600, at=at)
    form = RateForm(request.POST)
    try:
        rating = followup.rate(matter, _opinion(form), at=at)
    except Refusal as refusal:
        typed = {"level": request.POST.get("level", ""), "words": request.POST.get("words", "")}
        context = _followed(matter, at) | {"refusal": refusal, "typed": typed}
        return render(request, "portal/follow.html", context, status=refusal.status)
    messages.success(request, _thanks(rating, matter))
    return SeeOther(_follow_url(token) + "#rate")


@login_not_required
@never_cache
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """Number and key, to be kept."""
    matter = matters.by_token(token)
    link = request.build_absolute_uri(_follow_url(token))
    at = clock.now()
    context = {"matter": matter, "link": link, "it": following.follow(matter), "at": at}
    return render(request, "portal/asked.html", context | {"leaderless": needs_leader(matter, at)})


@login_not_required
@never_cache
@require_POST
def add_files(request: HttpRequest, token: str) -> HttpResponse:
    """The person adds photos or papers to what they asked."""
    at, matter = clock.now(), matters.by_token(token)
    throttle.check(request, "files", limit=40, seconds=600, at=at)
    check_open(matter)
    if not request.FILES.getlist("files"):
        raise Refusal(_("Choose at least one file."))
    services.attach(matter, asking.receive(request, 0, at), to=services.Belonging(), by=PORTAL, at=at)
    if getattr(request, "htmx", False):
        return render(request, "portal/_files.html", _followed(matter, at))
    messages.success(request, _("We have it; whoever works on it sees it."))
    return SeeOther(_follow_url(token) + "#files")


@login_not_required
@never_cache
@require_safe
def file(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    """A file that came with the answer. What the person sent is listed and not handed out: a key may be lost."""
    matter = matters.by_token(token)
    found = matters.get_attachment(matter, pk)
    if found.part != Attachment.Part.REPLY or found.file is None or found.matter_id != matter.pk:
        raise Http404
    return serving.respond(found.file)


@login_not_required
@never_cache
@require_safe
def receipt_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt on paper."""
    matter = matters.by_token(token)
    made = receipt(matter, request.build_absolute_uri(_follow_url(token)), by_key=True)
    return documents.respond(made.made, made.name)


def _followed(matter: Matter, at: datetime) -> dict[str, object]:
    box = ratings.rating_box(matter, at)
    around: dict[str, object] = {
        "box": box,
        "levels": LEVELS,
        "loop": ratings.loop(matter),
        "typed": {"level": "", "words": ""},
    }
    around |= {"owed": complaints.owed(matter), "explanations": complaints.explanations(matter)}
    around |= {"leaderless": needs_leader(matter, at)}
    return {"it": following.follow(matter), "at": at, "papers": following.papers(matter)} | around


def _opinion(form: RateForm) -> Opinion:
    if not form.is_valid():
        raise Refusal(_("Choose one of the five."))
    opinion = form.opinion()
    if opinion.level is None and not form.cleaned_data["contest"]:
        raise Refusal(_("Choose one of the five, or say that it is not settled."))
    return opinion


def _thanks(rating: Rating, matter: Matter) -> str:
    if matter.state == State.TO_TRIAGE:
        return _("Thank you. It is taken up again, and somebody else takes care of it.")
    return _("Thank you. Your rating is kept; you can change it until the day shown below.")


def _follow_url(token: str) -> str:
    return reverse("portal:follow", args=[token.strip()])


def _chosen(centres: list[Unit], code: str, acting: Acting | None) -> Unit:
    """The centre asked for, else one's own, else the first. Raises Http404 where there is none."""
    if acting and acting.centre and not code:
        return acting.centre
    for centre in centres:
        if centre.code == code or not code:
            return centre
    raise Http404
