"""A case is taken on or not, and ends without agreement."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.mediation import forms, policies, selectors
from firstdesk.mediation.access import party_of, read_case, seen_case
from firstdesk.mediation.models import Case
from firstdesk.mediation.selectors import acceptance
from firstdesk.mediation.services import case as verbs

P = Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.MEDIATE, P.DECIDE)
def accept(request: StaffRequest, number: str) -> HttpResponse:
    """What must be there before it is taken on, point by point; and taking it on."""
    if request.method != "POST":
        case = read_case(request.acting, number)
        policies.check_works(case, request.acting)
        initial = {"grade": case.grade, "is_on_the_spot": case.is_on_the_spot}
        return _acceptance(request, case, forms.AcceptForm(initial=initial))
    case, form = seen_case(request, number), forms.AcceptForm(request.POST)
    if form.is_valid():
        try:
            verbs.accept(case, verbs.Acceptance(**form.cleaned_data), by=request.acting.actor, at=clock.now())
            return back(request, case)
        except (Conflict, NotAllowed):
            raise
        except Refusal as refusal:
            form.show(refusal)
    return _acceptance(request, case, form, status=422)


def _acceptance(request: StaffRequest, case: Case, form: forms.AcceptForm, *, status: int = 200) -> HttpResponse:
    at = clock.now()
    facts = {**selectors.facts(case, at), "grade": str(form["grade"].value() or case.grade)}
    points = acceptance.points(case, facts)
    context = {
        "case": case,
        "at": at,
        "form": form,
        "points": [point for point in points if not point.is_ticked],
        "ticks": [point for point in points if point.is_ticked],
        "is_violence": any(point.item == "safety_checklist_done" for point in points),
        "clocks": selectors.running_clocks(case),
    }
    return render(request, "mediation/case/accept.html", context, status=status)


@require_POST
@needs(P.MEDIATE, P.DECIDE)
def decline(request: StaffRequest, number: str) -> HttpResponse:
    """Do not take it on."""
    case = seen_case(request, number)
    given = cleaned(forms.DeclineForm(request.POST))
    verbs.decline(case, verbs.Decline(**given), by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(P.MEDIATE, P.DECIDE)
def fail(request: StaffRequest, number: str) -> HttpResponse:
    """End without agreement."""
    case = seen_case(request, number)
    form = forms.EndingForm(request.POST)
    cleaned(form)
    verbs.fail(case, form.ending(), by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(P.MEDIATE, P.DECIDE)
def withdraw(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Whoever asked for mediation takes the application back: it ends as that."""
    case = seen_case(request, number)
    form = forms.RefusalForm(request.POST)
    cleaned(form)
    verbs.withdraw(party_of(case, no), form.ending("withdrawn"), by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(P.MEDIATE, P.DECIDE)
def refuse(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """A party refuses: it ends at once."""
    case = seen_case(request, number)
    form = forms.RefusalForm(request.POST)
    cleaned(form)
    verbs.refuse(party_of(case, no), form.ending("refused"), by=request.acting.actor, at=clock.now())
    return back(request, case)


def back(request: StaffRequest, case: Case) -> HttpResponse:
    """The page of the case again."""
    return lead_to(reverse("mediation:case", args=[case.number]), request)
