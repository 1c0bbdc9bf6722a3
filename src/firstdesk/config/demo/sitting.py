"""A session of the demonstration and what comes of it: refused, agreed, signed and sealed, kept or broken."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from firstdesk.common import clock
from firstdesk.config.demo.mediating import WAYS, Table, agreement_of, pen, today
from firstdesk.mediation import terms
from firstdesk.mediation.models import (
    Agent,
    Case,
    Consent,
    Copy,
    Party,
    Promise,
    ReadOver,
    Seat,
    Session,
    Signature,
    Visit,
)
from firstdesk.mediation.selectors import outcome as found
from firstdesk.mediation.selectors import room as table_of
from firstdesk.mediation.services import after, outcome, room
from firstdesk.mediation.services import case as cases
from firstdesk.mediation.services.after import Found, Proof
from firstdesk.mediation.services.case import Ending, Word
from firstdesk.mediation.services.outcome import Mark, Sealing, Text
from firstdesk.mediation.services.room import NewProposal, Reading
from firstdesk.mediation.terms import Clause, Part

MINUTE = timedelta(minutes=1)
SEALED = ("kept", "broken")
PROOFS = ("银行转账回单已核对。", "双方当面确认已经履行。", "上门查看，已经修好。")


def hold(table: Table, at: datetime) -> None:
    """Everybody sits down; it goes as the dispute says."""
    told, case = table.told, table.case
    session = table.open(case, at)
    _steps(table, session, at + 2 * MINUTE)
    if told.until == "refused":
        table.life.plan(at + 35 * MINUTE, lambda moment: _refuse(table, moment))
        return
    if told.is_on_the_spot:
        _orally(table, case, session, at + 24 * MINUTE)
        return
    clauses = _clauses(table, today(at))
    new = NewProposal(text=told.proposal, terms=terms.dump(clauses))
    proposal = room.propose(session, case, new, by=table.by, at=at + 40 * MINUTE)
    proposal.case = case
    for party in table.parties(case):
        if party.no in told.accepted:
            room.answer(proposal, party, is_accepted=True, by=table.by, at=at + 45 * MINUTE)
    if told.until == "sitting":
        session.lead = case
        room.adjourn(session, by=table.by, at=at + 50 * MINUTE)
        return
    words = Text(facts=told.facts, issues=told.issues, responsibility=told.responsibility, breach=told.breach)
    room.step(session, "negotiation", sorted(table_of.BY_WORD), by=table.by, at=at + 50 * MINUTE)
    agreement = outcome.draft(case, words, clauses, proposal=proposal, by=table.by, at=at + 55 * MINUTE)
    _read(table, case, session, at + 65 * MINUTE)
    room.end(session, "agreed", by=table.by, at=at + 70 * MINUTE)
    agreement.case = case
    outcome.fix(agreement, is_lawful=True, by=table.by, at=at + 72 * MINUTE)
    if told.until in SEALED:
        table.life.plan(at + 80 * MINUTE, lambda moment: _sign(table, moment))


def _steps(table: Table, session: Session, at: datetime) -> None:
    """Each step of the procedure up to the proposal, one after the other, with what it stands on."""
    said = sorted(table_of.BY_WORD)
    last = found.OUTCOME if table.told.is_on_the_spot else "negotiation"
    for code in found.procedure(session.lead).codes:
        if code == last:
            return
        table.show(code, session, at)
        room.step(session, code, said, by=table.by, at=at + 2 * MINUTE)
        at += 4 * MINUTE


def _clauses(table: Table, day: date) -> tuple[Clause, ...]:
    return tuple(
        Clause(
            row["kind"], row["debtor"], row["creditor"], row["what"],
            tuple(Part(day + timedelta(days=days), fen) for days, fen in row["parts"]), row.get("amount"),
            row.get("manner", ""),
        )
        for row in table.told.terms
    )  # fmt: skip


def _read(table: Table, case: Case, session: Session, at: datetime) -> None:
    readers: list[Party | Seat] = [*table.parties(case), table.seat(case)]
    for number, reader in enumerate(readers):
        agent = table.agents.get(reader.no) if isinstance(reader, Party) else None
        reading = Reading(way=ReadOver.Way.TOUCH, strokes=pen(number), agent=agent)
        room.read_over(session, reader, reading, by=table.by, at=at + number * MINUTE)


def _refuse(table: Table, at: datetime) -> None:
    """One of them will not go on: it ends there and then."""
    case = table.case
    party = table.parties(case)[-1]
    ending = Ending(
        reason="refused", words=table.told.words, ways_told=WAYS, risk="双方情绪激动，已劝离并约定暂不上门。"
    )
    cases.refuse(party, ending, by=table.by, at=at)
    table.release(at)


def _orally(table: Table, case: Case, session: Session, at: datetime) -> None:
    """Simple, settled on the spot, by word."""
    told, parties = table.told, table.parties(case)
    for party in parties:
        cases.consent(party, Word(about=Consent.About.ORAL, is_given=True), by=table.by, at=at)
    words = Text(facts=told.facts, issues=told.issues, responsibility=told.responsibility)
    clauses = _clauses(table, today(at))
    spoken = outcome.Spoken(confirmed_by=parties, is_lawful=True)
    outcome.agree_orally(case, words, clauses, spoken, by=table.by, at=at + 3 * MINUTE)
    session.lead = case = table.case
    _read(table, case, session, at + 5 * MINUTE)
    room.end(session, "agreed_orally", by=table.by, at=at + 9 * MINUTE)
    table.life.plan(at + timedelta(hours=1), lambda moment: _keep(table, moment))
    table.later(lambda moment: _close(table, moment), at, hours=24 * 8)
    table.release(at)


def _sign(table: Table, at: datetime) -> None:
    """Signed by everybody, sealed by the committee, a copy for each."""
    case = table.case
    agreement = agreement_of(case)
    signers: list[Party | Seat] = [*table.parties(case), table.seat(case)]
    for number, signer in enumerate(signers):
        agent: Agent | None = table.agents.get(signer.no) if isinstance(signer, Party) else None
        mark = Mark(way=Signature.Way.TOUCH, strokes=pen(number), agent=agent)
        outcome.sign(agreement, signer, mark, by=table.by, at=at + number * MINUTE)
    outcome.seal(agreement, Sealing(is_effect_told=True), by=table.by, at=at + 6 * MINUTE)
    for copy in Copy.objects.filter(agreement=agreement, party__isnull=False).order_by("no"):
        outcome.deliver(copy, "当面签收", by=table.by, at=at + 10 * MINUTE)
    for promise in _promises(case):
        due = clock.local(at).replace(hour=16, minute=20) + (promise.due_on - today(at))
        table.life.plan(due, lambda moment: _keep(table, moment))
        table.life.plan(_midnight(due), lambda moment: _overdue(table, moment))
    table.release(at)


def _midnight(due: datetime) -> datetime:
    return (due + timedelta(days=1)).replace(hour=0, minute=10)


def _promises(case: Case) -> Sequence[Promise]:
    rows = Promise.objects.filter(term__agreement__case=case).select_related("term__agreement__case")
    return list(rows.order_by("due_on", "pk"))


def _keep(table: Table, at: datetime) -> None:
    """What is due today was performed, if this is one that keeps its word so far."""
    promises = _promises(table.case)
    due = [each for each in promises[: table.told.keep] if each.state == "awaited" and each.due_on <= today(at)]
    for number, promise in enumerate(due):
        after.keep(promise, Proof(words=PROOFS[number % len(PROOFS)]), by=table.by, at=at)


def _overdue(table: Table, at: datetime) -> None:
    """The day is over, as the clock finds it each night; whoever mediates urges in the morning."""
    after.break_overdue(at=at)
    if any(promise.state == "broken" for promise in _promises(table.case)):
        table.later(lambda moment: _urge(table, moment), at, hours=9)


def _urge(table: Table, at: datetime) -> None:
    for promise in _promises(table.case):
        if promise.state == "broken":
            after.urge(promise, "urged", "已电话督促，对方称周末前付清。", by=table.by, at=at)


def _close(table: Table, at: datetime) -> None:
    """Everything kept, everybody content: visited, and closed."""
    for promise in _promises(table.case):
        if promise.state == "awaited":
            after.keep(promise, Proof(words="回访时双方确认没有再滴水。"), by=table.by, at=at)
    case = table.case
    for number, party in enumerate(table.parties(case)):
        seen = Found(way=Visit.Way.PHONE, is_performed=True, stars=5 - number, opinion="关系已经缓和。")
        after.visit(party, seen, by=table.by, at=at + number * MINUTE)
    after.close(case, by=table.by, at=at + 6 * MINUTE)
