"""What the page of a session is made with."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from firstdesk.directory.access import StaffRequest
from firstdesk.mediation import policies, room_forms
from firstdesk.mediation.models import Exhibit, ReadOver, Session
from firstdesk.mediation.rows import TermRow
from firstdesk.mediation.selectors import table
from firstdesk.mediation.selectors.case import seats
from firstdesk.mediation.selectors.rooms import place_of
from firstdesk.mediation.states import BEFORE_AGREEMENT

TABS = ("people", "rights", "evidence", "law", "proposals", "private", "outcome")


def frame(
    session: Session, request: StaffRequest, at: datetime, *, typed: Sequence[TermRow] = (), text: str = "", tab: str = ""
) -> dict[str, object]:  # fmt: skip
    """Everything the page shows; `typed` and `text` are what was typed as a proposal and could not be taken yet."""
    page = table.page(session, request.acting, at)
    chosen = tab or request.GET.get("tab", "")
    return page | {
        "tab": chosen if chosen in TABS else "people",
        "tabs": room_forms.TAB_NAMES,
        "place": place_of(session),
        "works": works(session, request),
        "is_before": session.lead.state in BEFORE_AGREEMENT,
        "exhibit_kinds": Exhibit.Kind.choices,
        "reading_ways": ReadOver.Way.choices,
        "outcomes": room_forms.OUTCOME_NAMES,
        "ways_of_law": room_forms.WAYS,
        "rows": list(typed) or [TermRow()],
        "proposal_text": text,
        "term_parties": [(row.party.no, row.title) for row in page["parties"] if row.party.case_id == session.lead_id],  # type: ignore[attr-defined]
        "line_key": str(uuid4()),
        "refusal": None,
        "correct": request.GET.get("correct", ""),
    }


def works(session: Session, request: StaffRequest) -> bool:
    """Whether the reader may do anything here."""
    seated = any(seat.mediator.user_id == request.user.pk for seat in seats(session.lead))
    return seated or policies.leads(session.lead, request.acting)
