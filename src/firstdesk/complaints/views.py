"""Complaints: the list, and what is done on the page of one."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.complaints import forms, selectors, services
from firstdesk.complaints.models import Compensation, Complaint
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.matters.access import seen_matter
from firstdesk.matters.selectors import get_visible

P = Permission
PAGE = 50


@require_safe
@needs(P.READ_OWN, P.READ_SUBTREE)
def listing(request: StaffRequest) -> HttpResponse:
    """The complaints one may read, with what they cost; and the centre's figures."""
    at = clock.now()
    page = Paginator(selectors.visible(request.acting), PAGE).get_page(request.GET.get("page"))
    centre = request.acting.centre
    waiting, hidden = selectors.leaderless(request.acting, at)
    context = {
        "leaderless": waiting,
        "hidden": hidden,
        "page": page,
        "at": at,
        "kinds": dict(selectors.kinds(at)),
        "totals": selectors.totals(centre, at, request.acting.user) if centre else None,
        **selectors.CLAUSES,
    }
    return render(request, "complaints/list.html", context)


@require_POST
@needs(P.TRIAGE)
def open_(request: StaffRequest, number: str) -> HttpResponse:
    """Take it as a complaint. Whom it is about loses sight of it, so the list comes next."""
    matter, at = seen_matter(request, number), clock.now()
    staff = selectors.staff_of(matter, at)
    given = cleaned(forms.OpenForm(request.POST, kinds=selectors.kinds(at), people=staff))
    about = get_visible(given["about"].strip(), request.acting) if given["about"].strip() else None
    people = list(given["people"])
    opening = services.Opening(kind=given["kind"], about=about, people=people, phrase=given["phrase"])
    services.open_(matter, opening, by=request.acting.actor, at=at)
    return lead_to(reverse("complaints:list"), request)


@require_POST
@needs(P.REPLY)
def name(request: StaffRequest, number: str) -> HttpResponse:
    """Say whom it is about. It may be oneself, so that the list comes next."""
    complaint, at = _complaint(request, number), clock.now()
    form = forms.NameForm(request.POST, people=selectors.staff_of(complaint.matter, at))
    services.name(complaint, list(cleaned(form)["people"]), by=request.acting.actor, at=at)
    return lead_to(reverse("complaints:list"), request)


@require_POST
@needs(P.DECIDE, P.SUPERVISE)
def lead(request: StaffRequest, number: str) -> HttpResponse:
    """Lead it oneself: nobody of its centre may."""
    complaint = _complaint(request, number)
    services.lead(complaint, request.acting.user, by=request.acting.actor, at=clock.now())
    return _back(request, number)


@require_POST
@needs(P.REPLY)
def record(request: StaffRequest, number: str) -> HttpResponse:
    """Looked into, explained, protected."""
    complaint = _complaint(request, number)
    given = cleaned(forms.RecordForm(request.POST))
    services.record(complaint, **given, by=request.acting.actor, at=clock.now())
    return _back(request, number)


@require_POST
@needs(P.SETTLE)
def approve(request: StaffRequest, number: str) -> HttpResponse:
    """Agree to what the rule counted."""
    services.approve(_money(request, number), by=request.acting.actor, at=clock.now())
    return _back(request, number)


@require_POST
@needs(P.SETTLE)
def excuse(request: StaffRequest, number: str) -> HttpResponse:
    """Not paid, explained."""
    money = _money(request, number)
    services.excuse(money, **cleaned(forms.ReasonForm(request.POST)), by=request.acting.actor, at=clock.now())
    return _back(request, number)


@require_POST
@needs(P.SETTLE, P.REPLY)
def pay(request: StaffRequest, number: str) -> HttpResponse:
    """The person has it."""
    money = _money(request, number)
    services.pay(money, **cleaned(forms.VoucherForm(request.POST)), by=request.acting.actor, at=clock.now())
    return _back(request, number)


@require_POST
@needs(P.SETTLE, P.REPLY)
def decline(request: StaffRequest, number: str) -> HttpResponse:
    """The person does not want it."""
    services.decline(_money(request, number), by=request.acting.actor, at=clock.now())
    return _back(request, number)


def _complaint(request: StaffRequest, number: str) -> Complaint:
    complaint = selectors.complaint_of(seen_matter(request, number))
    if complaint is None:
        raise Http404
    return complaint


def _money(request: StaffRequest, number: str) -> Compensation:
    complaint = _complaint(request, number)
    money = Compensation.objects.select_related("complaint__matter__centre").filter(complaint=complaint).first()
    if money is None:
        raise Http404
    return money


def _back(request: StaffRequest, number: str) -> HttpResponse:
    return lead_to(reverse("workbench:matter", args=[number]), request)
