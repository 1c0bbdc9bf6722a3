"""One guarantee is left out at a time, everything else is done as it should be: no agreement is in effect. Then the
product's own check is taken away: now there is one, and what must hold is seen not to. So neither is for show."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from django.db import transaction

from firstdesk.common.refusals import Refusal
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Agent, Agreement, Committee, Consent, Party, Presence, Promise, Seat
from firstdesk.mediation.selectors import outcome as found
from firstdesk.mediation.selectors import standing
from firstdesk.mediation.services import case, outcome, room
from firstdesk.mediation.services.outcome import Mark, Spoken, signing
from firstdesk.mediation.services.room import Present, Reading, Said
from firstdesk.mediation.terms import Clause
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import NEIGHBOURS, Table, fresh_party, make_accepted
from tests.invariants.guarantees import lacking

pytestmark = pytest.mark.django_db
CHILD = replace(NEIGHBOURS[1], capacity=Party.Capacity.MINOR)
Planted = tuple[object, str, object]


def yes(*_args: object, **_more: object) -> bool:
    return True


def never(name: str) -> Planted:
    """The product asks who acts for a party, and no more for this."""
    asks = standing.lacking
    return (standing, "lacking", lambda *args, **more: asks(*args, **more) - {name})


TEXT_AS_FIXED: Planted = (signing, "digest", lambda agreement: agreement.digest)
LEFT_OUT: dict[str, tuple[str, Planted]] = {  # what is left out: what is then found missing, and the check that stops it
    "guardian acknowledges the rights": ("rights told", never(standing.GUARDIAN)),
    "guardian hears the record": ("read over after the last line", never(standing.GUARDIAN)),
    "guardian signs": ("signed by each", never(standing.GUARDIAN)),
    "mandate on file": ("signed by each", never(standing.ON_FILE)),
    "mandate wide enough": ("signed by each", never(standing.COVERED)),
    "mandate in force": ("signed by each", never(standing.IN_FORCE)),
    "read over after the last line": ("read over after the last line", (found, "has_read_over", yes)),
    "signed by each": ("signed by each", (found, "is_signed_by_parties", yes)),
    "mediator signs": ("mediator", (found, "is_signed_by_mediator", yes)),
    "text as fixed": ("the text as fixed", TEXT_AS_FIXED),
    "every fen": ("every fen", (Clause, "is_whole", True)),
    "committee in term": ("committee in term", (found, "is_committee_in_term", yes)),
    "consent stands": ("consent", (selectors, "guarantees", lambda _case: {"consent_each_party": True, "rights_told_each_party": True})),
    "chosen by word": ("chosen by word", (selectors, "all_agree", yes)),
    "guardian there when agreed by word": ("spoken for", never(standing.GUARDIAN)),
    "mandate on file when agreed by word": ("spoken for", never(standing.ON_FILE)),
}  # fmt: skip
BY_WORD = {name for name in LEFT_OUT if name.endswith("by word")}


@dataclass
class Path:
    """The straight way to an agreement between somebody who is represented and a child, with one thing left out."""

    without: str
    is_oral: bool
    table: Table = field(init=False)
    nephew: Agent = field(init=False)
    mother: Agent = field(init=False)

    def __post_init__(self) -> None:
        self.table = make_accepted(parties=(NEIGHBOURS[0], CHILD), is_on_the_spot=self.is_oral)
        if not self.is_oral:
            walks.planned(self.table)
        own, child = self.table.parties
        self.nephew = self._enter(own, Agent.Role.REPRESENTATIVE)
        self.mother = self._enter(child, Agent.Role.GUARDIAN)
        session = walks.on_the_spot(self.table) if self.is_oral else walks.arranged(self.table)
        seats, agents = [self.table.seat], [self.nephew, self.mother]
        room.open_(session, Present(parties=[child], agents=agents, seats=seats), by=self.table.by, at=self.table.at)
        self.session_pk = session.pk
        if self.without == "guardian acknowledges the rights":
            self._leaves(self.mother)

    def _enter(self, party: Party, role: str) -> Agent:
        table, is_wide = self.table, self.without != "mandate wide enough"
        new = case.NewAgent(
            role=role, name="林志远", scope=Agent.Scope.SPECIAL if is_wide else Agent.Scope.GENERAL, powers="代为和解",
            valid_until=table.at.date() + timedelta(days=1) if role == Agent.Role.REPRESENTATIVE else None,
        )  # fmt: skip
        agent = case.add_agent(fresh_party(party), new, by=table.by, at=table.at)
        agent.party = fresh_party(party)
        if role == Agent.Role.REPRESENTATIVE and not self.without.startswith("mandate on file"):
            case.prove_agent(agent, None, by=table.by, at=table.at)
        return agent

    def _leaves(self, agent: Agent) -> None:
        room.leave(Presence.objects.get(agent=agent), by=self.table.by, at=self.table.at)

    def walk(self) -> Agreement | None:
        """To its end; the agreement where it is in effect."""
        with suppress(Refusal), transaction.atomic():
            (self._by_word if self.is_oral else self._written)()
        return Agreement.objects.filter(case=self.table.pk, effective_at__isnull=False).first()

    def _by_word(self) -> None:
        table = self.table
        walks.stepped(table, walks.fresh(table.case.sessions.get()))
        if self.without == "guardian there when agreed by word":
            self._leaves(self.mother)
        for party in table.parties[1 if self.without == "chosen by word" else 0 :]:
            word = case.Word(about=Consent.About.ORAL, is_given=True)
            case.consent(fresh_party(party), word, by=table.by, at=table.at)
        spoken = Spoken(confirmed_by=table.parties, is_lawful=True)
        clauses = walks.clauses(table.at.date())
        outcome.agree_orally(table.case, walks.TEXT, clauses, spoken, by=table.by, at=table.at)

    def _written(self) -> None:
        table = self.table
        session = walks.stepped(table, walks.fresh(table.case.sessions.get()))
        agreement = outcome.draft(table.case, walks.TEXT, walks.clauses(table.at.date()), by=table.by, at=table.at)
        if self.without == "every fen":
            Promise.objects.filter(term__agreement=agreement, no=2).update(amount=149_999)
        for reader in self._signers():
            by_agent = None if self.without == "guardian hears the record" else self._for(reader)
            reading = Reading(way="touch", strokes=walks.STROKES, agent=by_agent or self._own(reader))
            room.read_over(walks.fresh(session), reader, reading, by=table.by, at=table.at)
        if self.without == "read over after the last line":
            said = Said(speaker=table.parties[1], text="还有一句话。", step="negotiation")
            room.say(walks.fresh(session), said, by=table.by, at=table.at)
        room.end(walks.fresh(session), "agreed", by=table.by, at=table.at)
        outcome.freeze(walks.again(agreement), is_lawful=True, by=table.by, at=table.at)
        self._sign(agreement)
        if self.without == "committee in term":
            Committee.objects.update(term_to=table.at.date() - timedelta(days=1))
        if self.without == "consent stands":
            Consent.objects.create(
                party=table.parties[0], about="mediation", is_given=False, way="present", said_at=table.at
            )  # fmt: skip
        walks.sealed(table, agreement)

    def _sign(self, agreement: Agreement) -> None:
        table = self.table
        if self.without == "mandate in force":
            table.desk.at += timedelta(days=3)
        if self.without == "text as fixed":
            Agreement.objects.filter(pk=agreement.pk).update(responsibility="另有说法。")
        for signer in self._signers():
            is_child = isinstance(signer, Party) and signer.capacity != Party.Capacity.FULL
            if self.without == ("mediator signs" if isinstance(signer, Seat) else "signed by each"):
                continue
            agent = None if is_child and self.without == "guardian signs" else self._for(signer) or self._own(signer)
            mark = Mark(way="touch", strokes=walks.STROKES, agent=agent)
            outcome.sign(walks.again(agreement), signer, mark, by=table.by, at=table.at)

    def _signers(self) -> list[Party | Seat]:
        return [*self.table.parties, self.table.seat]

    def _for(self, person: Party | Seat) -> Agent | None:
        """The child's mother."""
        return self.mother if isinstance(person, Party) and person.pk == self.mother.party_id else None

    def _own(self, person: Party | Seat) -> Agent | None:
        """The nephew, of whoever he is for."""
        return self.nephew if isinstance(person, Party) and person.pk == self.nephew.party_id else None


@pytest.mark.parametrize("is_oral", [False, True], ids=["written", "by word"])
def test_with_all_of_them_there_is_an_agreement(is_oral: bool) -> None:
    agreement = Path("", is_oral).walk()
    assert agreement is not None and lacking(agreement) == []


@pytest.mark.parametrize("without", sorted(LEFT_OUT))
def test_without_one_there_is_none_and_its_check_is_what_stops_it(
    without: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, (module, name, blind) = LEFT_OUT[without]
    path = Path(without, without in BY_WORD)
    held = transaction.savepoint()
    assert path.walk() is None
    transaction.savepoint_rollback(held)
    monkeypatch.setattr(module, name, blind)
    agreement = path.walk()
    assert agreement is not None, "something else stops it too: plant that as well"
    assert named in lacking(agreement), lacking(agreement)
