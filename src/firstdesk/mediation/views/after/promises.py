"""What was promised: kept, let go, urged; visits; the end of the case."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import services as files
from firstdesk.files import serving
from firstdesk.mediation import policies
from firstdesk.mediation.access import note_read, party_of, read_case, seen_case
from firstdesk.mediation.models import Case, Party, Promise
from firstdesk.mediation.selectors import after
from firstdesk.mediation.selectors.titles import party_title
from firstdesk.mediation.services import after as verbs
from firstdesk.mediation.services.after import Found, Proof, Reached
from firstdesk.mediation.states import CaseState
from firstdesk.mediation.views.after import forms

P = Permission
READS, WORKS = (P.READ_OWN, P.READ_SUBTREE), (P.MEDIATE, P.DECIDE)


@require_safe
@needs(*READS)
def performance(request: StaffRequest, number: str) -> HttpResponse:
    """What was promised and what became of it, for those who may read the case."""
    at = clock.now()
    case = read_case(request.acting, number)
    shown = after.page(case, request.acting, at)
    parties = [(party.no, party_title(party)) for party in Party.objects.filter(case=case).order_by("no")]
    more = {
        "works": policies.works(case, request.acting),
        "proof_form": forms.ProofForm(handed_in=after.handed_in(case)),
        "release_form": forms.ReleaseForm(),
        "urge_form": forms.UrgeForm(),
        "visit_form": forms.VisitForm(parties=parties, initial=_expected(case)),
        "reach_forms": reach_forms(case),
    }
    request.after_read.append(lambda: note_read(case, request))
    return render(request, "mediation/after/performance.html", shown | more)


@require_POST
@needs(*WORKS)
def keep(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Performed, with what shows it."""
    case, at = seen_case(request, number), clock.now()
    shown = after.handed_in(case)
    given = cleaned(forms.ProofForm(request.POST, request.FILES, handed_in=shown))
    promise = _promise(case, pk)
    upload, no = given.pop("file"), given.pop("exhibit", None)
    chosen = next((each.file for each in shown if each.no == no), None)
    kept = files.store(upload, by=request.acting.actor, at=at) if upload else chosen
    verbs.keep(promise, Proof(file=kept, **given), by=request.acting.actor, at=at)
    return back(request, case)


@require_POST
@needs(*WORKS)
def release(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """The other side lets it go."""
    case = seen_case(request, number)
    given = cleaned(forms.ReleaseForm(request.POST))
    verbs.release(_promise(case, pk), given["words"], by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def urge(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Reminded, urged, told of the court."""
    case, at, by = seen_case(request, number), clock.now(), request.acting.actor
    given = cleaned(forms.UrgeForm(request.POST))
    promise = _promise(case, pk)
    tell = verbs.urge_by_message if given["by_message"] else verbs.urge
    tell(promise, given["kind"], given["words"], by=by, at=at)
    return back(request, case)


@require_POST
@needs(*WORKS)
def visit(request: StaffRequest, number: str) -> HttpResponse:
    """Looked after a party."""
    case = seen_case(request, number)
    people = {party.no: party for party in Party.objects.filter(case=case)}
    given = cleaned(forms.VisitForm(request.POST, parties=[(no, party_title(each)) for no, each in people.items()]))
    party = people[given.pop("party")]
    party.case = case
    verbs.visit(party, Found(**given), by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def close(request: StaffRequest, number: str) -> HttpResponse:
    """Nothing is left to do."""
    case = seen_case(request, number)
    verbs.close(case, by=request.acting.actor, at=clock.now())
    return lead_to(reverse("mediation:case", args=[case.number]), request)


@require_safe
@needs(*READS)
def proof(request: StaffRequest, number: str, pk: int) -> HttpResponseBase:
    """The receipt or photo; that somebody looked is noted."""
    case = read_case(request.acting, number)
    promise = _promise(case, pk)
    if promise.proof is None:
        raise Http404
    request.after_read.append(lambda: note_read(case, request))
    return serving.respond(promise.proof)


@require_POST
@needs(*WORKS)
def reach(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Where a party is reached, and the number a court asks for."""
    case = seen_case(request, number)
    given = cleaned(forms.ReachForm(request.POST))
    verbs.reach(party_of(case, no), Reached(**given), by=request.acting.actor, at=clock.now())
    return lead_to(reverse(PAGES.get(request.POST.get("back", ""), PAGES["performance"]), args=[number]), request)


PAGES = {"performance": "mediation:performance", "confirmation": "mediation:confirmation"}


def reach_forms(case: Case) -> list[tuple[int, str, forms.ReachForm]]:
    """One for each party, with what is known."""
    names = ("phone", "address", "id_number")
    rows = Party.objects.filter(case=case).order_by("no")
    return [
        (row.no, party_title(row), forms.ReachForm(initial={name: getattr(row, name) for name in names}))
        for row in rows
    ]


@require_safe
@needs(*READS)
def handed_in(request: StaffRequest, number: str, no: int) -> HttpResponseBase:
    """What a party handed in since the agreement; that somebody looked is noted."""
    case = read_case(request.acting, number)
    found = next((each for each in after.handed_in(case) if each.no == no), None)
    if found is None or found.file is None:
        raise Http404
    request.after_read.append(lambda: note_read(case, request, "evidence"))
    return serving.respond(found.file)


def _expected(case: Case) -> dict[str, str]:
    """What a visit most likely finds: of a performed case nothing is still to fall due."""
    return {"is_performed": "yes"} if case.state == CaseState.PERFORMED else {}


def _promise(case: Case, pk: int) -> Promise:
    found = after.promised(case).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def back(request: StaffRequest, case: Case) -> HttpResponse:
    """The page of performance again."""
    return lead_to(reverse("mediation:performance", args=[case.number]), request)
