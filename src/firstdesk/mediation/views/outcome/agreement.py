"""The page of an agreement: written, fixed, opened again, signed, sealed, handed over."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.common.refusals import Conflict, Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import documents, serving
from firstdesk.mediation import policies, rows
from firstdesk.mediation.access import note_read, read_case, seen_case
from firstdesk.mediation.models import Agreement, Case, Copy
from firstdesk.mediation.selectors import drafting, outcome, papers
from firstdesk.mediation.services import outcome as verbs
from firstdesk.mediation.services.outcome import Sealing
from firstdesk.mediation.states import AgreementState
from firstdesk.mediation.terms import check, load
from firstdesk.mediation.views.outcome import forms
from firstdesk.mediation.views.outcome.common import base_of, editor
from firstdesk.mediation.views.outcome.signing import sign_one

P = Permission
READS, WORKS = (P.READ_OWN, P.READ_SUBTREE), (P.MEDIATE, P.DECIDE)
SIGNED = ("signer", "agent", "way", "strokes")  # what a refused signature is shown with again
WORDS = ("facts", "issues", "responsibility", "breach", "is_partial", "open_issues")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READS)
def agreement(request: StaffRequest, number: str) -> HttpResponse:
    """The agreement of a case as far as it is; a POST writes its draft."""
    if request.method != "POST":
        case = read_case(request.acting, number)
        request.after_read.append(lambda: note_read(case, request))
        return _page(request, case)
    case = read_case(request.acting, number)
    policies.check_works(case, request.acting)
    return _write(request, case)


def _write(request: StaffRequest, case: Case) -> HttpResponse:
    """Change the rows, look it over, or save; whatever is refused, everything typed stands there again."""
    form, typed, order = forms.TextForm(request.POST), rows.read(request.POST), request.POST.get("do", "save")
    try:
        if order not in {"save", "check"}:
            return _page(
                request, case, form=forms.TextForm(initial=request.POST.dict()), typed=rows.changed(typed, order)
            )
        text, clauses = cleaned_text(form), rows.clauses(typed)
        if order == "check":
            check(clauses, parties=[party.no for party in case.parties.all()], today=localdate(clock.now()))
            return _page(request, case, form=forms.TextForm(initial=request.POST.dict()), typed=typed)
        policies.check_seen(case, request.POST.get("seen", ""))
        verbs.draft(case, text, clauses, proposal=drafting.source(case), by=request.acting.actor, at=clock.now())
    except Refusal as refusal:
        return _page(request, case, form=forms.TextForm(initial=request.POST.dict()), typed=typed, refusal=refusal)
    return lead_to(reverse("mediation:agreement", args=[case.number]), request)


def cleaned_text(form: forms.TextForm) -> verbs.Text:
    """The words. Raises Refusal where one is too long."""
    cleaned(form)
    return form.text()


def _page(request: StaffRequest, case: Case, refusal: Refusal | None = None, **typed: object) -> HttpResponse:
    """Whatever state it is in."""
    at, row = clock.now(), drafting.current(case)
    is_new = row is None or (row.state == AgreementState.EFFECTIVE and row.is_partial)
    is_draft = is_new or (row is not None and row.state == AgreementState.DRAFT)
    context: dict[str, object] = {
        "case": case, "at": at, "works": policies.works(case, request.acting), "refusal": refusal, "row": row,
        "sent": {name: request.POST.get(name, "") for name in SIGNED}, "is_draft": is_draft, "may_draft": case.state in {"in_session", "agreed"},
    }  # fmt: skip
    if is_draft:
        context |= _drafting(case, None if is_new else row, typed)
    if row is not None:
        context |= _standing(row)
    status = refusal.status if refusal else 200
    return render(request, "mediation/outcome/agreement.html", context, status=status)


def _drafting(case: Case, row: Agreement | None, typed: dict[str, object]) -> dict[str, object]:
    """The editor: as typed, else as saved, else from what everybody accepted."""
    proposal = drafting.source(case)
    if row is not None:
        initial = {name: getattr(row, name) for name in WORDS}
        stored = rows.typed(outcome.clauses(row))
    else:
        initial = drafting.begun(case)
        stored = rows.typed(load(proposal.terms) if proposal else ())
    shown = typed.get("typed") or stored
    form = typed.get("form") or forms.TextForm(initial=initial)
    return {"form": form, "proposal": proposal, "is_first": row is None and not typed, **editor(case, shown)}  # type: ignore[arg-type]


def _standing(row: Agreement) -> dict[str, object]:
    """What is there, what is missing, who signed, which copies are out."""
    at = clock.now()
    is_draft = row.state == AgreementState.DRAFT
    return {
        "points": drafting.to_fix(row, at) if is_draft else drafting.to_take_effect(row, at),
        "differences": drafting.differences(row),
        "sentences": drafting.sentences(row),
        "amounts": drafting.sums(outcome.clauses(row)),
        "signers": drafting.signers(row, at),
        "copies": drafting.copies(row),
        "print_copies": range(1, row.copies + 1),
        "ways": forms.SignForm().fields["way"].choices,  # type: ignore[attr-defined]
    }


def _current(case: Case) -> Agreement:
    row = drafting.current(case)
    if row is None:
        raise Http404
    row.case = case
    return row


def _tried(request: StaffRequest, number: str, verb: object) -> HttpResponse:
    """Do it, and show the page again; a refusal stands on it, with everything else as it was. A page with scripts is left
    standing, and the refusal is put on it."""
    case = seen_case(request, number)
    row = _current(case)
    try:
        verb(row)  # type: ignore[operator]
    except Conflict:
        raise
    except Refusal as refusal:
        if request.htmx:
            raise
        return _page(request, read_case(request.acting, number), refusal=refusal)
    return lead_to(reverse("mediation:agreement", args=[number]), request)


@require_POST
@needs(*WORKS)
def fix(request: StaffRequest, number: str) -> HttpResponse:
    """Fix the text."""
    given = cleaned(forms.FixForm(request.POST))

    def verb(row: Agreement) -> None:
        verbs.fix(row, is_lawful=given["is_lawful"], base=base_of(request), by=request.acting.actor, at=clock.now())

    return _tried(request, number, verb)


@require_POST
@needs(*WORKS)
def open_again(request: StaffRequest, number: str) -> HttpResponse:
    """Back to a draft; signatures fall."""
    why = request.POST.get("why", "")[:200]
    return _tried(
        request, number, lambda row: verbs.unfreeze(row, why, by=request.acting.actor, at=clock.now())
    )  # fmt: skip


@require_POST
@needs(*WORKS)
def sign(request: StaffRequest, number: str) -> HttpResponse:
    """One signature."""
    return _tried(request, number, lambda row: sign_one(request, row))


@require_POST
@needs(*WORKS)
def seal(request: StaffRequest, number: str) -> HttpResponse:
    """The committee's seal: every copy at once."""
    given = cleaned(forms.SealForm(request.POST))
    sealing = Sealing(is_effect_told=given["is_effect_told"], base=base_of(request))
    return _tried(request, number, lambda row: verbs.seal(row, sealing, by=request.acting.actor, at=clock.now()))


@require_POST
@needs(*WORKS)
def deliver(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """A copy reached its party."""
    receipt = request.POST.get("receipt", "")[:120]

    def verb(row: Agreement) -> None:
        verbs.deliver(_copy(row.case, no), receipt, by=request.acting.actor, at=clock.now())

    return _tried(request, number, verb)


def _copy(case: Case, no: int) -> Copy:
    rows_ = Copy.objects.filter(agreement__case=case, no=no).select_related("file").order_by("-agreement")
    found = rows_.first()
    if found is None:
        raise Http404
    return found


@require_safe
@needs(*READS)
def copy(request: StaffRequest, number: str, no: int) -> HttpResponseBase:
    """One sealed copy."""
    case = read_case(request.acting, number)
    found = _copy(case, no)
    request.after_read.append(lambda: note_read(case, request))
    return serving.respond(found.file)


@require_safe
@needs(*READS)
def preview(request: StaffRequest, number: str) -> HttpResponseBase:
    """The paper as it stands; `copy` prints its number on it, for signing by hand. Sealed: the committee's own copy."""
    case = read_case(request.acting, number)
    row = _current(case)
    asked = request.GET.get("copy", "")
    no = int(asked) if asked.isdecimal() and 0 < int(asked[:3]) <= row.copies else 0
    request.after_read.append(lambda: note_read(case, request))
    if row.sealed_file is not None:
        return serving.respond(row.sealed_file)
    return documents.respond(papers.preview(row).pdf(copy=no), f"{row.number}.pdf")
