"""One page for a simple dispute, settled on the spot within minutes."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from firstdesk.common import clock
from firstdesk.common.http import key_in, lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.mediation import laws, rows
from firstdesk.mediation.access import read_case, seen_case
from firstdesk.mediation.models import Agent, Case, Party, ReadOver
from firstdesk.mediation.selectors import case as cases
from firstdesk.mediation.selectors import outcome, spots
from firstdesk.mediation.services.outcome import Text
from firstdesk.mediation.services.room import Present, Reading
from firstdesk.mediation.services.spot import Spot, settle
from firstdesk.mediation.views.outcome.common import editor
from firstdesk.mediation.views.room.entry import WORKS
from firstdesk.mediation.views.room.preparing import address_of

SENT = ("place", "chosen", "law", "article", "facts", "issues", "responsibility", "breach", "is_lawful")
WORDS = ("facts", "issues", "responsibility", "breach")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WORKS)
def on_the_spot(request: StaffRequest, number: str) -> HttpResponse:
    """Attendance, rights, statements, law and the oral agreement; what is missing is named, and nothing typed is lost."""
    if request.method != "POST":
        return _page(request, read_case(request.acting, number), [rows.TermRow()])
    case, typed = seen_case(request, number), rows.read(request.POST)
    try:
        if order := request.POST.get("do"):
            return _page(request, case, rows.changed(typed, order))
        settle(case, _spot(request, case, typed), by=request.acting.actor, at=clock.now())
    except Refusal as refusal:
        case = read_case(request.acting, number)
        return _page(request, case, typed, refusal)
    return lead_to(address_of(case), request)


def _spot(request: StaffRequest, case: Case, typed: list[rows.TermRow]) -> Spot:
    data, parties = request.POST, list(Party.objects.filter(case=case).order_by("no"))
    for party in parties:
        party.case = case
    law, article, gist = _law(data)

    def ticked(field: str) -> list[Party]:
        return [party for party in parties if str(party.pk) in data.getlist(field)]

    seats = [seat for seat in cases.seats(case) if str(seat.pk) in data.getlist("seat")]
    agents = [a for party in parties for a in cases.agents_of(party, clock.now()) if str(a.pk) in data.getlist("agent")]
    return Spot(
        place=data.get("place", ""), present=Present(parties=ticked("party"), agents=agents, seats=seats),
        told=ticked("told"), said={party.pk: data.get(f"said-{party.pk}", "") for party in parties},
        law=law, article=article, gist=gist, ticks=data.getlist("tick"), text=_text(data),
        clauses=rows.clauses(typed), is_lawful="is_lawful" in data, chose_oral=ticked("oral"),
        confirmed_by=ticked("confirmed"), readings=_readings(request, parties), shown=_shown(case, data),
    )  # fmt: skip


def _law(data: QueryDict) -> tuple[str, str, str]:
    """The law explained: one of the list, or typed."""
    if article := laws.find(data.get("chosen", "")):
        return article.law, article.article, article.gist
    return data.get("law", ""), data.get("article", ""), ""


def _text(data: QueryDict) -> Text:
    facts, issues, responsibility, breach = (data.get(name, "")[:4000] for name in WORDS)
    return Text(facts=facts, issues=issues, responsibility=responsibility, breach=breach)


def _shown(case: Case, data: QueryDict) -> dict[int, dict[int, str]]:
    """Evidence ticked as shown, with what each party said to it."""
    parties = list(Party.objects.filter(case=case).values_list("no", flat=True))
    numbers = [no for no in map(key_in, data.getlist("shown")) if no]
    return {no: {party: data.get(f"remark-{no}-{party}", "") for party in parties} for no in numbers}


def _readings(request: StaffRequest, parties: list[Party]) -> dict[int, Reading]:
    data = request.POST
    return {
        party.pk: Reading(
            way=data[f"way-{party.pk}"], words=data.get(f"words-{party.pk}", "")[:500],
            strokes=data.get(f"strokes-{party.pk}", "")[:200_000], agent=_reader(party, data),
        )
        for party in parties if data.get(f"way-{party.pk}") in ReadOver.Way.values
    }  # fmt: skip


def _reader(party: Party, data: QueryDict) -> Agent | None:
    """Who had the record read over for the party."""
    return Agent.objects.filter(party=party, pk=key_in(data.get(f"reader-{party.pk}", "")) or 0).first()


def _page(
    request: StaffRequest, case: Case, typed: list[rows.TermRow], refusal: Refusal | None = None
) -> HttpResponse:  # fmt: skip
    parties = spots.lines(case, request.POST, clock.now())
    context = {
        "case": case, "parties": parties, "seats": cases.seats(case), "steps": spots.ticks(case, request.POST),
        "laws": laws.catalogue(case.kind), "refusal": refusal,
        "sent": {name: request.POST.get(name, "") for name in SENT},
        "is_short": case.is_on_the_spot and case.grade == "ordinary", "reading_ways": ReadOver.Way.choices,
        "exhibits": spots.exhibits(case, request.POST),
        "unfinished": outcome.unfinished(case), "seats_ticked": request.POST.getlist("seat"),
    } | editor(case, typed)  # fmt: skip
    return render(request, "mediation/room/on_the_spot.html", context, status=refusal.status if refusal else 200)
