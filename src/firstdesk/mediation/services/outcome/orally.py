"""Oral agreements: chosen by the parties, entered in the register by the mediator (arts. 28, 30)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common.refusals import NotAllowed
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.mediation import selectors, terms
from firstdesk.mediation.models import Agreement, Case, Consent, Party
from firstdesk.mediation.selectors import outcome
from firstdesk.mediation.services.after.promising import promise_all
from firstdesk.mediation.services.kernel import Change, Happening, happen
from firstdesk.mediation.services.outcome.drafting import Text, draft
from firstdesk.mediation.services.standing import who_acts
from firstdesk.mediation.states import AgreementState, CaseState
from firstdesk.mediation.terms import Clause


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """How an oral agreement was reached: who confirmed it as read back, and that its lawfulness was checked."""

    confirmed_by: Sequence[Party]
    is_lawful: bool


@transaction.atomic
def agree_orally(
    case: Case, text: Text, clauses: Sequence[Clause], spoken: Spoken, *, by: Actor, at: datetime
) -> Agreement:
    """Record an oral agreement, in effect at once. Every party must have confirmed the words as read back."""
    parties = list(Party.objects.filter(case=case).order_by("no"))
    _check_each(case, parties, at)
    terms.check(clauses, parties=[party.no for party in parties], today=walls.local(at).date())
    found = {
        **selectors.guarantees(case),
        "procedure_complete": outcome.is_procedure_complete(case),
        "oral_chosen": selectors.all_agree(case, Consent.About.ORAL),
        "oral_content": bool(clauses) and bool(text.facts.strip()),
        "confirmed_each_party": {party.pk for party in spoken.confirmed_by} >= {party.pk for party in parties},
        "not_against_law": spoken.is_lawful,
    }
    present = {name for name, is_there in found.items() if is_there}
    facts = {**selectors.facts(case, at), "agreement": Agreement.Kind.ORAL}
    demand(case.matter.centre_kind, "mediation.agree", present, facts, case.matter.rulebook_version)
    if not all(found.values()):
        raise NotAllowed(_("An oral agreement takes the parties' choice, its content, and everybody's confirmation."))
    agreement = draft(case, text, clauses, by=by, at=at)
    Agreement.objects.filter(pk=agreement.pk).update(kind=Agreement.Kind.ORAL)
    agreement.kind = Agreement.Kind.ORAL
    happen(
        case,
        Happening("mediation.agreed_orally", CaseState.AGREED, noted={"agreement": agreement.number}),
        by=by,
        at=at,
    )
    also = [Change(agreement, AgreementState.EFFECTIVE, {"effective_at": at, "changed_at": at})]
    to = CaseState.BREACHED if outcome.standing(case) == CaseState.BREACHED else CaseState.EFFECTIVE
    step = Happening("mediation.effective", to, {"effective_at": case.effective_at or at}, also=also)
    happen(case, step, by=by, at=at)
    promise_all(agreement, by=by, at=at)
    return agreement


def _check_each(case: Case, parties: Sequence[Party], at: datetime) -> None:
    """Raises Refusal unless each party, or somebody who may agree for them, is present."""
    held = [session for session in outcome.sessions(case) if session.begun_at is not None]
    for party in parties if held else ():
        party.case = case
        who_acts(held[-1], party, concedes=True, at=at)
