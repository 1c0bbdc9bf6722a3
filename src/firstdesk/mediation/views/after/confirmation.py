"""Confirmation by a court: asked for together, in time; what the court said and when."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import key_in, lead_to
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.files import services as files
from firstdesk.files import serving
from firstdesk.mediation import policies
from firstdesk.mediation.access import note_read, read_case, seen_case
from firstdesk.mediation.models import Agreement, Case, Confirmation, Party
from firstdesk.mediation.selectors import after, court
from firstdesk.mediation.services import after as verbs
from firstdesk.mediation.services.after import Decision
from firstdesk.mediation.views.after import forms
from firstdesk.mediation.views.after.promises import READS, WORKS, reach_forms


@require_safe
@needs(*READS)
def confirmation(request: StaffRequest, number: str) -> HttpResponse:
    """How far the confirmation is: by when, who joined, which papers, what the court said."""
    at = clock.now()
    case = read_case(request.acting, number)
    more = {
        "works": policies.works(case, request.acting),
        "court_form": forms.CourtForm(),
        "day_form": forms.DayForm(),
        "decision_form": forms.DecisionForm(),
        "turned_away_form": forms.TurnedAwayForm(),
        "reach_forms": reach_forms(case),
    }
    shown = court.page(case, at, _wanted(request))
    more["more_form"] = forms.MoreForm(initial={"days": shown["more_at_most"] or None})
    request.after_read.append(lambda: note_read(case, request))
    return render(request, "mediation/after/confirmation.html", shown | more)


@require_POST
@needs(*WORKS)
def prepare(request: StaffRequest, number: str) -> HttpResponse:
    """Get it ready."""
    case = seen_case(request, number)
    given = cleaned(forms.CourtForm(request.POST))
    agreement = _agreement(request, case)
    verbs.prepare_confirmation(agreement, given["court"], by=request.acting.actor, at=clock.now())
    return _back(request, case)


@require_POST
@needs(*WORKS)
def join(request: StaffRequest, number: str) -> HttpResponse:
    """A party asks for it, too."""
    case = seen_case(request, number)
    given = cleaned(forms.JoinForm(request.POST))
    party = Party.objects.filter(case=case, no=given["party"]).first()
    if party is None:
        raise Http404
    verbs.join_confirmation(_row(request, case), party, way=given["way"], by=request.acting.actor, at=clock.now())
    return _back(request, case)


@require_POST
@needs(*WORKS)
def file(request: StaffRequest, number: str) -> HttpResponse:
    """Handed to the court."""
    case = seen_case(request, number)
    given = cleaned(forms.DayForm(request.POST))
    verbs.file_confirmation(_row(request, case), on=given["on"], by=request.acting.actor, at=clock.now())
    return _back(request, case)


@require_POST
@needs(*WORKS)
def accept(request: StaffRequest, number: str) -> HttpResponse:
    """The court took it on."""
    case = seen_case(request, number)
    given = cleaned(forms.DayForm(request.POST))
    verbs.accept_confirmation(_row(request, case), on=given["on"], by=request.acting.actor, at=clock.now())
    return _back(request, case)


@require_POST
@needs(*WORKS)
def prolong(request: StaffRequest, number: str) -> HttpResponse:
    """The court gave itself more time."""
    case = seen_case(request, number)
    given = cleaned(forms.MoreForm(request.POST))
    verbs.prolong_confirmation(_row(request, case), given["days"], by=request.acting.actor, at=clock.now())
    return _back(request, case)


@require_POST
@needs(*WORKS)
def decide(request: StaffRequest, number: str) -> HttpResponse:
    """What the court decided."""
    case, at = seen_case(request, number), clock.now()
    given = cleaned(forms.DecisionForm(request.POST, request.FILES))
    upload = given.pop("paper")
    paper = files.store_one(upload, by=request.acting.actor, at=at)
    verbs.decide_confirmation(_row(request, case), Decision(paper=paper, **given), by=request.acting.actor, at=at)
    return _back(request, case)


@require_POST
@needs(*WORKS)
def drop(request: StaffRequest, number: str) -> HttpResponse:
    """The parties do not go on with it."""
    case = seen_case(request, number)
    verbs.drop_confirmation(_row(request, case), by=request.acting.actor, at=clock.now())
    return _back(request, case)


@require_safe
@needs(*READS)
def decision(request: StaffRequest, number: str) -> HttpResponseBase:
    """The decision as it was scanned."""
    case = read_case(request.acting, number)
    row = _row(request, case)
    if row.paper is None:
        raise Http404
    request.after_read.append(lambda: note_read(case, request))
    return serving.respond(row.paper)


def _wanted(request: StaffRequest) -> int:
    """Which agreement the page is about; 0: the newest."""
    return key_in(request.GET.get("agreement", "")) or 0


def _agreement(request: StaffRequest, case: Case) -> Agreement:
    agreement = court.agreement_of(case, _wanted(request))
    if agreement is None:
        raise Http404
    agreement.case = case
    return agreement


def _row(request: StaffRequest, case: Case) -> Confirmation:
    row = after.confirmation_of(case, _agreement(request, case))
    if row is None:
        raise Http404
    row.agreement.case = case
    return row


def _back(request: StaffRequest, case: Case) -> HttpResponse:
    more = f"?agreement={_wanted(request)}" if _wanted(request) else ""
    return lead_to(reverse("mediation:confirmation", args=[case.number]) + more, request)
