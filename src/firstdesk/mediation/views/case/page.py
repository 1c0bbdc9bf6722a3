"""The list of cases, and the page of one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.common.forms import Form
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.mediation import forms, policies
from firstdesk.mediation.access import note_read, seen_from_outside
from firstdesk.mediation.models import Case, Seat
from firstdesk.mediation.selectors import after, drafting, pages, papers
from firstdesk.mediation.selectors.reading import works
from firstdesk.mediation.states import BEFORE_AGREEMENT, LED, CaseState

P = Permission
PAGE = 50
Fill = Callable[[Case, Acting, datetime], dict[str, Any] | None]
# What the other rooms keep of a case, each with its own selector, in the order of the page.
PANELS: tuple[tuple[str, Fill], ...] = (
    ("mediation/case/_agreement.html", drafting.panel),
    ("mediation/case/_promises.html", after.panel),
    ("mediation/case/_papers.html", papers.panel),
)

EMPTY: dict[str, type[Form]] = {
    "agent": forms.AgentForm,
    "refusal": forms.RefusalForm,
    "ending": forms.EndingForm,
    "decline": forms.DeclineForm,
    "participant": forms.ParticipantForm,
    "longer": forms.LongerForm,
    "report": forms.ReportForm,
    "join": forms.JoinForm,
}


@require_safe
@needs(P.READ_OWN, P.READ_SUBTREE)
def listing(request: StaffRequest) -> HttpResponse:
    """The own cases, or all one may know of; of those of others no more than that they are there."""
    at, state = clock.now(), request.GET.get("state", "open")
    show = pages.tab(request.acting, request.GET.get("show", ""))
    found = pages.wanted(request.acting, show=show, state=state)
    page = Paginator(found.order_by("-applied_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": pages.lines(list(page.object_list), request.acting, at),
        "shown": show,
        "state": state,
        "states": CaseState.choices,
        "at": at,
        "may_apply": any(request.acting.may(each) for each in pages.APPLIES),
        "may_register": request.acting.may(P.MEDIATE) or request.acting.may(P.DECIDE),
    }
    return render(request, "mediation/case/list.html", context)


@require_safe
@needs(P.READ_OWN, P.READ_SUBTREE)
def case(request: StaffRequest, number: str) -> HttpResponse:
    """One case, for those who may read it; that it was read is noted once for the page. Whoever took it down, or left it,
    is told why it is closed to them now."""
    at = clock.now()
    found = seen_from_outside(request.acting, number)
    if not policies.may_read(found, request.acting) and (told := pages.outside(found, request.acting)):
        return render(request, "mediation/case/outside.html", told, status=403)
    policies.check_reads(found, request.acting)
    request.after_read.append(lambda: note_read(found, request))
    context = pages.page(found, request.acting, at)
    context |= {"panels": _panels(request, found, at)} | (_forms(found, at, context) if context["works"] else {})
    return render(request, "mediation/case/page.html", context)


def _panels(request: StaffRequest, case: Case, at: datetime) -> list[SafeString]:
    filled = ((template, fill(case, request.acting, at)) for template, fill in PANELS)
    around = {"case": case, "at": at, "acting": request.acting, "works": works(case, request.acting)}
    return [render_to_string(template, around | more, request) for template, more in filled if more is not None]


def _forms(case: Case, at: datetime, page: dict[str, Any]) -> dict[str, Any]:
    """The forms whoever works in the case may need at this stage; none for what is over."""
    if case.state not in LED:
        return {}
    seating = {
        "seat_form": forms.SeatForm(initial=_chosen(page), mediators=pages.free_mediators(case, at)),
        "ties_form": forms.TiesForm(),
        "why_form": forms.WhyForm(),
        "mandate_form": forms.MandateForm(),  # before the signatures is not too late
    }
    if case.state not in BEFORE_AGREEMENT:
        return seating
    given = {
        "party_form": forms.PartyForm(initial={"side": 2}),
        "corrections": [(line.party.no, _correction(line)) for line in page["parties"]],
        "word_form": forms.WordForm(topics=pages.topics(case)),
        "regrade_form": forms.RegradeForm(initial={"grade": case.grade}),
        "alarm_form": forms.AlarmForm(units=pages.police(case)),
    }
    return seating | given | {f"{name}_form": kind() for name, kind in EMPTY.items()}


def _chosen(page: dict[str, Any]) -> dict[str, object]:
    """Whom every party chose stands there already; so does that nobody leads."""
    chosen = page["common_choice"]
    begun = {"mediator": chosen, "chosen": Seat.Chosen.PARTIES} if chosen else {}
    return begun | {"role": Seat.Role.CHAIR if page["lacks_lead"] else Seat.Role.MEDIATOR}


def _correction(line: pages.PartyLine) -> forms.PartyForm:
    names = ("side", "kind", "name", "capacity", "phone", "id_number", "address", "language")
    return forms.PartyForm(initial={name: getattr(line.party, name) for name in names})
