"""The register of committees: terms, members, what each knows and has to do, what the law misses."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.common.language import words
from firstdesk.common.refusals import Conflict, unreadable_page
from firstdesk.directory import selectors as directory
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit, User
from firstdesk.directory.roles import Permission
from firstdesk.mediation import forms
from firstdesk.mediation.models import Committee
from firstdesk.mediation.selectors import committee as register
from firstdesk.mediation.services import committee as verbs
from firstdesk.regulations import selectors as regulations

P = Permission


@require_safe
@needs(P.DECIDE, P.MEDIATE)
def committees(request: StaffRequest) -> HttpResponse:
    """The committee of the own centre and those of the units under it."""
    at, centre = clock.now(), _centre(request)
    found = register.committees(centre, clock.local(at).date())
    own = next((each for each in found if each.committee.unit_id == centre.pk), None)
    may_change = request.acting.may(P.DECIDE)
    context = {
        "centre": centre,
        "registers": found,
        "own": own,
        "may_change": may_change,
        "may_certify": request.acting.may(P.MANAGE_DIRECTORY) or request.acting.may(P.KEEP_CHARTER),
        "seen": own.committee.changed_at.isoformat() if own else "none",
        "roots": dict(_roots(at)),
        "committee_form": forms.CommitteeForm(initial=_initial(own.committee if own else None, centre)),
        "mediator_form": _mediator_form(request, at, own) if own and may_change else None,
    }
    return render(request, "mediation/case/committee.html", context)


@require_POST
@needs(P.DECIDE)
def save(request: StaffRequest) -> HttpResponse:
    """Enter the committee, or its new term."""
    _check_seen(request, Committee.objects.filter(unit=_centre(request)).first())
    given = cleaned(forms.CommitteeForm(request.POST))
    verbs.save_committee(_centre(request), verbs.Charter(**given), by=request.acting.actor, at=clock.now())
    return _back(request)


@require_POST
@needs(P.DECIDE)
def mediator(request: StaffRequest) -> HttpResponse:
    """Put somebody on the register, or change their entry."""
    at = clock.now()
    committee = Committee.objects.filter(unit=_centre(request)).first()
    if committee is None:
        raise Http404
    _check_seen(request, committee)
    people = {person.pk: person for person in _people(_centre(request), at)}
    choices = [(pk, str(person)) for pk, person in people.items()]
    given = cleaned(forms.MediatorForm(request.POST, people=choices, roots=_roots(at)))
    listing = verbs.Listing(**{**given, "user": people[given["user"]]})
    verbs.list_mediator(committee, listing, by=request.acting.actor, at=at)
    return _back(request)


def _check_seen(request: StaffRequest, committee: Committee | None) -> None:
    """Raises Conflict where somebody changed the register after the page was made."""
    seen = request.POST.get("seen", "")
    if not seen:
        raise unreadable_page()
    if seen != (committee.changed_at.isoformat() if committee else "none"):
        raise Conflict


def _centre(request: StaffRequest) -> Unit:
    centre = directory.centre_of(request.acting.unit)
    if centre is None:
        raise Http404
    return centre


def _people(centre: Unit, at: datetime) -> list[User]:
    return [person for unit in Unit.objects.filter(path__startswith=centre.path) for person in
            directory.members_of(unit, at)]  # fmt: skip


def _roots(at: datetime) -> list[tuple[str, str]]:
    return [(root.code, words(root.title)) for root, _children in regulations.topics(regulations.current(at))]


def _initial(committee: Committee | None, centre: Unit) -> dict[str, Any]:
    if committee is None:
        return {"name": centre.name, "women": 1}
    names = ("name", "women", "term_from", "term_to")
    return {name: getattr(committee, name) for name in names}


def _mediator_form(request: StaffRequest, at: datetime, own: register.Register) -> forms.MediatorForm:
    people = [(person.pk, str(person)) for person in _people(_centre(request), at)]
    initial = {"from_day": clock.local(at).date(), "to_day": own.committee.term_to}
    return forms.MediatorForm(initial=initial, people=people, roots=_roots(at))


def _back(request: StaffRequest) -> HttpResponse:
    return lead_to(reverse("mediation:committee"), request)
