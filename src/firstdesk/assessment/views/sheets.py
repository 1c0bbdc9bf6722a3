"""One sheet: figures with their formulas and records, remark, words, appeal, decision."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstdesk.assessment import forms, policies, services
from firstdesk.assessment.models import Sheet
from firstdesk.assessment.selectors import records, rules
from firstdesk.assessment.selectors import sheets as found
from firstdesk.assessment.views.shared import check_fresh
from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission

P = Permission
PAGE = 30


def _sheet(request: StaffRequest, pk: int) -> Sheet:
    sheet = found.sheets(request.acting).filter(pk=pk).first()
    if sheet is None:
        raise Http404
    return sheet


def _dimensions(sheet: Sheet) -> list[tuple[str, str]]:
    known = dict(rules.dimensions(sheet.round.unit, sheet.round.opened_at))
    return [(code, known.get(code, code)) for code in sheet.round.dimensions]


@require_safe
@needs()
def mine(request: StaffRequest) -> HttpResponse:
    """What is said of me, or of the unit I lead."""
    page = Paginator(found.mine(request.acting), PAGE).get_page(request.GET.get("page"))
    return render(request, "assessment/mine.html", {"page": page, "tab": "mine"})


@require_safe
@needs()
def sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """One sheet."""
    return _page(request, _sheet(request, pk))


def _page(request: StaffRequest, row: Sheet, judge: forms.JudgeForm | None = None, status: int = 200) -> HttpResponse:
    acting, today = request.acting, clock.local(clock.now()).date()
    concerned = found.is_concerned(row, acting)
    waits = row.state in {"open", "remarked"}
    appealable = row.state == "assessed" and row.appeal_until is not None and today <= row.appeal_until
    dimensions = _dimensions(row)
    context = {
        "sheet": row, "round": row.round, "lines": rules.lines(row), "concerned": concerned,
        "said": [(label, row.words.get(code, "")) for code, label in dimensions],
        "remark": forms.WordsForm() if concerned and row.state == "open" else None,
        "judge": judge or (forms.JudgeForm(dimensions=dimensions) if waits and policies.may_assess(row, acting) else None),
        "appeal_form": forms.WordsForm() if concerned and appealable else None,
        "appeal": getattr(row, "appeal", None),
        "decide": forms.AppealForm() if row.state == "appealed" and policies.may_decide(row, acting) else None,
        "since": found.began_within(row), "tab": "mine" if concerned else "rounds",
    }  # fmt: skip
    return render(request, "assessment/sheet.html", context, status=status)


@require_POST
@needs()
def remark(request: StaffRequest, pk: int) -> HttpResponse:
    """The own remark."""
    row = _sheet(request, pk)
    policies.check_concerned(row, request.acting)
    check_fresh(row, request)
    words = cleaned(forms.WordsForm(request.POST))["words"]
    services.remark(row, words, by=request.acting.actor, at=clock.now())
    messages.success(request, _("Your remark is there; the assessor reads it before writing."))
    return lead_to(reverse("assessment:sheet", args=[pk]), request)


@require_POST
@needs(P.ASSESS)
def assess(request: StaffRequest, pk: int) -> HttpResponse:
    """The assessor's words."""
    row = _sheet(request, pk)
    policies.check_assess(row, request.acting)
    form, status = forms.JudgeForm(request.POST, dimensions=_dimensions(row)), 422
    if form.is_valid():
        try:
            check_fresh(row, request)
            judged = services.Judged(words=form.words, grade=form.cleaned_data["grade"])
            services.assess(row, judged, by=request.acting.actor, at=clock.now())
            return SeeOther(reverse("assessment:sheet", args=[pk]))
        except Refusal as refusal:
            form.show(refusal)
            status = refusal.status
    return _page(request, row, form, status)


@require_POST
@needs()
def appeal(request: StaffRequest, pk: int) -> HttpResponse:
    """The one concerned asks for a second look."""
    row = _sheet(request, pk)
    policies.check_concerned(row, request.acting)
    check_fresh(row, request)
    words = cleaned(forms.WordsForm(request.POST))["words"]
    services.appeal(row, words, by=request.acting.actor, at=clock.now())
    messages.success(request, _("Your appeal is lodged; somebody else than the assessor decides it."))
    return lead_to(reverse("assessment:sheet", args=[pk]), request)


@require_POST
@needs(P.ASSESS, P.DECIDE)
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """The decision of an appeal."""
    row = _sheet(request, pk)
    policies.check_decide(row, request.acting)
    check_fresh(row, request)
    given = cleaned(forms.AppealForm(request.POST))
    services.settle_appeal(row, **given, by=request.acting.actor, at=clock.now())
    return lead_to(reverse("assessment:sheet", args=[pk]), request)


@require_safe
@needs()
def figure(request: StaffRequest, pk: int) -> HttpResponse:
    """A figure: its formula, and the records it counts."""
    row = found.visible_figures(request.acting).filter(pk=pk).first()
    if row is None:
        raise Http404
    line = rules.line(row.sheet.round, row)
    page = Paginator(records.in_order(row), PAGE).get_page(request.GET.get("page"))
    told = records.records(row, line, request.acting, list(page.object_list))
    context = {"sheet": row.sheet, "line": line, "told": told, "page": page, "tab": "rounds"}
    return render(request, "assessment/figure.html", context)
