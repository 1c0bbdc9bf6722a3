"""The page of a session, and how it goes: opened, told, step by step, paused, ended."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.mediation import forms, room_forms
from firstdesk.mediation.access import note_read
from firstdesk.mediation.models import Presence
from firstdesk.mediation.selectors.outcome import procedure
from firstdesk.mediation.selectors.table import places
from firstdesk.mediation.services import case as case_verbs
from firstdesk.mediation.services import room
from firstdesk.mediation.views.room.entry import (
    READS,
    WORKS,
    address,
    back,
    party_in,
    present_in,
    read_session,
    seen_session,
)
from firstdesk.mediation.views.room.frame import frame

RESTS = {"pause": room.pause, "resume": room.resume, "adjourn": room.adjourn}


@require_safe
@needs(*READS)
def session(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """The one page a mediator lives in; that it was read is noted once."""
    found = read_session(request.acting, number, no)
    request.after_read.append(lambda: note_read(found.lead, request, "parties", "record"))
    return render(request, "mediation/room/session.html", frame(found, request, clock.now()))


@require_POST
@needs(*WORKS)
def open_(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Begin, with those who are there."""
    found, at = seen_session(request, number, no), clock.now()
    present = present_in(found, request.POST, places(found, at))
    room.open_(found, present, by=request.acting.actor, at=at)
    return back(request, found, "people")


@require_POST
@needs(*WORKS)
def come(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Somebody comes later."""
    found, at = seen_session(request, number, no), clock.now()
    present = present_in(found, request.POST, [place for place in places(found, at) if not place.is_here])
    room.come(found, present, by=request.acting.actor, at=at)
    return back(request, found, "people")


@require_POST
@needs(*WORKS)
def leave(request: StaffRequest, number: str, no: int, pk: int) -> HttpResponse:
    """Somebody goes."""
    found = seen_session(request, number, no)
    presence = Presence.objects.filter(session=found, pk=pk, left_at=None).first()
    if presence is None:
        raise Http404
    room.leave(presence, by=request.acting.actor, at=clock.now())
    return back(request, found, "people")


@require_POST
@needs(*WORKS)
def rights(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Rights and duties were told to these parties, and they understood."""
    found = seen_session(request, number, no)
    given = cleaned(room_forms.ToldForm(request.POST))
    parties = [party_in(found, pk) for pk in request.POST.getlist("party")]
    if not parties:
        raise Refusal(room_forms.NOBODY)
    room.tell_rights(found, parties, given["way"], by=request.acting.actor, at=clock.now())
    return back(request, found, "rights")


@require_POST
@needs(*WORKS)
def step(request: StaffRequest, number: str, no: int, code: str) -> HttpResponse:
    """A step of the procedure is done."""
    found = seen_session(request, number, no)
    ticks, note = request.POST.getlist("said"), request.POST.get("note", "")[:2000]
    if code not in procedure(found.lead).codes:
        raise Http404
    room.step(found, code, ticks, note, by=request.acting.actor, at=clock.now())
    return back(request, found)


@require_POST
@needs(*WORKS)
def rest(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Pause, go on, stop for today."""
    found = seen_session(request, number, no)
    verb = RESTS.get(request.POST.get("what", ""))
    if verb is None:
        raise Http404
    verb(found, by=request.acting.actor, at=clock.now())
    return back(request, found)


@require_POST
@needs(*WORKS)
def end(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """End it, with what came of it."""
    found = seen_session(request, number, no)
    room.end(found, request.POST.get("outcome", ""), by=request.acting.actor, at=clock.now())
    return back(request, found, "outcome")


@require_POST
@needs(*WORKS)
def cancel(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Nobody comes together."""
    found = seen_session(request, number, no)
    room.call_off(found, by=request.acting.actor, at=clock.now())
    return lead_to(address(found), request)


@require_POST
@needs(*WORKS)
def refuse(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """A party clearly refuses: session and case end at once; the page of the case says how, and what is left to do."""
    found = seen_session(request, number, no)
    form = forms.RefusalForm(request.POST)
    cleaned(form)
    party = party_in(found, request.POST.get("party", ""))
    case_verbs.refuse(party, form.ending("refused"), by=request.acting.actor, at=clock.now())
    return lead_to(reverse("mediation:case", args=[party.case.number]), request)


@require_POST
@needs(*WORKS)
def participant(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Somebody else may help, if every party agrees."""
    found = seen_session(request, number, no)
    given = cleaned(forms.ParticipantForm(request.POST))
    case_verbs.add_participant(found.lead, given["name"], given["capacity"], by=request.acting.actor, at=clock.now())
    return back(request, found, "people")


@require_POST
@needs(*WORKS)
def consent(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """A party's word about openness, or about another person taking part."""
    found, form = seen_session(request, number, no), forms.ConsentForm(request.POST)
    cleaned(form)
    word = form.word()
    if word.about not in {"open", "participant", "session", "oral"}:
        raise NotAllowed(room_forms.ELSEWHERE)
    party = party_in(found, request.POST.get("party", ""))
    case_verbs.consent(party, word, by=request.acting.actor, at=clock.now())
    return back(request, found, "people")
