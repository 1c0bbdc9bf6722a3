"""A party's page of their mediation, through their link alone, without an account. It names nothing they do not
know."""

from collections.abc import Callable
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
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, key_in
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.files import documents, serving
from firstdesk.mediation import calendar
from firstdesk.mediation.models import Copy, Failure, PartyLink
from firstdesk.mediation.selectors import link as links
from firstdesk.mediation.selectors.papers.own import own_paper
from firstdesk.mediation.services import link as verbs
from firstdesk.mediation.services.room import NewExhibit
from firstdesk.portal import asking, throttle
from firstdesk.portal.forms import ChallengeForm, ExhibitForm

Act = Callable[[PartyLink, datetime], object]
KNOCKS, SPAN = 40, 600  # times one address may send something in so many seconds
GONE = 410
TYPED = ("refusing", "withdrawing", "words", "reason", "kind", "title", "proves")  # comes back with a refusal


@login_not_required
@never_cache
@require_safe
def party(request: HttpRequest, token: str) -> HttpResponse:
    """Dates, rights, papers, promises of one party."""
    link = links.by_token(token)
    return _ended(request) if link.is_ended else _page(request, link, clock.now())


@login_not_required
@never_cache
@require_safe
def day(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A date for the calendar of the party's phone."""
    link = _live(token)
    session = next((each for each in links.sessions(link.party) if each.pk == pk), None)
    if session is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{link.party.case.number}.ics"'}
    return HttpResponse(
        calendar.appointment(session, clock.now()), content_type="text/calendar; charset=utf-8", headers=headers
    )


@login_not_required
@never_cache
@require_safe
def copy(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    """The party's own numbered copy of the agreement."""
    link = _live(token)
    found = Copy.objects.select_related("file").filter(pk=pk, party=link.party).first()
    if found is None:
        raise Http404
    return serving.respond(found.file)


@login_not_required
@never_cache
@require_safe
def paper(request: HttpRequest, token: str, kind: str, subject: int) -> HttpResponse:
    """A paper that is the party's own: what they were told, what they signed, what was agreed."""
    link = _live(token)
    made = own_paper(link.party, kind, subject)
    return documents.respond(made.pdf(), f"{made.draft.title}-{link.party.case.number}.pdf")


@login_not_required
@never_cache
@require_safe
def handed_in(request: HttpRequest, token: str, no: int) -> HttpResponseBase:
    """A piece of evidence the party handed in, as it is kept."""
    found = links.handed_in(_live(token).party).filter(no=no).first()
    if found is None:
        raise Http404
    return serving.respond(found.file)


@login_not_required
@never_cache
@require_POST
def know(request: HttpRequest, token: str) -> HttpResponse:
    """Rights and duties: read, and understood."""
    return _act(request, token, lambda link, at: verbs.know_rights(link, at=at), _("Noted: you know your rights."))


@login_not_required
@never_cache
@require_POST
def agree(request: HttpRequest, token: str) -> HttpResponse:
    """The party wants mediation."""
    return _act(request, token, lambda link, at: verbs.agree(link, at=at), _("Noted: you agree to be mediated."))


@login_not_required
@never_cache
@require_POST
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """The party does not want it; asked once more by a tick, since it ends."""

    def act(link: PartyLink, at: datetime) -> object:
        if request.POST.get("sure") != "yes":
            raise Refusal(_("Tick that you are sure: the mediation ends with it."))
        return verbs.refuse(link, request.POST.get("words", "")[:2000], at=at)

    return _act(request, token, act, _("The mediation has ended. The other ways stand below."))


@login_not_required
@never_cache
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever asked for mediation takes the application back; asked once more by a tick."""

    def act(link: PartyLink, at: datetime) -> object:
        if request.POST.get("sure") != "yes":
            raise Refusal(_("Tick that you are sure: the mediation ends with it."))
        return verbs.withdraw(link, at=at)

    return _act(request, token, act, _("The application is taken back. The other ways stand below."))


@login_not_required
@never_cache
@require_POST
def prefer(request: HttpRequest, token: str) -> HttpResponse:
    """Open or closed."""
    is_open = request.POST.get("open") == "yes"
    return _act(request, token, lambda link, at: verbs.prefer(link, is_open=is_open, at=at), _("Noted."))


@login_not_required
@never_cache
@require_POST
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Whom the party would have as mediator."""
    chosen = key_in(request.POST.get("mediator", "")) or 0
    return _act(request, token, lambda link, at: verbs.choose(link, chosen, at=at), _("Noted: your choice."))


@login_not_required
@never_cache
@require_POST
def accept(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """This mediator is fine."""
    return _act(request, token, lambda link, at: verbs.accept_mediator(link, pk, at=at), _("Noted: you agree."))


@login_not_required
@never_cache
@require_POST
def challenge(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Another mediator, please."""

    def act(link: PartyLink, at: datetime) -> object:
        reason = cleaned(ChallengeForm(request.POST))["reason"]
        return verbs.challenge(link, pk, reason, at=at)

    return _act(request, token, act, _("We have it. Somebody else than this mediator decides."))


@login_not_required
@never_cache
@require_POST
def evidence(request: HttpRequest, token: str) -> HttpResponse:
    """Photos and papers that show something."""

    def act(link: PartyLink, at: datetime) -> object:
        given = cleaned(ExhibitForm(request.POST))
        files = asking.receive(request, 0, at)
        if not files:
            raise Refusal(_("Choose at least one file."))
        for file in files:
            new = NewExhibit(party=link.party, file=file, **given)
            verbs.hand_in(link, new, at=at)
        return files

    return _act(request, token, act, _("We have it; whoever mediates sees it."))


@login_not_required
@never_cache
@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The party asks the court for confirmation, together with the other side."""
    agreement = key_in(request.POST.get("agreement", "")) or 0
    return _act(request, token, lambda link, at: verbs.join_confirmation(link, agreement, at=at), _("Noted: you join."))


def _ended(request: HttpRequest) -> HttpResponse:
    """Nothing of the case, whatever was sent: only that the committee gives a new link."""
    return render(request, "portal/party/ended.html", status=GONE)


def _live(token: str) -> PartyLink:
    link = links.by_token(token)
    if link.is_ended:
        raise Http404
    return link


def _act(request: HttpRequest, token: str, act: Act, thanks: str) -> HttpResponse:
    """One act of the party: counted, done, and the page again; a refusal comes back with what was typed."""
    at, link = clock.now(), links.by_token(token)
    if request.user.is_authenticated:
        raise NotAllowed(_("You are signed in as staff. This link is for the party; sign out to see it."))
    throttle.check(request, "party", limit=KNOCKS, seconds=SPAN, at=at)
    if link.is_ended:
        return _ended(request)
    try:
        act(link, at)
    except Refusal as refusal:
        return _page(request, links.by_token(token), at, refusal)
    messages.success(request, thanks)
    return SeeOther(reverse("portal:party", args=[token]))


def _page(request: HttpRequest, link: PartyLink, at: datetime, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "token": link.token,
        "desk": links.desk(link.party, at),
        "ways": Failure.Way.choices,
        "at": at,
        "refusal": refusal,
        "typed": {name: request.POST.get(name, "") for name in TYPED},
        "form": ExhibitForm(),
    }
    return render(request, "portal/party/page.html", context, status=refusal.status if refusal else 200)
