"""What the page of a session is made with."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from firstdesk.directory.access import StaffRequest
from firstdesk.mediation import forms, policies, room_forms
from firstdesk.mediation.models import Exhibit, ReadOver, Session
from firstdesk.mediation.rows import TermRow
from firstdesk.mediation.selectors import pages, table
from firstdesk.mediation.selectors.rooms import place_of
from firstdesk.mediation.states import BEFORE_AGREEMENT
from firstdesk.mediation.views.outcome.common import editor

TABS = ("people", "rights", "evidence", "law", "proposals", "private", "outcome")


CHOICES: dict[str, object] = {
    "tabs": room_forms.TAB_NAMES,
    "exhibit_kinds": Exhibit.Kind.choices,
    "reading_ways": ReadOver.Way.choices,
    "outcomes": room_forms.OUTCOME_NAMES,
    "ways_of_law": room_forms.WAYS,
    "refusal": None,
}


def frame(
    session: Session, request: StaffRequest, at: datetime, *, typed: Sequence[TermRow] = (), text: str = "", tab: str = ""
) -> dict[str, object]:  # fmt: skip
    """Everything the page shows; `typed` and `text` are what was typed as a proposal and could not be taken yet."""
    chosen = tab or request.GET.get("tab", "")
    own = {
        "tab": chosen if chosen in TABS else "people",
        "place": place_of(session),
        "works": policies.works(session.lead, request.acting),
        "is_before": session.lead.state in BEFORE_AGREEMENT,
        "is_typed": bool(typed),
        "proposal_text": text,
        "alarm_form": forms.AlarmForm(units=pages.police(session.lead)),
        "line_key": str(uuid4()),
        "correct": request.GET.get("correct", ""),
    }
    editing = editor(session.lead, list(typed) or [TermRow()])
    return table.page(session, request.acting, at) | CHOICES | own | editing
