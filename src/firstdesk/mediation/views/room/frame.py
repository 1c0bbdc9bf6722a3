"""Context of the session page."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.utils.crypto import salted_hmac

from firstdesk.directory.access import StaffRequest
from firstdesk.mediation import forms, policies, room_forms
from firstdesk.mediation.models import Case, Exhibit, ReadOver, Session
from firstdesk.mediation.rows import TermRow
from firstdesk.mediation.selectors import pages, table
from firstdesk.mediation.selectors.room import cases_of
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
    """The context; `typed` and `text` are an entered proposal that was refused."""
    chosen = tab or request.GET.get("tab", "")
    offered = case_at(session, request)
    own = {
        "tab": chosen if chosen in TABS else "people",
        "place": place_of(session),
        "works": policies.works(session.lead, request.acting),
        "is_before": session.lead.state in BEFORE_AGREEMENT,
        "is_typed": bool(typed),
        "proposal_text": text,
        "offer_case": offered,
        "alarm_form": forms.AlarmForm(units=pages.police(session.lead)),
        "line_key": str(uuid4()),
        "line_secret": _secret(request),
        "correct": request.GET.get("correct", ""),
    }
    editing = editor(offered, list(typed) or [TermRow()])
    return table.page(session, request.acting, at) | CHOICES | own | editing


def case_at(session: Session, request: StaffRequest) -> Case:
    """The case at this table a proposal is for: the one chosen, else the leading one."""
    chosen = request.POST.get("case") or request.GET.get("case", "")
    return next((case for case in cases_of(session) if case.number == chosen), session.lead)


def _secret(request: StaffRequest) -> str:
    """With what the browser seals unsent lines: of this sign-in alone, so that afterwards nobody opens them."""
    made = salted_hmac("mediation.transcript", request.session.session_key or "", algorithm="sha256")
    return b64encode(made.digest()).decode()
