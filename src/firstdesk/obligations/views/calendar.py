"""The calendar of duties, on a page and for a phone."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.directory import selectors as directory
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.obligations import services
from firstdesk.obligations.selectors import calendar, duties, lists
from firstdesk.obligations.states import OccurrenceState

READS = (Permission.READ_OWN, Permission.READ_SUBTREE)
VIEWS, WHOSE = ("month", "week"), ("centre", "unit", "mine")


@require_safe
@needs(*READS)
def grid(request: StaffRequest) -> HttpResponse:
    """A month or a week of duties: the centre's, my unit's, mine."""
    return _grid(request)


@require_safe
@needs(*READS)
def together(request: StaffRequest) -> HttpResponse:
    """One duty of a day, whoever owes it: who has done it, and who has not."""
    acting, at = request.acting, clock.now()
    day = _day(request.GET.get("day", ""), at)
    found = calendar.together(acting, _one(request, "whose", WHOSE), request.GET.get("rule", ""), day)
    if not found:
        raise Http404
    context = {
        "title": duties.duty_of(found[0]).title,
        "day": day,
        "done": sum(row.state == OccurrenceState.DONE for row in found),
        "lines": lists.lines(found, acting),
        "at": at,
    }
    return render(request, "obligations/together.html", context)


@require_POST
@needs(*READS)
def link(request: StaffRequest) -> HttpResponse:
    """A new private address for the calendar of a phone, shown once."""
    secret = services.give_link(request.acting, unit=_unit(request), at=clock.now())
    return _grid(request, secret=secret)


@require_POST
@needs(*READS)
def unlink(request: StaffRequest) -> HttpResponse:
    """Take the address back."""
    services.revoke_link(request.acting, unit=_unit(request), at=clock.now())
    return SeeOther(reverse("obligations:calendar"))


@require_safe
@login_not_required
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a phone's calendar reads under a private address, as far as its owner may see it today."""
    at, found = clock.now(), calendar.link_of(token)
    acting = directory.acting_for(found.user, at) if found else None
    if found is None or acting is None or (found.unit and found.unit.pk not in acting.unit_ids):
        raise Http404
    answer = HttpResponse(
        calendar.feed(found, acting, at, settings.FIRSTDESK_SITE or request.build_absolute_uri("/")[:-1]),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Cache-Control"] = "private, max-age=900"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _unit(request: StaffRequest) -> Unit | None:
    return request.acting.unit if request.POST.get("of") == "unit" else None


def _grid(request: StaffRequest, *, secret: str = "") -> HttpResponse:
    at, acting = clock.now(), request.acting
    view, whose = _one(request, "view", VIEWS), _one(request, "whose", WHOSE)
    on = _day(request.GET.get("on", ""), at)
    found, links = calendar.weeks(view, on), calendar.links_of(acting)
    before, after = calendar.around(view, on)
    weeks = calendar.days(acting, whose, found, on.month if view == "month" else 0)
    context = {
        "weeks": weeks, "agenda": calendar.agenda(weeks, view, on),
        "view": view, "whose": whose, "on": on, "before": before, "after": after, "today": clock.local(at).date(),
        "secret": request.build_absolute_uri(reverse("obligations:feed", args=[secret])) if secret else "",
        "own_link": links.get(None), "unit_link": links.get(acting.unit.pk),
    }  # fmt: skip
    return render(request, "obligations/calendar.html", context)


def _one(request: StaffRequest, name: str, known: tuple[str, ...]) -> str:
    asked = request.GET.get(name, known[0])
    return asked if asked in known else known[0]


def _day(text: str, at: datetime) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return clock.local(at).date()
    return day if 2000 <= day.year <= 2100 else clock.local(at).date()
