"""What was asked outside a session: the records there are, and another one."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.mediation import forms, policies
from firstdesk.mediation.access import note_read, read_case, seen_case
from firstdesk.mediation.models import Case, Party
from firstdesk.mediation.selectors import inquiries as found
from firstdesk.mediation.selectors.titles import party_title
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.states import BEFORE_AGREEMENT

WORKS = (Permission.MEDIATE, Permission.DECIDE)
AT_FIRST, MOST = 4, 40
Talk = list[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WORKS)
def inquiries(request: StaffRequest, number: str) -> HttpResponse:
    """Every investigation record of the case, and the form of the next; whatever is refused, what was typed stays."""
    if request.method != "POST":
        case = read_case(request.acting, number)
        request.after_read.append(lambda: note_read(case, request))
        empty = forms.InquiryForm(initial={"asked_at": clock.local(clock.now())}, parties=_parties(case))
        return _page(request, case, empty, [("", "")] * AT_FIRST)
    case, talk = seen_case(request, number), _talk(request.POST)
    form = forms.InquiryForm(request.POST, parties=_parties(case))
    if request.POST.get("do") == "more":
        return _page(request, case, form, [*talk, *[("", "")] * AT_FIRST][:MOST])
    try:
        _keep(request, case, form, talk)
    except (Conflict, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, case, form, talk, refusal)
    return lead_to(reverse("mediation:inquiries", args=[number]), request)


def _keep(request: StaffRequest, case: Case, form: forms.InquiryForm, talk: Talk) -> None:
    given = cleaned(form)
    party = Party.objects.filter(case=case, no=given["party"]).first() if given["party"] else None
    asked = verbs.Asked(**given | {"party": party, "talk": talk})
    verbs.inquire(case, asked, by=request.acting.actor, at=clock.now())


def _parties(case: Case) -> list[tuple[int, str]]:
    rows = Party.objects.filter(case=case).order_by("no")
    return [(party.no, f"{party_title(party)} {party.name}") for party in rows]


def _talk(data: QueryDict) -> Talk:
    """The questions and answers as typed, in their order."""
    pairs = zip(data.getlist("question")[:MOST], data.getlist("answer")[:MOST], strict=False)
    return [(question[:500], answer[:2000]) for question, answer in pairs]


def _page(
    request: StaffRequest, case: Case, form: forms.InquiryForm, talk: Talk, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "case": case,
        "rows": found.inquiries(case),
        "form": form,
        "talk": talk,
        "refusal": refusal,
        "works": policies.works(case, request.acting) and case.state in BEFORE_AGREEMENT,
    }
    status = refusal.status if refusal else 200
    return render(request, "mediation/case/inquiries.html", context, status=status)
