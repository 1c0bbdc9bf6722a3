"""What a good mediator would do next: without it chance alone never gets a dispute as far as its seal."""

from django.db.models import Q

from firstdesk.ledger.actors import Actor
from firstdesk.mediation import selectors, terms
from firstdesk.mediation.models import (
    Agent,
    Agreement,
    Citation,
    Copy,
    Invitation,
    Line,
    Party,
    Plan,
    Presence,
    Promise,
    Proposal,
    Seat,
    Session,
    Told,
    Visit,
)
from firstdesk.mediation.selectors import outcome as found
from firstdesk.mediation.selectors import room as table_of
from firstdesk.mediation.services import after, case, outcome, room
from firstdesk.mediation.services.case import Word
from firstdesk.mediation.states import CaseState, SessionState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import fresh_party
from firstdesk.rulebook import procedures
from tests.invariants.dispute import VERBS, At
from tests.invariants.scene import NothingToDo

C = CaseState


def go_on(s: At) -> object:
    """One step on the straight way; first whatever stands in it."""
    state = s.case.state
    if state in {C.ACCEPTED, C.PLANNED, C.NOTIFIED, C.IN_SESSION} and (cleared := _cleared(s)) is not None:
        return cleared
    if state == C.AGREED and (led := _led(s)) is not None:
        return led
    steps = {
        C.APPLIED: _applied, C.ACCEPTED: _accepted, C.PLANNED: _planned, C.NOTIFIED: _notified, C.IN_SESSION: _sitting,
        C.AGREED: _agreed, C.EFFECTIVE: _effective, C.BREACHED: _effective, C.PERFORMED: _performed, C.FAILED: _performed,
    }  # fmt: skip
    if state not in steps:
        raise NothingToDo
    return steps[CaseState(state)](s)


def _applied(s: At) -> object:
    for party in s.table.parties:
        if party.pk not in selectors.willing(s.case):
            return case.consent(fresh_party(party), Word(is_given=True), by=s.by, at=s.at)
    seen = case.Acceptance(grade="ordinary", within_remit=True, not_excluded=True, is_on_the_spot=bool(s.draw % 3 == 0))  # type: ignore[arg-type]
    return case.accept(s.case, seen, by=s.by, at=s.at)


def _cleared(s: At) -> object | None:
    """Nobody without a word, a guardian or a mediator free of ties; no challenge left open."""
    now = s.case
    for party in s.table.parties:
        if party.pk not in selectors.willing(now):
            return case.consent(fresh_party(party), Word(is_given=True), by=s.by, at=s.at)
    for party in selectors.lacks_guardian(now, s.at):
        guardian = case.NewAgent(role="guardian", name="林志远")
        return case.add_agent(fresh_party(party), guardian, by=s.by, at=s.at)
    for agent in selectors.expired_mandates(now, s.at) if s.draw % 3 else []:
        agent.party.case = now
        return case.revoke_agent(agent, by=s.by, at=s.at)
    return _led(s)


def acts_for(s: At, party: Party) -> Agent | None:
    """Who comes and signs for a party: whoever was entered for them, their mandate good or not; None: themselves. One time
    in three somebody else. That the verbs refuse whoever may not is what the machine is there to try."""
    entered = Agent.objects.filter(party=party, revoked_at=None).exclude(role=Agent.Role.INTERPRETER)
    agents: list[Agent | None] = [None, *entered.order_by("pk")]
    is_alone = party.capacity == Party.Capacity.FULL
    usual = agents[-1] if is_alone else walks.guardian_of(s.table, party, at=s.at)
    others = [each for each in agents if each != usual]
    return others[s.draw // 3 % len(others)] if others and s.draw % 3 == 0 else usual


def _led(s: At) -> object | None:
    """Somebody leads the case, free of ties, and wanted by every party where they came late."""
    now = s.case
    for row in selectors.open_challenges(now).select_related("seat__mediator"):
        row.seat.case = now
        return case.decide_challenge(row, is_granted=False, why="没有关系", by=s.table.as_("director"), at=s.at)
    chair = selectors.chair(now)
    if chair is None:
        return _named(s)
    for seat in selectors.seats(now):
        if seat.declared_at is None:
            seat.case = now
            return case.declare(seat, [], by=Actor(seat.mediator.user_id, "x"), at=s.at)
    drafted = Agreement.objects.filter(case=s.table.pk, state__in=["frozen", "signed"]).first()
    if drafted is not None and chair.named_at > drafted.drafted_at:
        said = selectors.last_words(now, "mediator", chair.pk)
        for party in s.table.parties:
            if not said.get(party.pk):
                word = Word(about="mediator", is_given=True, subject=chair.pk)
                return case.consent(fresh_party(party), word, by=s.by, at=s.at)
    return None


def _named(s: At) -> object:
    """Whoever has no seat yet."""
    now = s.case
    held = {seat.mediator_id for seat in selectors.seats(now)}
    free = [each for each in [s.table.mediator, *s.table.others] if each.pk not in held]
    fit = [each for each in free if not selectors.stood_back(now, each)]
    by = s.table.as_("director")
    return case.name_mediator(now, s.pick(fit), role="chair", chosen="appointed", by=by, at=s.at)


def _accepted(s: At) -> object:
    if not Plan.objects.filter(case=s.table.pk).exists():
        return VERBS["plan"](s)
    return VERBS["arrange"](s)


def _arranged(s: At) -> Session | None:
    rows = Session.objects.select_related("lead__matter__centre", "lead__centre").filter(lead=s.table.pk)
    return rows.filter(state__in=["arranged", "running", "paused", "adjourned"]).order_by("-no").first()


def _planned(s: At) -> object:
    session = _arranged(s)
    if session is None:
        return VERBS["arrange"](s)
    told = set(Invitation.objects.filter(session=session).values_list("party_id", flat=True))
    for party in s.table.parties:
        if party.pk not in told:
            return room.invite(session, party, room.Notification(way="phone", text="明天上午见"), by=s.by, at=s.at)
    return _notified(s)


def _notified(s: At) -> object:
    session = _arranged(s)
    if session is None:
        return VERBS["arrange"](s)
    acting = {party: acts_for(s, party) for party in s.table.parties}
    parties = [party for party, agent in acting.items() if agent is None or agent.role == Agent.Role.GUARDIAN]
    present = room.Present(parties=parties, agents=[each for each in acting.values() if each], seats=[s.table.seat])
    return room.open_(session, present, by=s.by, at=s.at)


def _sitting(s: At) -> object:
    session = _arranged(s)
    if session is None:
        return VERBS["arrange"](s)
    if session.state != SessionState.RUNNING:
        if session.state == SessionState.ARRANGED:
            return _planned(s)
        return room.resume(session, by=s.by, at=s.at)
    for party in s.table.parties:
        agent = acts_for(s, party)
        if not _sits(session, agent or party):
            came = room.Present(agents=[agent]) if agent else room.Present(parties=[party])
            return room.come(session, came, by=s.by, at=s.at)
    unheard = [party for party in s.table.parties if not Told.objects.filter(party=party).exists()]
    if unheard:
        return room.tell_rights(session, unheard, "signed", by=s.by, at=s.at)
    for party in s.table.parties:
        spoken = Line.objects.filter(Q(party=party) | Q(agent__party=party), session__lead=s.table.pk)
        if not spoken.exists():
            said = room.Said(speaker=acts_for(s, party) or party, text="去年八月开始渗水。", step="statements")
            return room.say(session, said, by=s.by, at=s.at)
    if not Citation.objects.filter(session__lead=s.table.pk).exists():
        return room.cite(session, "民法典", "第二百九十六条", by=s.by, at=s.at)
    if not Proposal.objects.filter(case=s.table.pk).exists():
        return room.propose(session, s.case, room.NewProposal(text="各让一步"), by=s.by, at=s.at)
    left = procedures.unfinished(found.procedure(s.case), table_of.done(session), found.OUTCOME)
    if left:
        return room.step(session, left[0].code, sorted(table_of.BY_WORD), by=s.by, at=s.at)
    return _closing(s, session)


def _sits(session: Session, who: Agent | Party) -> bool:
    here = {"agent": who} if isinstance(who, Agent) else {"party": who}
    return Presence.objects.filter(session=session, left_at=None, **here).exists()


def _closing(s: At, session: Session) -> object:
    """The steps are done: agreed by word on the spot, else in writing."""
    parties = s.table.parties
    if s.case.is_on_the_spot:
        for party in parties:
            if not selectors.last_words(s.case, "oral").get(party.pk):
                return case.consent(fresh_party(party), Word(about="oral", is_given=True), by=s.by, at=s.at)
        return VERBS["agree_orally"](At(s.table, s.at, 1))
    drafted = Agreement.objects.filter(case=s.table.pk, state="draft").first()
    if drafted is None or not terms_ok(drafted):
        return VERBS["draft"](At(s.table, s.at, 1))
    if table_of.lacks_reading(session):
        return _read(s, session, table_of.lacks_reading(session)[0])
    return outcome.fix(s.agreement(), is_lawful=True, by=s.by, at=s.at)


def terms_ok(drafted: Agreement) -> bool:
    """Whether its instalments come to the whole."""
    return all(clause.is_whole for clause in terms.load(terms.dump(found.clauses(drafted))))


def _read(s: At, session: Session, reader: Party | Seat) -> object:
    agent = acts_for(s, reader) if isinstance(reader, Party) else None
    reading = room.Reading(way="touch", strokes=walks.STROKES, agent=agent)
    return room.read_over(walks.fresh(session), reader, reading, by=s.by, at=s.at)


def _agreed(s: At) -> object:
    agreement = s.agreement()
    signers: list[Party | Seat] = [*s.table.parties, s.table.seat]
    for signer in signers:
        if not found.has_read_over(agreement, signer):
            session = agreement.session or s.session()
            return _read(s, session, signer)
    signed = set(agreement.signatures.filter(digest=agreement.digest).values_list("party_id", flat=True))
    for party in s.table.parties:
        if party.pk not in signed:
            mark = outcome.Mark(way="touch", strokes=walks.STROKES, agent=acts_for(s, party))
            return outcome.sign(agreement, party, mark, by=s.by, at=s.at)
    if not found.is_signed_by_mediator(agreement):
        return outcome.sign(agreement, s.table.seat, outcome.Mark(way="touch", strokes=walks.STROKES), by=s.by, at=s.at)
    return VERBS["seal"](At(s.table, s.at, 1))


def _effective(s: At) -> object:
    copy = Copy.objects.filter(agreement__case=s.table.pk, delivered_at=None, party__isnull=False).first()
    if copy is not None:
        return outcome.deliver(copy, "签收", by=s.by, at=s.at)
    rows = Promise.objects.select_related("term__agreement__case").filter(
        term__agreement__case=s.table.pk, term__agreement__state="effective", state__in=["awaited", "broken"]
    )
    return after.keep(s.pick(list(rows.order_by("pk"))), after.Proof(words="转账回单"), by=s.by, at=s.at)


def _performed(s: At) -> object:
    if not Visit.objects.filter(case=s.table.pk).exists():
        return VERBS["visit"](s)
    return after.close(s.case, by=s.by, at=s.at)
