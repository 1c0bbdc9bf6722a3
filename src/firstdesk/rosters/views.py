"""Pages of the shift table: who is on, the week, and planning it."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, fragment_or_page
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.rosters import forms, policies, services
from firstdesk.rosters.models import Shift
from firstdesk.rosters.selectors import board


@require_safe
@needs()
def now(request: StaffRequest) -> HttpResponse:
    """Who is on at every post of the centre and its units; nobody being on is said loudly."""
    at = clock.now()
    units = board.board(request.acting, at)
    plannable = {unit.unit.pk for unit in units if policies.may_plan(request.acting, unit.unit)}
    context = {"units": units, "at": at, "gaps": sum(unit.gaps for unit in units), "plannable": plannable}
    return fragment_or_page(request, "rosters/now.html", "rosters/_now.html", context)


@require_safe
@needs()
def week(request: StaffRequest) -> HttpResponse:
    """A week of shifts, day by day."""
    today = clock.local(clock.now()).date()
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = today
    if not 2004 <= day.year <= 2100:
        day = today
    context = {"week": board.week(request.acting, day), "today": today}
    return render(request, "rosters/week.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_ROSTER)
def plan(request: StaffRequest) -> HttpResponse:
    """Put somebody on shift; below, what is planned already."""
    at = clock.now()
    form = _form(request, at)
    if form.is_bound and form.is_valid():
        try:
            services.plan_shift(plan=form.plan, by=request.acting.actor, at=at)
        except Refusal as refusal:
            form.show(refusal)
        else:
            return _table(request, _fresh(request, at, form.cleaned_data["post"]), _("The shift is planned."))
    return _table(request, form)


@require_POST
@needs(Permission.MANAGE_ROSTER)
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a shift out of the table, with the reason."""
    at = clock.now()
    shift = get_object_or_404(Shift.objects.select_related("post__unit", "person"), pk=pk)
    policies.require_plan(request.acting, shift.post.unit)
    reason = cleaned(forms.RemoveForm(request.POST))["reason"]
    services.remove_shift(shift=shift, reason=reason, by=request.acting.actor, at=at)
    return _table(request, _fresh(request, at, ""), _("The shift is removed."))


def _form(request: StaffRequest, at: datetime) -> forms.ShiftForm:
    if request.method != "POST":
        return _fresh(request, at, request.GET.get("post", ""))
    posts = board.candidates(board.plannable(request.acting), clock.local(at).date())
    return forms.ShiftForm(request.POST, posts=posts)


def _fresh(request: StaffRequest, at: datetime, post: str) -> forms.ShiftForm:
    """An empty form: tomorrow's day shift, at the post asked for."""
    posts = board.candidates(board.plannable(request.acting), clock.local(at).date())
    morning = clock.local(at).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
    initial = {"post": post, "starts_at": morning, "ends_at": morning + timedelta(hours=10)}
    return forms.ShiftForm(initial=initial, posts=posts)


def _table(request: StaffRequest, form: forms.ShiftForm, done: str = "") -> HttpResponse:
    """The form with what is planned; after a deed 303 for a browser, the fragment for htmx."""
    if done and not request.htmx:
        messages.success(request, done)
        return SeeOther(f"{reverse('rosters:plan')}?post={form.initial['post']}")
    planned = board.upcoming(board.plannable(request.acting), clock.now())
    context = {"form": form, "days": planned, "removal": forms.RemoveForm()}
    status = 422 if form.errors else 200
    return fragment_or_page(request, "rosters/plan.html", "rosters/_plan.html", context, status=status)
