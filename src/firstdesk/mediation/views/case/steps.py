"""A case begins, is taken on or not, and ends without agreement."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.matters.access import seen_matter
from firstdesk.matters.selectors import get_visible
from firstdesk.mediation import forms
from firstdesk.mediation.access import seen_case
from firstdesk.mediation.models import Case, Party
from firstdesk.mediation.services import case as verbs
from firstdesk.regulations import selectors as regulations

P = Permission
APPLIES = (P.MEDIATE, P.TRIAGE, P.HANDLE, P.DECIDE)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*APPLIES)
def apply(request: StaffRequest, number: str) -> HttpResponse:
    """Ask for mediation of a matter: the form, and what was sent in it."""
    matter = get_visible(number, request.acting)
    initial = {"kind": matter.topic, "facts": ""}
    if request.method != "POST":
        form = forms.ApplicationForm(initial=initial, kinds=_kinds())
        return render(
            request, "mediation/case/apply.html", {"form": form, "party": forms.PartyForm(), "matter": matter}
        )
    matter = seen_matter(request, number)
    form = forms.ApplicationForm(request.POST, kinds=_kinds())
    if form.is_valid():
        try:
            given = verbs.Application(**form.cleaned_data)
            case = verbs.apply(matter, given, by=request.acting.actor, at=clock.now())
            return SeeOther(reverse("mediation:case", args=[case.number]))
        except Refusal as refusal:
            form.show(refusal)
    return render(request, "mediation/case/apply.html", {"form": form, "matter": matter}, status=422)


@require_POST
@needs(P.MEDIATE, P.DECIDE)
def accept(request: StaffRequest, number: str) -> HttpResponse:
    """Take it on."""
    case = seen_case(request, number)
    given = cleaned(forms.AcceptForm(request.POST))
    verbs.accept(case, verbs.Acceptance(**given), by=request.acting.actor, at=clock.now())
    return back(request, case)


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
    verb = verbs.withdraw if form.cleaned_data["reason"] == "withdrawn" else verbs.fail
    verb(case, form.ending(), by=request.acting.actor, at=clock.now())
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


def party_of(case: Case, no: int) -> Party:
    """A party of the case, by its number; the case is the one the form saw."""
    party = Party.objects.get(case=case, no=no)
    party.case = case
    return party


def back(request: StaffRequest, case: Case) -> HttpResponse:
    """The page of the case again."""
    return lead_to(reverse("mediation:case", args=[case.number]), request)


def _kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    return regulations.topic_choices(regulations.current(clock.now()))
