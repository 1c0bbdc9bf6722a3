"""After mediation: visits, confirmation by a court, and the end of the case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Detail, NotAllowed, Refusal
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Agreement, Case, Confirmation, Copy, Party, Promise, Visit
from firstdesk.mediation.selectors import after
from firstdesk.mediation.services.kernel import Change, Happening, happen
from firstdesk.mediation.states import PROMISE_OPEN, AgreementState, CaseState, ConfirmationState


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a visit or call found."""

    way: str
    is_performed: bool | None = None
    stars: int | None = None
    opinion: str = ""
    suit_filed: bool = False
    next_action: str = ""


@transaction.atomic
def visit(party: Party, found: Found, *, by: Actor, at: datetime) -> Visit:
    """Look after a party: is it performed, is all well."""
    row = Visit.objects.create(
        case_id=party.case_id, party=party, way=found.way, is_performed=found.is_performed, stars=found.stars,
        opinion=found.opinion.strip(), suit_filed=found.suit_filed, next_action=found.next_action.strip(),
        visited_at=at, visited_by_id=by.by_id,
    )  # fmt: skip
    noted = {"visit": row.pk, "party": party.no, "performed": found.is_performed}
    happen(party.case, Happening("mediation.visited", noted=noted), by=by, at=at)
    return row


@transaction.atomic
def prepare_confirmation(agreement: Agreement, court: str, *, by: Actor, at: datetime) -> Confirmation:
    """Get the joint application ready, within 30 days from effect (art. 33)."""
    if agreement.state != AgreementState.EFFECTIVE or agreement.effective_at is None:
        raise NotAllowed(_("Only an agreement in effect is confirmed by a court."))
    if at > after.window_until(agreement):
        raise NotAllowed(_("The 30 days for a joint application are over."))
    if not court.strip():
        raise Refusal(_("Name the court."), details=[Detail("court", _("Name the court."))])
    row = Confirmation.objects.create(
        agreement=agreement, court=court.strip()[:120], prepared_at=at, prepared_by_id=by.by_id
    )
    happen(agreement.case, Happening("mediation.confirmation_prepared", noted={"confirmation": row.pk}), by=by, at=at)
    return row


@transaction.atomic
def join_confirmation(row: Confirmation, party: Party, *, by: Actor, at: datetime) -> Confirmation:
    """A party asks for it, too."""
    if row.state != ConfirmationState.PREPARED:
        raise NotAllowed(_("The application has been handed in already."))
    row.joined = sorted({*row.joined, party.no})
    noted = {"confirmation": row.pk, "party": party.no}
    also = [Change(row, changes={"joined": row.joined})]
    happen(row.agreement.case, Happening("mediation.confirmation_prepared", also=also, noted=noted), by=by, at=at)
    return row


@transaction.atomic
def file_confirmation(row: Confirmation, *, by: Actor, at: datetime) -> Confirmation:
    """Hand it to the court: only together, and only in time."""
    parties = set(Party.objects.filter(case=row.agreement.case_id).values_list("no", flat=True))
    if set(row.joined) != parties:
        raise NotAllowed(_("Both sides ask for it together; not every party has joined."))
    if at > after.window_until(row.agreement):
        raise NotAllowed(_("The 30 days for a joint application are over."))
    return _confirm(row, ConfirmationState.FILED, "mediation.confirmation_filed", {"filed_at": at}, by=by, at=at)


@transaction.atomic
def accept_confirmation(row: Confirmation, *, on: datetime, by: Actor, at: datetime) -> Confirmation:
    """The court took it on."""
    return _confirm(
        row, ConfirmationState.ACCEPTED, "mediation.confirmation_accepted", {"accepted_at": on}, by=by, at=at
    )


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the court decided, and when."""

    is_confirmed: bool
    on: datetime
    words: str
    paper: File | None = None


@transaction.atomic
def decide_confirmation(row: Confirmation, decision: Decision, *, by: Actor, at: datetime) -> Confirmation:
    """Keep what the court decided."""
    if not decision.words.strip():
        raise Refusal(
            _("Write the number of the decision."), details=[Detail("words", _("Write the number of the decision."))]
        )
    to = ConfirmationState.CONFIRMED if decision.is_confirmed else ConfirmationState.REFUSED
    changes = {"decided_at": decision.on, "decision": decision.words.strip(), "paper": decision.paper}
    return _confirm(row, to, "mediation.confirmation_decided", changes, by=by, at=at)


@transaction.atomic
def drop_confirmation(row: Confirmation, *, by: Actor, at: datetime) -> Confirmation:
    """The parties do not go on with it."""
    return _confirm(row, ConfirmationState.DROPPED, "mediation.confirmation_decided", {}, by=by, at=at)


def _confirm(
    row: Confirmation, to: str, event: str, changes: Mapping[str, object], *, by: Actor, at: datetime
) -> Confirmation:  # fmt: skip
    also = [Change(row, to, changes)]
    happen(row.agreement.case, Happening(event, also=also, noted={"confirmation": row.pk}), by=by, at=at)
    return row


@transaction.atomic
def close(case: Case, *, by: Actor, at: datetime) -> Case:
    """Nothing is left to do: promises settled, copies handed over, visited, the file complete."""
    kind = after.kind_agreed(case)
    left = Promise.objects.filter(
        term__agreement__case=case, term__agreement__state=AgreementState.EFFECTIVE, state__in=sorted(PROMISE_OPEN)
    )
    found = {
        "promises_settled": not left.exists() or case.state == CaseState.BREACHED,
        "file_complete": after.is_file_complete(case),
        "copies_delivered": not Copy.objects.filter(
            agreement__case=case, delivered_at=None, party__isnull=False
        ).exists(),
        "visited": Visit.objects.filter(case=case).exists(),
    }
    present = {name for name, is_there in found.items() if is_there}
    facts = {**selectors.facts(case, at), "agreement": kind}
    demand(case.matter.centre_kind, "mediation.close", present, facts, case.matter.rulebook_version)
    changes = {"ended_at": at, "ended_by_id": by.by_id}
    happen(case, Happening("mediation.closed", CaseState.CLOSED, changes, facts={"agreement": kind}), by=by, at=at)
    return case
