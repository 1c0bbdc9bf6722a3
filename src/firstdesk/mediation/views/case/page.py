"""The list of cases, and the page of one."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.ledger.services import draft_for, note_reading
from firstdesk.mediation import selectors
from firstdesk.mediation.access import read_case
from firstdesk.mediation.models import Case
from firstdesk.mediation.selectors import pages

P = Permission
PAGE = 50


@require_safe
@needs(P.READ_OWN, P.READ_SUBTREE)
def listing(request: StaffRequest) -> HttpResponse:
    """The own cases, or all one may know of."""
    at, shown = clock.now(), request.GET.get("show", "own")
    cases = selectors.own(request.acting) if shown == "own" else selectors.may_be_seen(request.acting)
    page = Paginator(cases.order_by("-applied_at"), PAGE).get_page(request.GET.get("page"))
    lines = pages.lines(list(page.object_list), request.acting)
    return render(request, "mediation/case/list.html", {"page": page, "lines": lines, "shown": shown, "at": at})


@require_safe
@needs(P.READ_OWN, P.READ_SUBTREE)
def case(request: StaffRequest, number: str) -> HttpResponse:
    """One case, for those who may read it; that it was read is noted once for the page."""
    at = clock.now()
    found = read_case(request.acting, number)
    request.after_read.append(lambda: _note(found, request))
    return render(request, "mediation/case/page.html", pages.page(found, request.acting, at))


def _note(case: Case, request: StaffRequest) -> None:
    by, at = request.acting.actor, clock.now()
    note_reading(
        about=draft_for(case, "personal.read", chain=case.ledger_chain, by=by, at=at),
        purpose="mediation",
        fields=["parties"],
    )
