"""Investigation records as their page shows them."""

import json
from dataclasses import dataclass

from firstdesk.mediation.models import Case, Inquiry
from firstdesk.mediation.selectors.titles import party_title


@dataclass(frozen=True)
class Talk:
    """One investigation record."""

    row: Inquiry
    who: str
    pairs: list[tuple[str, str]]


def inquiries(case: Case) -> list[Talk]:
    """The newest first."""
    rows = Inquiry.objects.filter(case=case).select_related("party", "asked_by").order_by("-asked_at", "-pk")
    return [Talk(row, _who(row), [(pair[0], pair[1]) for pair in json.loads(row.talk or "[]")]) for row in rows]


def _who(row: Inquiry) -> str:
    return f"{party_title(row.party)} {row.party.name}" if row.party else str(row.name)
