"""Inspections: their list, a new one, the checklist as it is filled, the unit's word, the signature; and visits."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.checks import forms, policies, services
from firstdesk.checks.models import Inspection
from firstdesk.checks.selectors import findings, sheets
from firstdesk.checks.selectors import inspections as found
from firstdesk.checks.selectors.reach import inspectors, kind_of, units_within
from firstdesk.checks.services import NewInspection, NewVisit
from firstdesk.checks.views.draws import given_in, sheet_in
from firstdesk.checks.views.shared import PAGE, READS, check_fresh, found_in, one_file
from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.regulations import selectors as regulations

P = Permission


@require_safe
@needs(*READS)
def listing(request: StaffRequest) -> HttpResponse:
    """Inspections around this person, newest first; what waits for them on top."""
    at = clock.now()
    page = Paginator(found.visible(request.acting), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": found.lines(list(page.object_list), at),
        "mine": found.mine(request.acting, at),
        "may_plan": request.acting.may(P.INSPECT),
        "at": at,
        "tab": "inspections",
    }
    return render(request, "checks/inspections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.INSPECT)
def new(request: StaffRequest) -> HttpResponse:
    """A new inspection: the form, and what was sent in it."""
    at, unit, status = clock.now(), request.acting.unit, 200
    form = _form(request, at)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                given = NewInspection(**form.cleaned_data)
                made = services.plan(unit, given, by=request.acting.actor, at=at)
                return SeeOther(reverse("checks:inspection", args=[made.pk]))
            except Refusal as refusal:
                form.show(refusal)
    return render(request, "checks/new_inspection.html", {"form": form, "tab": "inspections"}, status=status)


def _form(request: StaffRequest, at: datetime) -> forms.InspectionForm:
    unit = request.acting.unit
    subjects = sheets.subjects(regulations.current(at), kind_of(unit))
    start = {
        "inspector": request.acting.user.pk,
        "planned_on": clock.local(at).date(),
        "subject": request.GET.get("subject"),
    }
    return forms.InspectionForm(
        request.POST or None, initial=start, subjects=subjects, units=units_within(unit), people=inspectors(unit, at)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READS)
def inspection(request: StaffRequest, pk: int) -> HttpResponse:
    """One inspection: its checklist as it is filled, and what came of it."""
    row, at = found_in(found.visible(request.acting), pk), clock.now()
    form = sheet_in(request, sheets.of_inspection(row))
    status = 200
    if request.method == "POST":
        try:
            return _marked(request, row, form, at)
        except Refusal as refusal:
            status = refusal.status
            form.show(refusal)
    return render(request, "checks/inspection.html", _context(request, row, form, at), status=status)


def _context(request: StaffRequest, row: Inspection, form: forms.SheetForm, at: datetime) -> dict[str, object]:
    sent = request.POST if request.method == "POST" else {}
    fills = policies.fills(row, request.acting)
    return {
        "line": found.lines([row], at)[0],
        "inspection": row,
        "form": form,
        "findings": findings.of_inspection(row, at),
        "fills": fills,
        "is_alone": row.unit_id is None or row.mode == Inspection.Mode.OWN,  # nobody else is heard
        "speaks": policies.speaks_for(row, request.acting),
        "signs": policies.signs(row, request.acting),
        "waits": row.state == "handed" and not policies.is_word_over(row, at),
        "hand_form": forms.HandOverForm(sent if "hand" in sent else None),
        "word_form": forms.WordForm(),
        "sign_form": forms.SignForm(sent if "sign" in sent else None),
        "reason_form": forms.ReasonForm(),
        "at": at,
        "tab": "inspections",
    }


def _marked(request: StaffRequest, row: Inspection, form: forms.SheetForm, at: datetime) -> HttpResponse:
    """Kept; and handed over or signed with the same button press where that was asked for."""
    check_fresh(row, request)
    by = request.acting.actor
    services.mark(row, given_in(request, form, at), by=by, at=at)
    if "hand" in request.POST:
        services.hand_over(row, cleaned(forms.HandOverForm(request.POST))["word_by"], by=by, at=at)
        messages.success(request, _("Handed over; the unit has its word."))
    elif "sign" in request.POST:
        services.sign(row, **cleaned(forms.SignForm(request.POST)), by=by, at=at)
        messages.success(request, _("Signed."))
    else:
        messages.success(request, _("Kept."))
    return _back(request, row)


@require_POST
@needs(*READS)
def hear(request: StaffRequest, pk: int) -> HttpResponse:
    """The unit has its word."""
    row = _seen(request, pk)
    policies.check_speaks(row, request.acting)
    given = cleaned(forms.WordForm(request.POST))
    services.hear(row, given["word"], agrees=given["agrees"], by=request.acting.actor, at=clock.now())
    return _back(request, row)


@require_POST
@needs(P.INSPECT)
def sign(request: StaffRequest, pk: int) -> HttpResponse:
    """The inspector signs."""
    row = _seen(request, pk)
    services.sign(row, **cleaned(forms.SignForm(request.POST)), by=request.acting.actor, at=clock.now())
    messages.success(request, _("Signed."))
    return _back(request, row)


@require_POST
@needs(P.INSPECT)
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    row = _seen(request, pk)
    given = cleaned(forms.ReasonForm(request.POST))
    services.cancel(row, given["reason"], by=request.acting.actor, at=clock.now())
    return _back(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READS)
def visits(request: StaffRequest) -> HttpResponse:
    """Supervision from outside: what was said, and a form for the next."""
    may, form, status, at = request.acting.may(P.INSPECT), forms.VisitForm(request.POST or None), 200, clock.now()
    if request.method == "POST":
        status = 422
        policies.check_of_unit(request.acting.unit.pk, request.acting)
        if form.is_valid():
            try:
                given = NewVisit(**form.cleaned_data, file=one_file(request, at))
                services.note_visit(request.acting.unit, given, by=request.acting.actor, at=at)
                return SeeOther(reverse("checks:visits"))
            except Refusal as refusal:
                form.show(refusal)
    page = Paginator(found.visits(request.acting), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "may_note": may, "tab": "visits"}
    return render(request, "checks/visits.html", context, status=status)


def _seen(request: StaffRequest, pk: int) -> Inspection:
    row = found_in(found.visible(request.acting), pk)
    check_fresh(row, request)
    return row


def _back(request: StaffRequest, row: Inspection) -> HttpResponse:
    return lead_to(reverse("checks:inspection", args=[row.pk]), request)
