"""An agreement by word: entered in the register as it was said back to everybody; the register of the centre."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from firstdesk.common import clock
from firstdesk.common.http import lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.mediation import policies, rows
from firstdesk.mediation.access import note_read, read_case
from firstdesk.mediation.models import Case, Consent, Party
from firstdesk.mediation.selectors import drafting
from firstdesk.mediation.selectors.oral import register
from firstdesk.mediation.selectors.papers.common import called
from firstdesk.mediation.selectors.reading import readable
from firstdesk.mediation.services import case as case_verbs
from firstdesk.mediation.services import outcome as verbs
from firstdesk.mediation.services.case import Word
from firstdesk.mediation.terms import Clause, load
from firstdesk.mediation.views.outcome import forms
from firstdesk.mediation.views.outcome.agreement import cleaned_text
from firstdesk.mediation.views.outcome.common import editor

P = Permission
READS, WORKS = (P.READ_OWN, P.READ_SUBTREE), (P.MEDIATE, P.DECIDE)
PAGE = 50


@require_safe
@needs(*READS)
def listing(request: StaffRequest) -> HttpResponse:
    """The register of oral agreements: those one may read, and that there are others."""
    page = Paginator(register(request.acting), PAGE).get_page(request.GET.get("page"))
    mine = readable([row.case for row in page.object_list], request.acting)
    lines = [(row, row.case_id in mine) for row in page.object_list]
    return render(request, "mediation/outcome/register.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WORKS)
def oral(request: StaffRequest, number: str) -> HttpResponse:
    """Enter what was agreed by word."""
    case = read_case(request.acting, number)
    if request.method == "POST":
        policies.check_works(case, request.acting)
        return _enter(request, case)
    request.after_read.append(lambda: note_read(case, request))
    proposal = drafting.source(case)
    form = forms.OralForm(initial=drafting.begun(case), parties=_parties(case))
    return _page(request, case, form, rows.typed(load(proposal.terms) if proposal else ()))


def _enter(request: StaffRequest, case: Case) -> HttpResponse:
    typed, order = rows.read(request.POST), request.POST.get("do", "save")
    form = forms.OralForm(request.POST, parties=_parties(case))
    try:
        if order not in {"save", "check"}:
            return _page(request, case, _again(form, request), rows.changed(typed, order))
        text, clauses = cleaned_text(form), rows.clauses(typed)
        policies.check_seen(case, request.POST.get("seen", ""))
        with transaction.atomic():
            _agree(request, case, form, text, clauses)
    except Refusal as refusal:
        return _page(request, read_case(request.acting, case.number), _again(form, request), typed, refusal)
    return lead_to(reverse("mediation:case", args=[case.number]), request)


def _agree(
    request: StaffRequest, case: Case, form: forms.OralForm, text: verbs.Text, clauses: tuple[Clause, ...]
) -> None:
    by, at, given = request.acting.actor, clock.now(), form.cleaned_data
    parties = list(Party.objects.filter(case=case).order_by("no"))
    for party in parties:
        party.case = case
        if party.no in given["chosen_by"]:
            case_verbs.consent(party, Word(about=Consent.About.ORAL, is_given=True), by=by, at=at)
    confirmed = [party for party in parties if party.no in given["confirmed_by"]]
    spoken = verbs.Spoken(confirmed_by=confirmed, is_lawful=given["is_lawful"])
    verbs.agree_orally(case, text, clauses, spoken, by=by, at=at)


def _again(form: forms.OralForm, request: StaffRequest) -> forms.OralForm:
    lists = {name: request.POST.getlist(name) for name in ("confirmed_by", "chosen_by")}
    return forms.OralForm(initial=request.POST.dict() | lists, parties=list(form.fields["chosen_by"].choices))  # type: ignore[attr-defined]


def _parties(case: Case) -> list[tuple[int, str]]:
    return [(party.no, called(party)) for party in Party.objects.filter(case=case).order_by("no")]


def _page(
    request: StaffRequest, case: Case, form: forms.OralForm, typed: list[rows.TermRow], refusal: Refusal | None = None
) -> HttpResponse:
    context = {"case": case, "form": form, "refusal": refusal, "works": policies.works(case, request.acting)}
    status = refusal.status if refusal else 200
    return render(request, "mediation/outcome/oral.html", context | editor(case, typed), status=status)
