"""Before anybody sits down: the plan, place and time, everybody invited."""

from datetime import date, datetime, timedelta

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.clock import midnight
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.files import services as files
from firstdesk.mediation import calendar, room_forms
from firstdesk.mediation.access import read_case, seen_case
from firstdesk.mediation.models import Case, Invitation, Party, Plan, Session
from firstdesk.mediation.selectors import case as cases
from firstdesk.mediation.selectors import room as table
from firstdesk.mediation.selectors import rooms, titles
from firstdesk.mediation.services import room
from firstdesk.mediation.views.room.entry import READS, WORKS, address, party_in, read_session, seen_session

SENT = {Invitation.Way.SMS, Invitation.Way.MAIL}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WORKS)
def plan(request: StaffRequest, number: str) -> HttpResponse:
    """How it is to be mediated; a new plan replaces the one before, which is kept."""
    if request.method != "POST":
        case = read_case(request.acting, number)
        last = Plan.objects.filter(case=case).order_by("-pk").first()
        form = room_forms.PlanForm(initial=_planned(case, last))
        return render(request, "mediation/room/plan.html", _plan_page(case, form))
    case, form = seen_case(request, number), room_forms.PlanForm(request.POST)
    if form.is_valid():
        try:
            room.plan(case, form.plan(), by=request.acting.actor, at=clock.now())
            return lead_to(address_of(case), request)
        except Refusal as refusal:
            form.show(refusal)
    return render(request, "mediation/room/plan.html", _plan_page(case, form), status=422)


def _planned(case: Case, last: Plan | None) -> dict[str, str]:
    if last is None:
        return {"positions": case.requests}
    return {name: getattr(last, name) for name in ("issues", "positions", "measures", "safety")}


def _plan_page(case: Case, form: room_forms.PlanForm) -> dict[str, object]:
    plans = Plan.objects.filter(case=case).select_related("planned_by").order_by("-pk")
    return {"case": case, "form": form, "plans": list(plans), "seats": cases.seats(case)}


def address_of(case: Case) -> str:
    """The page of the case."""
    return f"/mediation/{case.number}/"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WORKS)
def arrange(request: StaffRequest, number: str) -> HttpResponse:
    """Place and time of a session, with the rooms' free times beside it; a room is had by one at a time."""
    at = clock.now()
    is_sent = request.method == "POST"
    case = seen_case(request, number) if is_sent else read_case(request.acting, number)
    day = _day(request.POST.get("day", "") if is_sent else request.GET.get("day", ""), at)
    form = room_forms.ArrangementForm(
        request.POST if is_sent else None, initial={"day": day}, rooms=rooms.rooms(case.centre), others=_others(case)
    )
    if is_sent and form.is_valid():
        try:
            session = room.arrange(case, form.arrangement(), by=request.acting.actor, at=at)
            session.lead = case
            return lead_to(f"{address(session)}invitations/", request)
        except Refusal as refusal:
            form.show(refusal)
    context = _arranging(case, form, day)
    return render(request, "mediation/room/arrange.html", context, status=422 if is_sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WORKS)
def move(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Another time or place; everybody is then told anew."""
    is_sent = request.method == "POST"
    session = seen_session(request, number, no) if is_sent else read_session(request.acting, number, no)
    begins, ends = clock.local(session.period.lower), clock.local(session.period.upper)
    day = _day(request.GET.get("day", ""), session.period.lower)
    first = {"day": day, "begins": begins.time(), "ends": ends.time(), "room": session.room_id, "place": session.place,
             "is_open": session.is_open}  # fmt: skip
    form = room_forms.ArrangementForm(
        request.POST if is_sent else None, initial=first, rooms=rooms.rooms(session.lead.centre), others=[]
    )
    if is_sent and form.is_valid():
        try:
            room.move(session, form.arrangement(), by=request.acting.actor, at=clock.now())
            return lead_to(f"{address(session)}invitations/", request)
        except Refusal as refusal:
            form.show(refusal)
    context = _arranging(session.lead, form, day) | {"session": session}
    return render(request, "mediation/room/arrange.html", context, status=422 if is_sent else 200)


def _arranging(case: Case, form: room_forms.ArrangementForm, day: date) -> dict[str, object]:
    """Free rooms of a day, and when those who mediate are needed elsewhere."""
    opens = midnight(day)
    taken = rooms.busy(cases.seats(case), opens, opens + timedelta(days=1))
    return {"case": case, "form": form, "day": day, "free": rooms.free(case.centre, day), "busy": taken}


def _others(case: Case) -> list[Case]:
    """Cases of the same joint mediation."""
    return list(Case.objects.filter(joint=case.joint_id).exclude(pk=case.pk)) if case.joint_id else []


def _day(text: str, at: datetime) -> date:
    """The day asked for, else that of this moment."""
    today = clock.local(at).date()
    try:
        return parse_date(text) or today
    except ValueError:
        return today


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WORKS)
def invitations(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Who was told how, with what proof; and telling the next."""
    if request.method != "POST":
        session = read_session(request.acting, number, no)
        return render(request, "mediation/room/invitations.html", _told(session, clock.now()))
    session, form = seen_session(request, number, no), room_forms.InvitationForm(request.POST)
    try:
        given = cleaned(form)
        _invite(session, party_in(session, str(given["party"])), given, request)
        return lead_to(f"{address(session)}invitations/", request)
    except Refusal as refusal:
        sent = {"refusal": refusal, "sent": _sent(request.POST)}
        return render(
            request, "mediation/room/invitations.html", _told(session, clock.now()) | sent, status=refusal.status
        )


def _invite(session: Session, party: Party, given: dict[str, str], request: StaffRequest) -> None:
    by, at = request.acting.actor, clock.now()
    if given["way"] in SENT:
        letter = room.Letter(way=given["way"], text=given["text"], to_address=given["to_address"])
        room.send_invitation(session, party, letter, by=by, at=at)
        return
    room.tell(session, party, _word(request, given, at), by=by, at=at)


def _word(request: StaffRequest, given: dict[str, str], at: datetime) -> room.Notification:
    """How somebody was told by mouth or hand, with the proof that was sent along."""
    uploads = request.FILES.getlist("files")
    proof = files.store_one(next(iter(uploads), None), by=request.acting.actor, at=at)
    return room.Notification(
        way=given["way"], text=given.get("text", ""), proof=proof, proof_words=given["proof_words"]
    )


@require_POST
@needs(*WORKS)
def tell_off(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """Somebody told a party that the session is called off."""
    session, at = seen_session(request, number, no), clock.now()
    given = cleaned(room_forms.ToldOffForm(request.POST))
    party = party_in(session, str(given["party"]))
    room.tell_off(session, party, _word(request, given, at), by=request.acting.actor, at=at)
    return lead_to(address(session), request)


def _sent(data: QueryDict) -> dict[str, str]:
    return {name: data.get(name, "") for name in ("party", "way", "to_address", "text", "proof_words")}


def _told(session: Session, at: datetime) -> dict[str, object]:
    told: dict[int, list[Invitation]] = {}
    now = Invitation.objects.filter(session=session, told_at__gte=session.arranged_at)
    for row in now.select_related("delivery", "proof").order_by("pk"):
        told.setdefault(row.party_id, []).append(row)
    parties = [(party, titles.party_title(party), told.get(party.pk, [])) for party in table.parties_at(session)]
    form = room_forms.InvitationForm(initial={"text": room.wording(session)})
    return {
        "session": session, "case": session.lead, "parties": parties, "form": form, "place": rooms.place_of(session),
        "untold": table.untold(session, at), "told_off": table.told_off(session),
        "works": True,
        "ways": form.fields["way"].choices, "text": room.wording(session), "refusal": None, "sent": _sent(QueryDict()),  # type: ignore[attr-defined]
    }  # fmt: skip


@require_safe
@needs(*READS)
def ics(request: StaffRequest, number: str, no: int) -> HttpResponse:
    """The appointment, for any calendar."""
    session = read_session(request.acting, number, no)
    response = HttpResponse(calendar.appointment(session, clock.now()), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{session.lead.number}-{session.no}.ics"'
    return response
