"""Who disputes, who acts for them, who mediates, and what each agreed to."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import services as files
from firstdesk.files import serving
from firstdesk.mediation import forms, selectors
from firstdesk.mediation.access import note_read, party_of, read_case, seen_case
from firstdesk.mediation.models import Agent, Case, Challenge, Mediator, Seat
from firstdesk.mediation.selectors import pages
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.views.case.steps import back

P = Permission
WORKS = (P.MEDIATE, P.DECIDE)


@require_POST
@needs(*WORKS)
def add_party(request: StaffRequest, number: str) -> HttpResponse:
    """One more party."""
    case, form = seen_case(request, number), forms.PartyForm(request.POST)
    cleaned(form)
    verbs.add_party(case, form.party(), by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def correct_party(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Correct what was taken down."""
    case, form = seen_case(request, number), forms.PartyForm(request.POST)
    cleaned(form)
    verbs.correct_party(party_of(case, no), form.party(), by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def add_agent(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Somebody acts or speaks for a party."""
    case, form, at = seen_case(request, number), forms.AgentForm(request.POST, request.FILES), clock.now()
    upload = cleaned(form)["paper"]
    paper = files.store_one(upload, by=request.acting.actor, at=at)
    verbs.add_agent(party_of(case, no), form.agent(paper), by=request.acting.actor, at=at)
    return back(request, case)


@require_safe
@needs(P.READ_OWN, P.READ_SUBTREE)
def mandate(request: StaffRequest, number: str, pk: int) -> HttpResponseBase:
    """The mandate as it was scanned."""
    case = read_case(request.acting, number)
    agent = Agent.objects.select_related("paper").filter(party__case=case, pk=pk, paper__isnull=False).first()
    if agent is None or agent.paper is None:
        raise Http404
    request.after_read.append(lambda: note_read(case, request))
    return serving.respond(agent.paper)


@require_POST
@needs(*WORKS)
def prove_agent(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """The mandate comes to the file: scanned, or given by word before the mediator."""
    case, form, at = seen_case(request, number), forms.MandateForm(request.POST, request.FILES), clock.now()
    given = cleaned(form)
    paper = files.store_one(given["paper"], by=request.acting.actor, at=at)
    verbs.prove_agent(_agent(case, pk), paper, by=request.acting.actor, at=at)
    return back(request, case)


@require_POST
@needs(*WORKS)
def revoke_agent(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Revoke an agent."""
    case = seen_case(request, number)
    verbs.revoke_agent(_agent(case, pk), by=request.acting.actor, at=clock.now())
    return back(request, case)


def _agent(case: Case, pk: int) -> Agent:
    agent = Agent.objects.select_related("party").filter(party__case=case, pk=pk).first()
    if agent is None:
        raise Http404
    agent.party.case = case
    return agent


@require_POST
@needs(*WORKS)
def consent(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Take down a party's word."""
    case = seen_case(request, number)
    form = forms.WordForm(request.POST, topics=pages.topics(case))
    cleaned(form)
    verbs.consent(party_of(case, no), form.word(), by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def add_participant(request: StaffRequest, number: str) -> HttpResponse:
    """Somebody else who may help, once every party has agreed."""
    case = seen_case(request, number)
    given = cleaned(forms.ParticipantForm(request.POST))
    verbs.add_participant(case, given["name"], given["capacity"], by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def name_mediator(request: StaffRequest, number: str) -> HttpResponse:
    """Give somebody a seat."""
    case, at = seen_case(request, number), clock.now()
    around = Mediator.objects.filter(committee__unit__in=selectors.units_around(case)).select_related(
        "user", "committee"
    )
    people = {each.pk: each for each in around}
    given = cleaned(forms.SeatForm(request.POST, mediators=[(pk, str(each.user)) for pk, each in people.items()]))
    mediator = people[given["mediator"]]
    verbs.name_mediator(case, mediator, role=given["role"], chosen=given["chosen"], by=request.acting.actor, at=at)
    return back(request, case)


@require_POST
@needs(*WORKS)
def declare(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Declare ties, or none."""
    case = seen_case(request, number)
    given = cleaned(forms.TiesForm(request.POST))
    verbs.declare(_seat(case, pk), given["ties"], by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def stand_back(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Leave the case."""
    case = seen_case(request, number)
    given = cleaned(forms.WhyForm(request.POST))
    verbs.stand_back(_seat(case, pk), given["why"], by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def challenge(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """A party wants somebody else."""
    case = seen_case(request, number)
    given = cleaned(forms.ChallengeForm(request.POST))
    party = party_of(case, given["party"])
    verbs.challenge(party, _seat(case, pk), given["reason"], by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def decide_challenge(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Decide a challenge."""
    case = seen_case(request, number)
    row = Challenge.objects.select_related("seat__mediator").filter(seat__case=case, pk=pk).first()
    if row is None:
        raise Http404
    row.seat.case = case
    given = cleaned(forms.WhyForm(request.POST))
    granted = request.POST.get("granted") == "yes"
    verbs.decide_challenge(row, is_granted=granted, why=given["why"], by=request.acting.actor, at=clock.now())
    return back(request, case)


def _seat(case: Case, pk: int) -> Seat:
    seat = Seat.objects.select_related("mediator__user", "mediator__committee").filter(case=case, pk=pk).first()
    if seat is None:
        raise Http404
    seat.case = case
    return seat
