"""Drafting an agreement, fixing its text, and opening it again."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common.refusals import Detail, NotAllowed, Refusal, at_field
from firstdesk.files import services as files
from firstdesk.files.models import Issued
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.mediation import selectors, terms
from firstdesk.mediation.models import Agreement, Case, Party, Promise, Proposal, Session, Term
from firstdesk.mediation.selectors import outcome
from firstdesk.mediation.services.kernel import Change, Happening, happen
from firstdesk.mediation.states import AgreementState, CaseState
from firstdesk.mediation.terms import Clause


@dataclass(frozen=True, kw_only=True)
class Text:
    """The text of an agreement apart from its terms."""

    facts: str
    issues: str
    responsibility: str = ""
    breach: str = ""
    is_partial: bool = False
    open_issues: str = ""


@transaction.atomic
def draft(
    case: Case, text: Text, clauses: Sequence[Clause], *, proposal: Proposal | None = None, by: Actor, at: datetime
) -> Agreement:
    """Write a draft, replacing an open one. Raises Refusal listing every fault in the terms."""
    if case.state not in {CaseState.IN_SESSION, CaseState.AGREED}:
        raise NotAllowed(_("An agreement is drafted in the session it came out of."))
    parties = {party.no: party for party in Party.objects.filter(case=case)}
    terms.check(clauses, parties=parties, today=walls.local(at).date())
    _check_words(text)
    agreement = Agreement.objects.filter(case=case, state__in=[AgreementState.DRAFT, *_FIXED]).first()
    if agreement is not None and agreement.state in _FIXED:
        raise NotAllowed(_("The agreement is fixed. Open it again first; signatures on it fall."))
    words = {name: value.strip() if isinstance(value, str) else value for name, value in vars(text).items()}
    if agreement is None:
        agreement = Agreement.objects.create(
            case=case, kind=Agreement.Kind.WRITTEN, number=_number(case), proposal=proposal, session=_session(case),
            copies=len(parties) + 1, drafted_at=at, drafted_by_id=by.by_id, changed_at=at, **words,
        )  # fmt: skip
        change = Change(agreement)
    else:
        change = Change(agreement, changes={**words, "copies": len(parties) + 1, "changed_at": at})
    _write_terms(agreement, clauses, parties)
    noted = {"agreement": agreement.number, "terms": len(clauses)}
    happen(case, Happening("mediation.drafted", also=[change], noted=noted), by=by, at=at)
    return agreement


_FIXED = (AgreementState.FROZEN, AgreementState.SIGNED)


def _check_words(text: Text) -> None:
    missing = [name for name in ("facts", "issues") if not getattr(text, name).strip()]
    if text.is_partial and not text.open_issues.strip():
        missing.append("open_issues")
    if missing:
        why = _("Write this down; the agreement needs it.")
        raise Refusal(_("The agreement is not complete."), details=[Detail(name, why) for name in missing])


def _number(case: Case) -> str:
    return f"{case.number}-{Agreement.objects.filter(case=case).count() + 1}"


def _session(case: Case) -> Session | None:
    return Session.objects.filter(lead=case, begun_at__isnull=False).order_by("-no").first()  # one that was held


def _write_terms(agreement: Agreement, clauses: Sequence[Clause], parties: dict[int, Party]) -> None:
    """Replace all terms, so that nothing of an earlier draft remains."""
    Promise.objects.filter(term__agreement=agreement).delete()
    Term.objects.filter(agreement=agreement).delete()
    for no, clause in enumerate(clauses, 1):
        term = Term.objects.create(
            agreement=agreement, no=no, kind=clause.kind, debtor=parties[clause.debtor],
            creditor=parties[clause.creditor], what=clause.what.strip(), amount=clause.amount,
            manner=clause.manner.strip(), place=clause.place.strip(),
        )  # fmt: skip
        Promise.objects.bulk_create(
            Promise(term=term, no=number, amount=part.amount, due_on=part.due_on)
            for number, part in enumerate(clause.parts, 1)
        )


def digest(agreement: Agreement) -> str:
    """SHA-256 of the text to be signed: words, parties and terms."""
    parties = Party.objects.filter(case=agreement.case_id).order_by("no")
    content = {
        "number": agreement.number,
        "parties": [[party.no, party.name, party.id_number, party.address] for party in parties],
        "words": [agreement.facts, agreement.issues, agreement.responsibility, agreement.breach, agreement.open_issues],
        "terms": terms.dump(outcome.clauses(agreement)),
        "copies": agreement.copies,
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def freeze(agreement: Agreement, *, is_lawful: bool, by: Actor, at: datetime) -> Agreement:
    """Fix the text to be signed. Raises Refusal unless the procedure is complete, the sums are right and `is_lawful` is
    confirmed."""
    case = agreement.case
    clauses = outcome.clauses(agreement)
    terms.check(clauses, parties=[party.no for party in Party.objects.filter(case=case)], today=walls.local(at).date())
    found = outcome.evidence_to_fix(agreement, is_lawful=is_lawful)
    facts = {**selectors.facts(case, at), "agreement": agreement.kind}
    present = {name for name, is_there in found.items() if is_there}
    demand(case.matter.centre_kind, "mediation.agree", present, facts, case.matter.rulebook_version)
    changes = {"digest": digest(agreement), "frozen_at": at, "frozen_by_id": by.by_id, "changed_at": at}
    also = [Change(agreement, AgreementState.FROZEN, changes)]
    to = CaseState.AGREED if case.state == CaseState.IN_SESSION else None
    noted = {"agreement": agreement.number, "digest": changes["digest"]}
    happen(
        case,
        Happening("mediation.agreed", to, also=also, noted=noted, facts={"agreement": agreement.kind}),
        by=by,
        at=at,
    )
    return agreement


@transaction.atomic
def unfreeze(agreement: Agreement, why: str, *, by: Actor, at: datetime) -> Agreement:
    """Open the text again. Signatures hold only for the text they were given on, so they lapse."""
    if not why.strip():
        raise at_field("why", _("Write why."))
    if agreement.file is not None:
        outdated = Issued.objects.filter(sha256=agreement.file.sha256).values_list("code", flat=True)
        files.withdraw(list(outdated), by=by, at=at)
    changes = {"digest": "", "frozen_at": None, "frozen_by_id": None, "file": None, "changed_at": at}
    also = [Change(agreement, AgreementState.DRAFT, changes)]
    happen(
        agreement.case, Happening("mediation.unfrozen", also=also, noted={"agreement": agreement.number}), by=by, at=at
    )
    return agreement
