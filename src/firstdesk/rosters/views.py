"""Pages of the shift table: who is on, the week, and planning it."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, fragment_or_page
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Post
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
    """Put somebody on shift at a post; beside it, what is planned there already."""
    at = clock.now()
    post = _post(request)
    if request.method != "POST":
        return _table(request, _fresh(post, at), at)
    people = board.candidates(post, clock.local(at).date())
    form = forms.ShiftForm(request.POST, post=post, people=people)
    if form.is_valid():
        try:
            services.plan_shift(plan=form.plan, by=request.acting.actor, at=at)
        except Refusal as refusal:
            form.show(refusal)
        else:
            return _done(request, post, _("The shift is planned."))
    return _table(request, form, at)


@require_POST
@needs(Permission.MANAGE_ROSTER)
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a shift out of the table, with the reason."""
    shift = get_object_or_404(Shift.objects.select_related("post__unit", "person"), pk=pk)
    policies.require_plan(request.acting, shift.post.unit)
    reason = cleaned(forms.RemoveForm(request.POST))["reason"]
    services.remove_shift(shift=shift, reason=reason, by=request.acting.actor, at=clock.now())
    return _done(request, shift.post, _("The shift is removed."))


def _post(request: StaffRequest) -> Post:
    """The post asked for, else the first one may plan for. Raises Http404 where one may not."""
    posts = board.plannable(request.acting)
    asked = request.POST.get("post") or request.GET.get("post") or ""
    found = next((post for post in posts if str(post.pk) == asked), None) if asked else next(iter(posts), None)
    if found is None:
        raise Http404(asked)
    return found


def _fresh(post: Post, at: datetime) -> forms.ShiftForm:
    """An empty form: tomorrow's day shift."""
    morning = clock.local(at).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
    initial = {"starts_at": morning, "ends_at": morning + timedelta(hours=10)}
    return forms.ShiftForm(initial=initial, post=post, people=board.candidates(post, morning.date()))


def _done(request: StaffRequest, post: Post, said: str) -> HttpResponse:
    """303 for a browser, the fragment with the table as it is now for htmx."""
    if request.htmx:
        at = clock.now()
        return _table(request, _fresh(post, at), at)
    messages.success(request, said)
    return SeeOther(f"{reverse('rosters:plan')}?post={post.pk}")


def _table(request: StaffRequest, form: forms.ShiftForm, at: datetime) -> HttpResponse:
    days = board.upcoming(form.post, at)
    context = {
        "form": form,
        "chooser": forms.PostForm(initial={"post": form.post.pk}, posts=board.plannable(request.acting)),
        "days": days,
        "lacking": {each.shift.person: each.lack for _day, planned in days for each in planned if each.lack},
        "removal": forms.RemoveForm(),
    }
    status = 422 if form.errors else 200
    return fragment_or_page(request, "rosters/plan.html", "rosters/_plan.html", context, status=status)
