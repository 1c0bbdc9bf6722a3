"""What is said, shown, explained, proposed and signed in a session."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import key_in
from firstdesk.common.refusals import Refusal, at_field
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.files import services as files
from firstdesk.files import serving
from firstdesk.files.models import File
from firstdesk.mediation import laws, policies, room_forms, rows
from firstdesk.mediation import terms as sheet
from firstdesk.mediation.models import Agent, Case, Exhibit, Line, Party, Presence, Proposal, Seat, Session
from firstdesk.mediation.selectors import room as table
from firstdesk.mediation.selectors.table import record
from firstdesk.mediation.services import room
from firstdesk.mediation.services.room import NewProposal, Reading, Said
from firstdesk.mediation.views.room.entry import READS, WORKS, back, party_in, read_session, seen_session
from firstdesk.mediation.views.room.frame import case_at, frame


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READS)
def lines(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """GET: what was written after line `since`. POST: one more line; the same key again is the same line."""
    session = read_session(request.acting, number, no)
    if request.method == "POST":
        line = _write(session, request)
        if request.headers.get("X-Requested-With") != "fetch":
            return back(request, session)
        said = [each for each in record(session) if each.line.pk in {line.pk, line.corrects_id}]
    else:
        said = record(session, since=key_in(request.GET.get("since", "0")) or 0)
    response = render(request, "mediation/room/_lines.html", {"record": said, "session": session})
    response.headers["Cache-Control"] = "no-store"
    return response


def _write(session: Session, request: StaffRequest) -> Line:
    """No edition is asked for: a line adds, and takes nothing back."""
    policies.check_works(session.lead, request.acting)
    data = request.POST
    corrects = Line.objects.filter(session=session, no=key_in(data.get("corrects", "")) or 0).first()
    if corrects is not None:
        speaker = corrects.party or corrects.agent or corrects.participant or corrects.seat
    else:
        speaker = _speaker(session, data.get("speaker", ""))
    assert speaker is not None
    said = Said(
        speaker=speaker, text=data.get("text", ""), step=data.get("step", "")[:40], corrects=corrects,
        key=_key(data.get("key", "")),
    )  # fmt: skip
    return room.say(session, said, by=request.acting.actor, at=clock.now())


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _speaker(session: Session, text: str) -> room.Speaker:
    """Whoever sits, or sat, at this table."""
    rows = Presence.objects.filter(session=session, pk=key_in(text) or 0)
    row = rows.select_related("party", "agent__party", "participant", "seat__mediator__user").first()
    if row is None:
        raise at_field("speaker", room_forms.SPEAKER)
    speaker = row.party or row.agent or row.participant or row.seat
    assert speaker is not None
    return speaker


@require_POST
@needs(*WORKS)
def exhibit(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Evidence is handed in: numbered, its bytes kept with their hash."""
    session, at, by = seen_session(request, number, no), clock.now(), request.acting.actor
    parties = {party.pk: party for party in table.parties_at(session) if party.case_id == session.lead_id}
    form = room_forms.ExhibitForm(request.POST, parties=[(pk, str(pk)) for pk in parties])
    given = cleaned(form)
    uploads = request.FILES.getlist("files")
    kept: list[File | None] = [*files.store_all(uploads, by=by, at=at)] or [None]
    for file in kept:
        room.hand_in(session.lead, form.exhibit(party=parties.get(given["party"]), file=file), by=by, at=at)
    return back(request, session, "evidence")


@require_POST
@needs(*WORKS)
def show(request: StaffRequest, number: str, no: int, xno: int) -> HttpResponse:
    """A piece of evidence is shown; who accepts it and who disputes it is taken down."""
    session = seen_session(request, number, no)
    found = _exhibit(session, xno)
    remarks = {party.no: request.POST.get(f"remark-{party.no}", "") for party in table.parties_at(session)}
    room.show(session, found, remarks, by=request.acting.actor, at=clock.now())
    return back(request, session, "evidence")


@require_safe
@needs(*READS)
def exhibit_file(request: StaffRequest, number: str, no: int, xno: int) -> HttpResponse:
    """The bytes of a piece of evidence."""
    found = _exhibit(read_session(request.acting, number, no), xno)
    return serving.respond(found.file)  # type: ignore[return-value]


def _exhibit(session: Session, no: int) -> Exhibit:
    found = Exhibit.objects.select_related("file").filter(case=session.lead_id, no=no).first()
    if found is None:
        raise Http404
    return found


@require_POST
@needs(*WORKS)
def cite(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Law is explained: one of the list, or typed."""
    session = seen_session(request, number, no)
    given = cleaned(room_forms.CitationForm(request.POST))
    article = laws.find(given["chosen"])
    words = (article.law, article.article, article.gist) if article else (given["law"], given["article"], given["gist"])
    room.cite(session, *words, by=request.acting.actor, at=clock.now())
    return back(request, session, "law")


@require_POST
@needs(*WORKS)
def propose(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """A proposal is put on the table. What cannot be read yet comes back as it was typed."""
    session, at = seen_session(request, number, no), clock.now()
    typed, text = rows.read(request.POST), request.POST.get("text", "")
    try:
        if order := request.POST.get("do"):
            return _typed_again(request, session, rows.changed(typed, order), text)
        case = case_at(session, request)
        room.propose(session, case, _proposal(case, request, typed, text), by=request.acting.actor, at=at)
    except Refusal as refusal:
        return _typed_again(request, session, typed, text, refusal)
    return back(request, session, "proposals")


def _proposal(case: Case, request: StaffRequest, typed: list[rows.TermRow], text: str) -> NewProposal:
    clauses = rows.clauses(typed)
    if clauses:
        numbers = Party.objects.filter(case=case).values_list("no", flat=True)
        sheet.check(clauses, parties=list(numbers), today=clock.local(clock.now()).date())
    who = request.POST.get("party", "")
    counters = Proposal.objects.filter(case=case, no=key_in(request.POST.get("counters", "")) or 0).first()
    party = Party.objects.filter(case=case, pk=key_in(who) or 0).first()
    if who and party is None:
        raise Http404
    return NewProposal(text=text, terms=sheet.dump(clauses) if clauses else "", party=party, counters=counters)


def _typed_again(
    request: StaffRequest, session: Session, typed: list[rows.TermRow], text: str, refusal: Refusal | None = None
) -> HttpResponse:  # fmt: skip
    context = frame(session, request, clock.now(), typed=typed, text=text, tab="proposals") | {"refusal": refusal}
    return render(request, "mediation/room/session.html", context, status=refusal.status if refusal else 200)


@require_POST
@needs(*WORKS)
def answer(request: StaffRequest, number: str, no: int, pk: int) -> HttpResponse:
    """What a party says to a proposal."""
    session = seen_session(request, number, no)
    proposal = _offer(session, pk)
    is_accepted, words = request.POST.get("answer") == "yes", request.POST.get("words", "")[:1000]
    party = party_in(session, request.POST.get("party", ""))
    room.answer(proposal, party, is_accepted=is_accepted, words=words, by=request.acting.actor, at=clock.now())
    return back(request, session, "proposals")


@require_POST
@needs(*WORKS)
def share(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Show a proposal on the parties' screen, or take it off."""
    session = seen_session(request, number, no)
    pk = key_in(request.POST.get("proposal", ""))
    room.share(session, _offer(session, pk) if pk else None, by=request.acting.actor, at=clock.now())
    return back(request, session, "proposals")


def _offer(session: Session, pk: int) -> Proposal:
    found = Proposal.objects.select_related("case__matter__centre", "case__centre").filter(pk=pk).first()
    if found is None or found.case_id not in {case.pk for case in table.cases_of(session)}:
        raise Http404
    if found.case_id == session.lead_id:
        found.case = session.lead
    return found


@require_POST
@needs(*WORKS)
def confide(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """A private note; its writer alone reads it."""
    session = seen_session(request, number, no)
    party = party_in(session, request.POST.get("party", ""))
    room.confide(session, party, request.POST.get("text", "")[:4000], by=request.acting.actor, at=clock.now())
    return back(request, session, "private")


@require_POST
@needs(*WORKS)
def read_over(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """The record was read over to somebody, who signs it or says why not."""
    session = seen_session(request, number, no)
    given = cleaned(room_forms.ReadingForm(request.POST))
    reader = _reader(session, request.POST.get("reader", ""))
    agent = (
        Agent.objects.filter(party=reader, pk=key_in(given.pop("agent")) or 0).first()
        if isinstance(reader, Party)
        else None
    )
    given.pop("agent", None)
    reading = Reading(**given, agent=agent)
    room.read_over(session, reader, reading, by=request.acting.actor, at=clock.now())
    return back(request, session, "outcome")


def _reader(session: Session, text: str) -> Party | Seat:
    found = {f"{type(each).__name__.lower()}-{each.pk}": each for each in table.signers(session)}
    if text not in found:
        raise Http404
    return found[text]
