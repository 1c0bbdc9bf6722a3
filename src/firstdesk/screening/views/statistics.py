"""The figures of a month, by centre and level, and the records behind each."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.screening import forms, policies, services
from firstdesk.screening.selectors import records as rows
from firstdesk.screening.selectors import statements as found
from firstdesk.screening.selectors.figures import KINDS, Wish
from firstdesk.screening.selectors.months import Month, month_in, month_of
from firstdesk.screening.views.shared import base_of, check_fresh, issued

P = Permission
READS = (P.READ_OWN, P.READ_SUBTREE)
PAGE = 50


@require_safe
@needs(*READS)
def statistics(request: StaffRequest) -> HttpResponse:
    """Each centre in sight in one month; the own one whole, with who has said nothing."""
    at = clock.now()
    month, centres = month_in(request.GET.get("month", ""), at), found.centres_for(request.acting)
    lines = found.lines(centres, month, at)
    own = next((line for line in lines if line.centre == request.acting.centre), None)
    chosen = next((line for line in lines if line.centre.code == request.GET.get("centre")), own)
    context: dict[str, object] = {
        "month": month,
        "is_over": month.ends <= at,
        "has_next": month.after <= month_of(at).first,
        "lines": lines,
        "together": found.together(lines, month),
        "tab": "statistics",
    }
    shown = _chosen(chosen, month, request.acting, at) if chosen else {}
    return render(request, "screening/statistics.html", context | shown)


def _chosen(line: found.Line, month: Month, acting: Acting, at: datetime) -> dict[str, object]:
    """One centre whole: its figures, what is to be explained, what may be done."""
    row, is_over = line.statement, month.ends <= at
    return {
        "line": line,
        "issued": issued(row.paper) if row else None,
        "topics": _topics(line, regulations.current(at)),
        "form": forms.ExplanationForm(),
        "silent": found.silent(line.centre, month, at),
        "late_cases": found.late_cases(line.centre, month),
        "may_fill": is_over and not line.is_issued and policies.fills(line.centre, acting),
        "may_check": row is not None and not line.is_issued and policies.checks(row, acting),
    }


def _topics(line: found.Line, book: Rulebook) -> list[tuple[str, int, str]]:
    return [(regulations.topic_name(book, root), count, query) for root, count, query in line.figures.topics]


@require_safe
@needs(*READS)
def records(request: StaffRequest) -> HttpResponse:
    """The records behind a figure: exactly those it counts."""
    at = clock.now()
    wish, centres = _wish(request), _centres(request)
    keys = found.behind(centres, wish)
    page = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    lines = rows.lines(wish.kind.of, list(page.object_list), request.acting)
    context = {"wish": wish, "page": page, "lines": lines, "total": len(keys), "centres": centres, "at": at}
    return render(request, "screening/records.html", context | {"tab": "statistics"})


@require_POST
@needs(P.TRIAGE, P.DECIDE)
def fill(request: StaffRequest) -> HttpResponse:
    """Compute and keep the figures of the own centre."""
    centre, month = _own(request), month_in(request.POST.get("month", ""), clock.now())
    given = cleaned(forms.ExplanationForm(request.POST))
    if not policies.fills(centre, request.acting):
        raise NotAllowed(_("Somebody who classifies or decides at the centre fills its figures."))
    row = found.statement_of(centre, month)
    if row is not None:
        check_fresh(row, request)
    services.fill(centre, month, given["explanation"], by=request.acting.actor, at=clock.now())
    return _back(request, month)


@require_POST
@needs(P.DECIDE, P.ASSIGN)
def issue(request: StaffRequest) -> HttpResponse:
    """Somebody else checks and reports them."""
    centre, month = _own(request), month_in(request.POST.get("month", ""), clock.now())
    row = found.statement_of(centre, month)
    if row is None:
        raise Http404
    check_fresh(row, request)
    if not policies.checks(row, request.acting):
        raise NotAllowed(_("Somebody else checks than who filled it: who decides or leads at the centre."))
    services.issue(row, base=base_of(request), by=request.acting.actor, at=clock.now())
    return _back(request, month)


def _own(request: StaffRequest) -> Unit:
    if request.acting.centre is None:
        raise NotAllowed(_("From this post you belong to no centre."))
    return request.acting.centre


def _wish(request: StaffRequest) -> Wish:
    code = request.GET.get("figure", "found")
    if code not in KINDS:
        raise Http404
    month = month_in(request.GET.get("month", ""), clock.now())
    topic = request.GET.get("topic", "") if code == "accepted" else ""
    grade = request.GET.get("grade", "") if code == "accepted" else ""
    return Wish(code, month, topic, grade)


def _centres(request: StaffRequest) -> list[Unit]:
    """One of those in sight, or all of them."""
    sight, code = found.centres_for(request.acting), request.GET.get("centre", "")
    chosen = sight if code in {"", "all"} else [unit for unit in sight if unit.code == code]
    if not chosen:
        raise Http404
    return chosen


def _back(request: StaffRequest, month: Month) -> HttpResponse:
    return lead_to(f"{reverse('screening:statistics')}?month={month.code}", request)
