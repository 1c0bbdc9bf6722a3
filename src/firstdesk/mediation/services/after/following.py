"""Follow-up visits, and closing the case."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Case, Party, Visit
from firstdesk.mediation.selectors import after
from firstdesk.mediation.services.kernel import Happening, happen
from firstdesk.mediation.states import CaseState

AFTERWARDS = frozenset({
    CaseState.EFFECTIVE, CaseState.BREACHED, CaseState.PERFORMED, CaseState.FAILED, CaseState.WITHDRAWN,
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Found:
    """The result of a visit or call."""

    way: str
    is_performed: bool | None = None
    stars: int | None = None
    opinion: str = ""
    news: str = ""
    problem: str = ""
    suit_filed: bool = False
    next_action: str = ""


@transaction.atomic
def visit(party: Party, found: Found, *, by: Actor, at: datetime) -> Visit:
    """Record a visit or call: whether promises are kept and all is well. Raises NotAllowed before there is anything to
    follow up."""
    if party.case.state not in AFTERWARDS:
        raise NotAllowed(_("There is a visit when mediation is over: agreed, or ended without agreement."))
    row = Visit.objects.create(
        case_id=party.case_id, party=party, way=found.way, is_performed=found.is_performed, stars=found.stars,
        opinion=found.opinion.strip(), news=found.news.strip(), problem=found.problem.strip(),
        suit_filed=found.suit_filed, next_action=found.next_action.strip(),
        visited_at=at, visited_by_id=by.by_id,
    )  # fmt: skip
    noted = {"visit": row.pk, "party": party.no, "performed": found.is_performed}
    happen(party.case, Happening("mediation.visited", noted=noted), by=by, at=at)
    return row


@transaction.atomic
def close(case: Case, *, by: Actor, at: datetime) -> Case:
    """Close the case. Raises Refusal while something is missing: promises settled, copies delivered, visits made, file
    complete."""
    kind = after.kind_agreed(case)
    present = {name for name, is_there in after.closing(case).items() if is_there}
    facts = {**selectors.facts(case, at), "agreement": kind}
    demand(case.matter.centre_kind, "mediation.close", present, facts, case.matter.rulebook_version)
    changes = {"ended_at": at, "ended_by_id": by.by_id}
    step = Happening("mediation.closed", CaseState.CLOSED, changes, facts={"agreement": kind}, whole=True)
    happen(case, step, by=by, at=at)
    return case
