"""The session page: who is present, what was said, which step is next, what is on the table."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from firstdesk.common.language import words
from firstdesk.directory.scope import Acting
from firstdesk.mediation import laws
from firstdesk.mediation.models import (
    Agent,
    Case,
    Caucus,
    Citation,
    Exhibit,
    Line,
    Participant,
    Party,
    Passage,
    Presence,
    Proposal,
    ProposalAnswer,
    ReadOver,
    Seat,
    Session,
    Told,
)
from firstdesk.mediation.selectors import room, titles
from firstdesk.mediation.selectors.case import agents_of, last_words, seats, unwelcome
from firstdesk.mediation.selectors.outcome import procedure
from firstdesk.mediation.terms import Clause, load
from firstdesk.rulebook import procedures
from firstdesk.rulebook.model import Text
from firstdesk.rulebook.procedures import ProcedureStep
from firstdesk.rulebook.verdicts import ProcedureVerdict

Person = Party | Agent | Participant | Seat
TONES = ("party", "agent", "participant", "seat")


@dataclass(frozen=True)
class Place:
    """Somebody who attends or may attend the session."""

    field: str  # name of the form's box: party, agent, participant, seat
    person: Person
    title: str
    name: str
    side: int  # 0: no side
    presence: Presence | None
    is_welcome: bool = True

    @property
    def is_here(self) -> bool:
        return self.presence is not None and self.presence.left_at is None


def places(session: Session, at: datetime) -> list[Place]:
    """Everybody who may attend, with their presence where they do."""
    came: dict[tuple[str, int], Presence] = {}
    for row in Presence.objects.filter(session=session).order_by("pk"):
        came[_key(row)] = row
    made = []
    for case in room.cases_of(session):
        not_welcome = {person.pk for person in unwelcome(case)}
        parties = list(Party.objects.filter(case=case).order_by("no"))
        for party in parties:
            party.case = case
            people: list[Person] = [party, *agents_of(party, at)]
            made += [_place(person, party, came) for person in people]
        for other in Participant.objects.filter(case=case).order_by("pk"):
            made.append(_place(other, None, came, is_welcome=other.pk not in not_welcome))
        made += [_place(seat, None, came) for seat in seats(case)]
    return made


def _key(row: Presence) -> tuple[str, int]:
    found = {field: getattr(row, f"{field}_id") for field in TONES}
    return next((field, int(pk)) for field, pk in found.items() if pk is not None)


def _place(
    person: Person, party: Party | None, came: dict[tuple[str, int], Presence], *, is_welcome: bool = True
) -> Place:
    field = type(person).__name__.lower()
    if isinstance(person, Agent) and party is not None:
        person.party = party
    side = party.side if party is not None else 0
    presence = came.get((field, person.pk))
    return Place(field, person, titles.title(person), titles.name(person), side, presence, is_welcome)


@dataclass(frozen=True)
class Utterance:
    """One line of the record with its speaker, and whether a later line corrects it."""

    line: Line
    title: str
    name: str
    tone: str
    is_struck: bool
    corrects: int | None


def record(session: Session, *, case: Case | None = None, since: int = 0) -> list[Utterance]:
    """The record in order. For one case of a joint session: lines of its own parties, their agents and the mediators
    only."""
    rows = Line.objects.filter(session=session).order_by("no")
    found = list(rows.select_related("party", "agent__party", "participant", "seat__mediator__user", "corrects"))
    if case is not None:
        found = [line for line in found if belongs(line, case)]
    struck: set[int | None] = {line.corrects_id for line in found if line.corrects_id}
    return [_said(line, struck) for line in found if line.no > since or (line.pk in struck and since)]


def belongs(line: Line, case: Case) -> bool:
    """Whether a line may stand in the record of this case."""
    if line.party is not None:
        return line.party.case_id == case.pk
    if line.agent is not None:
        return line.agent.party.case_id == case.pk
    if line.participant is not None:
        return line.participant.case_id == case.pk
    return True


def _said(line: Line, struck: set[int | None]) -> Utterance:
    person = line.party or line.agent or line.participant or line.seat
    assert person is not None
    side = line.party.side if line.party else (line.agent.party.side if line.agent else 0)
    tone = f"side-{side}" if side else ("seat" if line.seat_id else "other")
    corrects = line.corrects.no if line.corrects else None
    return Utterance(line, titles.title(person), titles.name(person), tone, line.pk in struck, corrects)


@dataclass(frozen=True)
class Missing:
    """Something a step still requires, and the article that requires it."""

    text: str
    law: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class StepLine:
    """A step of the procedure as the page shows it."""

    code: str
    title: str
    gist: str
    law: str
    clauses: tuple[str, ...]
    state: str  # done, now, later
    may_skip: bool
    done_at: datetime | None
    missing: tuple[Missing, ...]
    ticks: tuple[tuple[str, str], ...]  # what the mediator says was done: name, words
    have: tuple[str, ...]


def steps(session: Session, at: datetime) -> list[StepLine]:
    """The steps in order: done, next, and what the next one still requires by which article."""
    laid = procedure(session.lead)
    passages = {row.step: row for row in Passage.objects.filter(session__lead=session.lead_id).order_by("-pk")}
    present = room.evidence(session, at)
    done = set(passages)
    return [
        _step(step, procedures.check(laid, done, step.code, present), passages.get(step.code), present)
        for step in laid.steps
    ]


def _step(
    step: ProcedureStep, verdict: ProcedureVerdict, passage: Passage | None, present: Collection[str]
) -> StepLine:
    waits = any(miss.item.startswith(procedures.EARLIER) for miss in verdict.missing)
    by_word = {need.item: words(need.title) for need in step.needs if need.item in room.BY_WORD - set(present)}
    missing = [miss for miss in verdict.missing if miss.item not in by_word]
    return StepLine(
        step.code, words(step.title), _optional(step.gist), _optional(step.by_law), step.clauses,
        "done" if passage else "later" if waits else "now", step.may_skip,
        passage.done_at if passage else None,
        tuple(Missing(words(miss.title), _optional(miss.by_law), miss.clauses) for miss in missing),
        tuple(by_word.items()),
        tuple(words(need.title) for need in step.needs if need.item in present),
    )  # fmt: skip


def _optional(text: Text | None) -> str:
    return words(text) if text else ""


@dataclass(frozen=True)
class Offer:
    """A proposal with its terms and each party's answer."""

    proposal: Proposal
    who: str
    terms: tuple[Clause, ...]
    answers: list[tuple[Party, str, bool | None, Agent | None]]  # and who said it for the party
    is_accepted: bool
    is_shared: bool


def offers(session: Session) -> list[Offer]:
    """Proposals of all cases of the session, newest first."""
    cases = room.cases_of(session)
    rows = (
        Proposal.objects.filter(case__in=cases)
        .select_related("party", "case", "counters")
        .order_by("-proposed_at", "-pk")
    )
    parties = room.parties_at(session)
    said: dict[tuple[int, int], ProposalAnswer] = {}
    found = ProposalAnswer.objects.filter(proposal__in=rows).select_related("by_agent")
    for answer in found.order_by("answered_at", "pk"):
        said[answer.proposal_id, answer.party_id] = answer
    return [_offer(row, session, [party for party in parties if party.case_id == row.case_id], said) for row in rows]


def _offer(
    row: Proposal, session: Session, parties: Sequence[Party], said: dict[tuple[int, int], ProposalAnswer]
) -> Offer:
    answers = []
    for party in parties:
        word = said.get((row.pk, party.pk))
        own = True if row.party_id == party.pk else None
        given, agent = (word.is_accepted, word.by_agent) if word else (own, None)
        answers.append((party, titles.party_title(party), given, agent))
    who = titles.party_title(row.party) if row.party else ""
    accepted = bool(answers) and all(given for _party, _title, given, _agent in answers)
    return Offer(row, who, load(row.terms), answers, accepted, session.shared_id == row.pk)


@dataclass(frozen=True)
class Shown:
    """An exhibit with each party's position on it."""

    exhibit: Exhibit
    who: str
    remarks: list[tuple[int, str, str]]  # party's number, title, "accepted" | "disputed" | ""


def exhibits(session: Session) -> list[Shown]:
    """Exhibits of the leading case."""
    parties = [party for party in room.parties_at(session) if party.case_id == session.lead_id]
    rows = Exhibit.objects.filter(case=session.lead_id).select_related("party", "file").order_by("no")
    return [
        Shown(
            row,
            titles.party_title(row.party) if row.party else "",
            [(party.no, titles.party_title(party), row.remarks.get(str(party.no), "")) for party in parties],
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Reader:
    """Somebody to whom the record is read over, and whether they signed it in its present state."""

    field: str
    person: Party | Seat
    title: str
    name: str
    last: ReadOver | None
    is_current: bool
    agents: list[Agent]  # who may sign it for the party today
    needs_guardian: bool = False


def readers(session: Session, at: datetime) -> list[Reader]:
    """Every party and mediator with their latest confirmation of the record."""
    last = room.last_line(session)
    rows: dict[tuple[str, int], ReadOver] = {}
    for row in ReadOver.objects.filter(session=session).select_related("by_agent").order_by("pk"):
        rows["party" if row.party_id else "seat", row.party_id or row.seat_id or 0] = row
    found = []
    for person in room.signers(session):
        field = type(person).__name__.lower()
        row_of = rows.get((field, person.pk))
        is_current = row_of is not None and row_of.up_to >= last
        agents, guarded = _acting_for(person, at)
        title, name = titles.title(person), titles.name(person)
        found.append(Reader(field, person, title, name, row_of, is_current, agents, guarded))
    return found


def _acting_for(person: Party | Seat, at: datetime) -> tuple[list[Agent], bool]:
    """Who may sign for a party today, and whether a guardian must."""
    if not isinstance(person, Party):
        return [], False
    agents = [each for each in agents_of(person, at) if each.role != Agent.Role.INTERPRETER]
    return agents, person.capacity != Party.Capacity.FULL


@dataclass(frozen=True)
class PartyRow:
    """A party's row in the panels: rights told, answers about participants and openness."""

    party: Party
    title: str
    told: Told | None
    is_open: bool | None


def party_rows(session: Session) -> list[PartyRow]:
    """Rows for the parties of all cases of the session."""
    parties = room.parties_at(session)
    told = {
        row.party_id: row for row in Told.objects.filter(party__in=parties).select_related("by_agent").order_by("-pk")
    }
    chosen: dict[int, bool] = {}
    for case in room.cases_of(session):
        chosen |= last_words(case, "open")
    return [PartyRow(party, titles.party_title(party), told.get(party.pk), chosen.get(party.pk)) for party in parties]


def participants(session: Session) -> list[tuple[Participant, list[tuple[Party, str, bool | None]]]]:
    """Participants, each with every party's answer."""
    found = []
    for case in room.cases_of(session):
        parties = list(Party.objects.filter(case=case).order_by("no"))
        for person in Participant.objects.filter(case=case).order_by("pk"):
            said = last_words(case, "participant", person.pk)
            found.append((person, [(party, titles.party_title(party), said.get(party.pk)) for party in parties]))
    return found


def page(session: Session, acting: Acting, at: datetime) -> dict[str, object]:
    """Context of the session page."""
    sitting = places(session, at)
    return {
        "session": session,
        "case": session.lead,
        "cases": room.cases_of(session),
        "at": at,
        "steps": steps(session, at),
        "record": record(session),
        "last_line": room.last_line(session),
        "places": sitting,
        "speakers": [place for place in sitting if place.is_here],
        "sat": int(room.sat_for(session, at).total_seconds()),
        "parties": party_rows(session),
        "untold": room.untold(session, at),
        "told_off": room.told_off(session),
        "participants": participants(session),
        "exhibits": exhibits(session),
        "citations": list(Citation.objects.filter(session__lead=session.lead_id).order_by("pk")),
        "laws": laws.catalogue(session.lead.kind),
        "offers": offers(session),
        "caucuses": list(
            Caucus.objects.filter(session=session, noted_by=acting.user).select_related("party").order_by("-pk")
        ),
        "readers": readers(session, at),
        "is_mediator": room.is_mediator_at(session, acting.user.pk),
    }
