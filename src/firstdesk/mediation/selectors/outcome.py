"""The content of an agreement, who read and signed it, and what it requires."""

from datetime import datetime

from django.db.models import Max

from firstdesk.common import clock as walls
from firstdesk.mediation.models import (
    Agreement,
    Case,
    Committee,
    Failure,
    Line,
    Party,
    Passage,
    Promise,
    ReadOver,
    Seat,
    Session,
    Signature,
    Term,
)
from firstdesk.mediation.selectors.case import facts, seats, units_around
from firstdesk.mediation.states import AgreementState, CaseState, PromiseState
from firstdesk.mediation.terms import Clause, Part
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook import procedures

PROCEDURE = "mediation.session"
OUTCOME = "outcome"


def clauses(agreement: Agreement) -> tuple[Clause, ...]:
    """The terms of an agreement as plain data."""
    rows = Term.objects.filter(agreement=agreement).select_related("debtor", "creditor").order_by("no")
    parts: dict[int, list[Part]] = {}
    for promise in Promise.objects.filter(term__agreement=agreement).order_by("no"):
        parts.setdefault(promise.term_id, []).append(Part(promise.due_on, promise.amount))
    return tuple(
        Clause(
            term.kind, term.debtor.no, term.creditor.no, term.what, tuple(parts.get(term.pk, ())), term.amount,
            term.manner, term.place,
        )
        for term in rows
    )  # fmt: skip


def is_procedure_complete(case: Case) -> bool:
    """Whether every step before the outcome was done or lawfully skipped in the case's sessions."""
    return not unfinished(case)


def unfinished(case: Case) -> tuple[procedures.ProcedureStep, ...]:
    """Steps before the outcome that are still to be done."""
    done = set(Passage.objects.filter(session__in=sessions(case)).values_list("step", flat=True))
    return procedures.unfinished(procedure(case), done, OUTCOME)


def procedure(case: Case) -> procedures.Procedure:
    """The procedure for sessions of this case."""
    rules = regulations.version(case.matter.rulebook_version)
    return rules.procedure(case.matter.centre_kind, PROCEDURE, facts(case, case.applied_at))


def sessions(case: Case) -> list[Session]:
    """Sessions of the case, including joint ones."""
    own = Session.objects.filter(lead=case)
    return sorted({*own, *Session.objects.filter(joined=case)}, key=lambda session: (session.period.lower, session.pk))


def has_read_over(agreement: Agreement, signer: Party | Seat) -> bool:
    """Whether the record of the last session was read over to this signer."""
    found = ReadOver.objects.exclude(way=ReadOver.Way.REFUSED)
    if agreement.session_id is None:
        found = found.filter(session__in=sessions(agreement.case))
    else:
        last = Line.objects.filter(session=agreement.session_id).aggregate(no=Max("no"))["no"] or 0
        found = found.filter(session=agreement.session_id, up_to__gte=last)
    return (found.filter(party=signer) if isinstance(signer, Party) else found.filter(seat=signer)).exists()


def all_read_over(agreement: Agreement) -> bool:
    """Every party has."""
    return all(has_read_over(agreement, party) for party in Party.objects.filter(case=agreement.case_id))


def _signed(agreement: Agreement) -> list[Signature]:
    """Signatures on the text as fixed now; signatures on earlier texts do not count."""
    if not agreement.digest:
        return []
    return list(Signature.objects.filter(agreement=agreement, digest=agreement.digest))


def is_signed_by_parties(agreement: Agreement) -> bool:
    """Each of them."""
    signed = {signature.party_id for signature in _signed(agreement)}
    return all(party.pk in signed for party in Party.objects.filter(case=agreement.case_id))


def is_signed_by_mediator(agreement: Agreement) -> bool:
    """The leading one at least."""
    signed = {signature.seat_id for signature in _signed(agreement)}
    return any(seat.role == Seat.Role.CHAIR and seat.pk in signed for seat in seats(agreement.case))


def is_signed_by_all(agreement: Agreement) -> bool:
    """Whether parties and mediator have signed, so that only the seal is missing."""
    return is_signed_by_parties(agreement) and is_signed_by_mediator(agreement)


def is_committee_in_term(case: Case, at: datetime) -> bool:
    """Whether the leading mediator's committee is in its term and may seal today."""
    today = walls.local(at).date()
    found = Committee.objects.filter(unit__in=units_around(case), term_from__lte=today, term_to__gte=today)
    return found.exists()


def evidence_to_fix(agreement: Agreement, *, is_lawful: bool) -> dict[str, bool]:
    """Evidence for fixing the text: name and whether it is present."""
    parties, agreed = list(Party.objects.filter(case=agreement.case_id)), clauses(agreement)
    return {
        "procedure_complete": is_procedure_complete(agreement.case),
        "parties_basics": bool(parties) and all(party.name for party in parties),
        "dispute_facts": bool(agreement.facts and agreement.issues),
        "responsibility": bool(agreement.responsibility),
        "terms_complete": bool(agreed) and all(clause.what and clause.parts for clause in agreed),
        "terms_balance": all(clause.is_whole for clause in agreed),
        "not_against_law": is_lawful,
    }


def evidence_of_effect(agreement: Agreement) -> dict[str, bool]:
    """Evidence for the agreement to take effect that exists before the seal (art. 29)."""
    return {
        "read_over": all_read_over(agreement),
        "signed_each_party": is_signed_by_parties(agreement),
        "mediator_signed": is_signed_by_mediator(agreement),
    }


def stays_open(case: Case) -> bool:
    """Whether only part of the dispute is agreed, so that a further session may settle the rest."""
    made = Agreement.objects.filter(case=case, state=AgreementState.EFFECTIVE).order_by("-pk").first()
    is_partial = made is not None and made.is_partial
    return is_partial and not Failure.objects.filter(case=case).exists()


def standing(case: Case) -> str | None:
    """The case state implied by agreements in effect; None where there are none."""
    promises = Promise.objects.filter(term__agreement__case=case, term__agreement__state=AgreementState.EFFECTIVE)
    if not Agreement.objects.filter(case=case, state=AgreementState.EFFECTIVE).exists():
        return None
    if promises.filter(state=PromiseState.BROKEN).exists():
        return CaseState.BREACHED
    return CaseState.EFFECTIVE if promises.filter(state=PromiseState.AWAITED).exists() else CaseState.PERFORMED
