"""How a page or form finds its session, and where it leads afterwards."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse

from firstdesk.common.http import lead_to
from firstdesk.directory.access import StaffRequest
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.mediation import policies
from firstdesk.mediation.access import read_case, seen_case
from firstdesk.mediation.models import Case, Party, Session
from firstdesk.mediation.selectors import room, table
from firstdesk.mediation.services.room import Present

P = Permission
READS = (P.READ_OWN, P.READ_SUBTREE)
WORKS = (P.MEDIATE, P.DECIDE)


def read_session(acting: Acting, number: str, no: int) -> Session:
    """The session, for somebody who may read every case at its table. Raises Http404 and NotAllowed."""
    return _session(read_case(acting, number), no, acting)


def seen_session(request: StaffRequest, number: str, no: int) -> Session:
    """The session a form is about, for somebody who works in it, still as the page had it."""
    session = _session(seen_case(request, number), no, request.acting)
    if "seen_session" in request.POST:
        policies.check_seen(session, request.POST["seen_session"])
    return session


def _session(case: Case, no: int, acting: Acting) -> Session:
    session = Session.objects.select_related("room").filter(lead=case, no=no).first()
    if session is None:
        raise Http404
    session.lead = case
    for other in room.cases_of(session)[1:]:
        policies.check_reads(other, acting)
    return session


def address(session: Session, tab: str = "") -> str:
    """The page of the session, with one of its tabs in front."""
    page = reverse("mediation:session", args=[session.lead.number, session.no])
    return f"{page}?tab={tab}" if tab else page


def back(request: StaffRequest, session: Session, tab: str = "") -> HttpResponse:
    """The page of the session again; without JavaScript, where its tabs stand one below the other, at the one meant."""
    mark = f"#tab-{tab}" if tab and "HX-Request" not in request.headers else ""
    return lead_to(address(session, tab) + mark, request)


def party_in(session: Session, text: str) -> Party:
    """A party at this table, by the key a form sent; its case is the session's own where it leads."""
    found = next((party for party in room.parties_at(session) if str(party.pk) == text), None)
    if found is None:
        raise Http404
    if found.case_id == session.lead_id:
        found.case = session.lead
    return found


def present_in(session: Session, data: QueryDict, at_table: Sequence[table.Place]) -> Present:
    """Who was ticked as sitting there."""
    chosen = {field: set(data.getlist(field)) for field in table.TONES}
    people = [place.person for place in at_table if str(place.person.pk) in chosen[place.field]]
    by_kind = {field: [p for p in people if type(p).__name__.lower() == field] for field in table.TONES}
    return Present(
        parties=by_kind["party"], agents=by_kind["agent"], participants=by_kind["participant"], seats=by_kind["seat"]  # type: ignore[arg-type]
    )  # fmt: skip
