"""The annual plan."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.training import forms, policies, services
from firstdesk.training.models import Plan
from firstdesk.training.selectors import choices
from firstdesk.training.selectors import courses as found
from firstdesk.training.views.shared import check_fresh, line_of, plan_of, year_in

P = Permission


def _form(centre: Unit, request: StaffRequest, data: object = None) -> forms.LineForm:
    at = clock.now()
    return forms.LineForm(data, subjects=choices.all_subjects(centre, at), posts=choices.posts_of(centre))


def _page(
    request: StaffRequest, plan: Plan | None, year: int, form: forms.LineForm | None = None, status: int = 200
) -> HttpResponse:
    centre, at = policies.centre_of(request.acting), clock.now()
    today = clock.local(at).date()
    trains = policies.trains(request.acting, centre)
    context = {
        "centre": centre, "plan": plan, "year": year, "years": [today.year - 1, today.year, today.year + 1],
        "lines": found.lines_of(plan, at) if plan else [],
        "form": form or (_form(centre, request) if trains and plan and plan.state == "draft" else None),
        "is_bound": form is not None, "trains": trains, "decides": policies.decides(request.acting, centre),
        "reached": found.reached(centre, today.replace(year=year, month=1, day=1), today.replace(year=year, month=12, day=31)),
        "duty": found.duty_of(centre, year, at), "tab": "plan",
    }  # fmt: skip
    return render(request, "training/plan.html", context, status=status)


@require_safe
@needs()
def plan(request: StaffRequest) -> HttpResponse:
    """The plan of a year, month by month, with what came of it."""
    centre = policies.centre_of(request.acting)
    year = year_in(request.GET.get("year", ""), clock.local(clock.now()).year)
    return _page(request, found.plan_of(centre, year), year)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.TRAIN)
def draft(request: StaffRequest) -> HttpResponse:
    """Begin the plan of a year."""
    centre, at = policies.centre_of(request.acting), clock.now()
    policies.check_trains(request.acting, centre)
    initial = {"year": year_in(request.GET.get("year", ""), clock.local(at).year)}
    form = forms.PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draft(centre, services.Draft(**form.cleaned_data), by=request.acting.actor, at=at)
            return SeeOther(_url(made))
        except Refusal as refusal:
            form.show(refusal)
    status = 422 if request.method == "POST" else 200
    return render(request, "training/draft.html", {"form": form, "tab": "plan"}, status=status)


def _url(made: Plan) -> str:
    return f"{reverse('training:plan')}?year={made.year}"


@require_POST
@needs(P.TRAIN)
def add_line(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a course to the draft."""
    made = plan_of(request, pk)
    policies.check_trains(request.acting, made.unit)
    form, status = _form(made.unit, request, request.POST), 422
    if form.is_valid():
        try:
            check_fresh(made, request)
            new = services.NewLine(**form.cleaned_data)
            services.add_line(made, new, by=request.acting.actor, at=clock.now())
            return SeeOther(_url(made))
        except Refusal as refusal:
            form.show(refusal)
            status = refusal.status
    return _page(request, made, made.year, form, status)


@require_POST
@needs(P.TRAIN)
def remove_line(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a course out of the draft."""
    line = line_of(request, pk)
    policies.check_trains(request.acting, line.plan.unit)
    check_fresh(line.plan, request)
    services.remove_line(line, by=request.acting.actor, at=clock.now())
    return lead_to(_url(line.plan), request)


@require_POST
@needs(P.TRAIN)
def submit(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand it to the director."""
    made = plan_of(request, pk)
    policies.check_trains(request.acting, made.unit)
    check_fresh(made, request)
    services.submit(made, by=request.acting.actor, at=clock.now())
    messages.success(request, _("Submitted; the director is told."))
    return lead_to(_url(made), request)


@require_POST
@needs(P.DECIDE)
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    """The director approves it."""
    made = plan_of(request, pk)
    policies.check_decides(request.acting, made.unit)
    check_fresh(made, request)
    services.approve(made, by=request.acting.actor, at=clock.now())
    messages.success(request, _("The plan is approved."))
    return lead_to(_url(made), request)


@require_POST
@needs(P.DECIDE)
def give_back(request: StaffRequest, pk: int) -> HttpResponse:
    """The director wants it changed."""
    made = plan_of(request, pk)
    policies.check_decides(request.acting, made.unit)
    remark = cleaned(forms.RemarkForm(request.POST))["remark"]
    check_fresh(made, request)
    services.give_back(made, remark, by=request.acting.actor, at=clock.now())
    return lead_to(_url(made), request)
