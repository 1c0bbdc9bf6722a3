"""The agreement page: what is still missing and why, the sums, and differences from the proposal."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from firstdesk.common.language import words
from firstdesk.common.money import capitals, yuan
from firstdesk.directory.scope import Acting
from firstdesk.mediation import terms
from firstdesk.mediation.models import Agent, Agreement, Case, Copy, Party, Plan, Proposal, Seat, Signature
from firstdesk.mediation.selectors import outcome
from firstdesk.mediation.selectors.case import agents_of, facts, seats
from firstdesk.mediation.selectors.papers.agreeing import clause_words
from firstdesk.mediation.selectors.papers.common import called
from firstdesk.mediation.selectors.papers.gathering import CHINESE
from firstdesk.mediation.selectors.reading import works
from firstdesk.mediation.selectors.room import accepted_by_all
from firstdesk.mediation.states import AGREEMENT_OPEN, AgreementState, CaseState
from firstdesk.mediation.terms import Clause, Difference
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook import gates

MAY_DRAFT = frozenset({CaseState.IN_SESSION, CaseState.AGREED})


@dataclass(frozen=True)
class Point:
    """One requirement of the law or a rule, and whether it is met."""

    name: str
    title: str
    clauses: tuple[str, ...]
    is_there: bool


@dataclass(frozen=True)
class Signer:
    """Somebody who has to sign."""

    key: str  # party:<no> or seat:<pk>
    title: str
    agents: list[tuple[int, str]]
    needs_guardian: bool
    has_read: bool
    signature: Signature | None


def current(case: Case) -> Agreement | None:
    """The written agreement being drafted or signed, or else the newest in effect."""
    rows = Agreement.objects.filter(case=case, kind=Agreement.Kind.WRITTEN).exclude(state=AgreementState.SET_ASIDE)
    found = rows.select_related("case__matter__centre", "case__centre", "file", "sealed_file", "proposal")
    return found.filter(state__in=sorted(AGREEMENT_OPEN)).first() or found.order_by("-pk").first()


def begun(case: Case) -> dict[str, str]:
    """Initial text of a new agreement: the facts as told, and the issues from the plan or the claim."""
    plan = Plan.objects.filter(case=case).order_by("-pk").first()
    return {"facts": case.facts, "issues": plan.issues if plan else case.requests}


def source(case: Case) -> Proposal | None:
    """The newest proposal all parties accepted that has not become an agreement in effect."""
    used = Agreement.objects.filter(case=case, state=AgreementState.EFFECTIVE, proposal__isnull=False)
    rows = Proposal.objects.filter(case=case).exclude(pk__in=used.values("proposal")).order_by("-no")
    return next((row for row in rows if accepted_by_all(row)), None)


def points(case: Case, verb: str, found: Collection[str], kind: str, at: datetime) -> list[Point]:
    """Every requirement of the rules for a verb, each with its clauses."""
    rules = regulations.version(case.matter.rulebook_version)
    asked = gates.check(rules, case.matter.centre_kind, verb, set(), {**facts(case, at), "agreement": kind})
    return [
        Point(miss.item, words(rules.vocabulary.evidence[miss.item]), miss.clauses, miss.item in found)
        for miss in {miss.item: miss for miss in asked.missing}.values()
    ]


def to_fix(agreement: Agreement, at: datetime) -> list[Point]:
    """Requirements for fixing a draft, except lawfulness, which the mediator confirms last."""
    found = {name for name, there in outcome.evidence_to_fix(agreement, is_lawful=False).items() if there}
    return points(agreement.case, "mediation.agree", found, agreement.kind, at)


def to_take_effect(agreement: Agreement, at: datetime) -> list[Point]:
    """Requirements for the agreement to take effect."""
    found = {name for name, there in outcome.evidence_of_effect(agreement).items() if there}
    return points(agreement.case, "mediation.make_effective", found, agreement.kind, at)


def differences(agreement: Agreement) -> list[Difference]:
    """Differences from the proposal the agreement came from."""
    proposal = agreement.proposal
    if proposal is None or not proposal.terms:
        return []
    return terms.differences(terms.load(proposal.terms), outcome.clauses(agreement))


def sums(clauses: Sequence[Clause]) -> list[tuple[int, str, str]]:
    """For each payment: term number, amount in figures, amount in capital numerals."""
    return [
        (no, yuan(clause.amount), capitals(clause.amount))
        for no, clause in enumerate(clauses, 1)
        if clause.amount is not None
    ]


def sentences(agreement: Agreement) -> list[str]:
    """The terms as sentences of the agreement document, in its language. This text is what gets signed."""
    parties = {party.no: party for party in Party.objects.filter(case=agreement.case_id)}
    with translation.override(CHINESE):
        return [clause_words(clause, parties) for clause in outcome.clauses(agreement)]


def signers(agreement: Agreement, at: datetime) -> list[Signer]:
    """Everybody who has to sign: parties and mediators."""
    rows = Signature.objects.filter(agreement=agreement, digest=agreement.digest) if agreement.digest else []
    signed = {("party", row.party_id) if row.party_id else ("seat", row.seat_id): row for row in rows}
    found = []
    for party in Party.objects.filter(case=agreement.case_id).order_by("no"):
        agents = [(agent.pk, f"{agent.get_role_display()} {agent.name}") for agent in agents_of(party, at)
                  if agent.role == Agent.Role.GUARDIAN or agent.scope == Agent.Scope.SPECIAL]  # fmt: skip
        guarded = party.capacity != Party.Capacity.FULL
        read = outcome.has_read_over(agreement, party)
        found.append(Signer(f"party:{party.no}", called(party), agents, guarded, read, signed.get(("party", party.pk))))
    for seat in seats(agreement.case):
        if seat.role != Seat.Role.RECORDER:
            title = f"{seat.get_role_display()} {seat.mediator.user}"
            read = outcome.has_read_over(agreement, seat)
            found.append(Signer(f"seat:{seat.pk}", title, [], False, read, signed.get(("seat", seat.pk))))
    return found


def copies(agreement: Agreement) -> list[Copy]:
    """The numbered copies."""
    return list(Copy.objects.filter(agreement=agreement).select_related("party", "file").order_by("no"))


def panel(case: Case, acting: Acting, at: datetime) -> dict[str, object] | None:
    """The agreement panel of the case page; None before there can be an agreement."""
    row, asked = current(case), list[Point]()
    if row is None and case.state not in MAY_DRAFT:
        return None
    if row is not None and row.state in AGREEMENT_OPEN:
        asked = to_fix(row, at) if row.state == AgreementState.DRAFT else to_take_effect(row, at)
    return {
        "agreement": row,
        "agreement_misses": [point.title for point in asked if not point.is_there],
        "may_draft": case.state in MAY_DRAFT,
        "works": works(case, acting),
    }
