"""One dispute from its application to its end, by the verbs of mediation; each stage plans the next."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from firstdesk.common import clock
from firstdesk.config.demo.fate import Fate
from firstdesk.config.demo.handle import Handling
from firstdesk.config.demo.life import Life
from firstdesk.config.demo.talks import RELATED
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Grade, Matter
from firstdesk.mediation.models import Agent, Agreement, Case, Mediator, Party, Room, Seat, Session, Source
from firstdesk.mediation.services import case as cases
from firstdesk.mediation.services import room
from firstdesk.mediation.services.case import Acceptance, Application, Decline, Ending, NewAgent, NewParty, Word
from firstdesk.mediation.services.room import Arrangement, NewPlan, Notification, Present, Said

WAYS = ("court", "administrative")
INVITE = "请于约定时间到场参加调解，先陈述后协商，可以带证据材料和一名家人。"
CAREFUL = "先分别听取意见，再现场查看，当面协商。"


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """A dispute as it is written down in disputes.yaml."""

    centre: str
    ago: float
    until: str
    topic: str
    title: str
    story: str
    place: str
    facts: str
    requests: str
    parties: Sequence[Mapping[str, Any]]
    grade: str = "ordinary"
    is_on_the_spot: bool = False
    stands_back: bool = False
    issues: str = ""
    said: Sequence[str] = ()
    law: Sequence[str] = ()
    proposal: str = ""
    responsibility: str = ""
    breach: str = ""
    words: str = ""
    terms: Sequence[Mapping[str, Any]] = ()
    accepted: Sequence[int] = (1, 2, 3, 4)
    keep: int = 0


@dataclass
class Table:
    """A dispute, its case, and whoever is at its table."""

    life: Life
    told: Dispute
    matter_pk: int
    handling: Handling
    fate: Fate
    sitting: Callable[["Table", datetime], None]
    pk: int = 0
    agents: dict[int, Agent] = field(default_factory=dict)

    def begin(self, at: datetime) -> None:
        """Soon after it was told, it is taken down as a dispute."""
        self.later(self.apply, at, hours=0.5)

    def later(self, act: Callable[[datetime], None], at: datetime, *, hours: float) -> None:
        """The next stage, in office hours."""
        self.life.plan(self.life.in_office(at + timedelta(hours=hours)), act)

    @property
    def case(self) -> Case:
        """As it is now."""
        return Case.objects.select_related("matter__centre", "centre").get(pk=self.pk)

    def parties(self, case: Case) -> list[Party]:
        """In their order, each with this very case."""
        found = list(Party.objects.filter(case=case).order_by("no"))
        for party in found:
            party.case = case
        return found

    def seat(self, case: Case) -> Seat:
        """Whose table it is."""
        found = Seat.objects.select_related("mediator__user", "mediator__committee")
        seat = found.get(case=case, left_at=None, role=Seat.Role.CHAIR)
        seat.case = case
        return seat

    def director(self) -> Actor:
        """The head of the centre."""
        return self.life.city.actor(self.life.city.units[self.told.centre], "director")

    def mediator(self, number: int = 0) -> tuple[Mediator, Actor]:
        """One of those who mediate there, as the register and as the record know them."""
        code, city = self.told.centre, self.life.city
        user = city.people[code, "mediation"][number]
        row = Mediator.objects.select_related("committee", "user").get(user=user)
        return row, city.actor(city.units[code], "mediation", user)

    @property
    def by(self) -> Actor:
        """Whoever has the table."""
        return self.mediator(1 if self.told.stands_back else 0)[1]

    # Stages.

    def apply(self, at: datetime) -> None:
        """Taken down; one way or the other it goes on."""
        told, matter = self.told, Matter.objects.select_related(*RELATED).get(pk=self.matter_pk)
        if matter.state != "handling":
            self.later(self.apply, at, hours=3)
            return
        entered = {"side", "name", "phone", "address", "kind", "capacity"}
        parties = tuple(NewParty(**{k: v for k, v in row.items() if k in entered}) for row in told.parties)
        new = Application(
            source=Source.MATTER, kind=told.topic, facts=told.facts, requests=told.requests, parties=parties,
            is_on_the_spot=told.is_on_the_spot,
        )  # fmt: skip
        case = cases.apply(matter, new, by=self.by, at=at)
        self.pk = case.pk
        for party, row in zip(self.parties(case), told.parties, strict=True):
            if name := row.get("guardian"):
                guardian = NewAgent(role=Agent.Role.GUARDIAN, name=name, relation="父母")
                self.agents[party.no] = cases.add_agent(party, guardian, by=self.by, at=at)
        if told.until == "declined":
            refusal = Decline(why=told.words, ways_told=("administrative", "court"))
            cases.decline(case, refusal, by=self.director(), at=at + timedelta(minutes=40))
            self.release(at)
        elif told.until != "applied":
            self.later(self.accept, at, hours=1.5)

    def accept(self, at: datetime) -> None:
        """Everybody wants it; somebody without ties has the table."""
        case, told = self.case, self.told
        for party in self.parties(case):
            cases.consent(party, Word(is_given=True, way="phone"), by=self.by, at=at)
        seen = Acceptance(
            grade=Grade(told.grade), within_remit=True, not_excluded=True, is_on_the_spot=told.is_on_the_spot
        )
        cases.accept(case, seen, by=self.by, at=at + timedelta(minutes=3))
        self.sit_down(case, 0, at + timedelta(minutes=8))
        if told.stands_back:
            self.sit_down(case, 1, at + timedelta(minutes=50))
        if told.until == "withdrawn":
            self.later(self.withdraw, at, hours=5)
        elif told.is_on_the_spot:
            self.later(self.sit, at, hours=0.3)
        elif told.until != "accepted":
            self.later(self.invite, at, hours=2)

    def sit_down(self, case: Case, number: int, at: datetime) -> None:
        """The director names somebody, who declares their ties; with one they stand back."""
        row, by = self.mediator(number)
        seat = cases.name_mediator(
            case, row, role=Seat.Role.CHAIR, chosen=Seat.Chosen.APPOINTED, by=self.director(), at=at
        )
        seat.case = case
        ties = [Seat.Tie.FAMILY] if self.told.stands_back and number == 0 else []
        cases.declare(seat, ties, by=by, at=at + timedelta(minutes=4))

    def invite(self, at: datetime) -> None:
        """A plan, a room, and everybody told."""
        case = self.case
        thought = NewPlan(issues=self.told.issues, measures=CAREFUL)
        room.plan(case, thought, by=self.by, at=at)
        if self.told.until == "planned":
            return
        begins = self.life.in_office(at + timedelta(hours=20))
        taken = Session.objects.filter(period__overlap=(begins, begins + timedelta(hours=2))).values("room")
        place = Room.objects.filter(centre=case.centre).exclude(pk__in=taken).order_by("name").first()
        meeting = Arrangement(begins=begins, ends=begins + timedelta(hours=2), room=place)
        session = room.arrange(case, meeting, by=self.by, at=at + timedelta(minutes=2))
        session.lead = case
        for party in self.parties(case):
            word = Notification(way="phone", text=INVITE, proof_words="通话已录音")
            room.invite(session, party, word, by=self.by, at=at + timedelta(minutes=6))
        if self.told.until != "invited":
            self.life.plan(begins, self.sit)

    def sit(self, at: datetime) -> None:
        """The session itself, and what comes of it."""
        self.sitting(self, at)

    def session(self, case: Case, at: datetime) -> Session:
        """The one arranged; on the spot it is arranged as it begins."""
        found = Session.objects.filter(lead=case).order_by("-no").first()
        if found is None:
            meeting = Arrangement(begins=at, ends=at + timedelta(minutes=30), place=self.told.place)
            found = room.arrange(case, meeting, by=self.by, at=at)
        found.lead = case
        return found

    def open(self, case: Case, at: datetime) -> Session:
        """Everybody sits down."""
        session, parties, seat = self.session(case, at), self.parties(case), self.seat(case)
        agents = [self.agents[party.no] for party in parties if party.no in self.agents]
        return room.open_(session, Present(parties=parties, agents=agents, seats=[seat]), by=self.by, at=at)

    def show(self, step: str, session: Session, at: datetime) -> None:
        """What a step of the procedure stands on, where it needs more than a word."""
        parties = self.parties(session.lead)
        if step == "rights":
            room.tell_rights(session, parties, "signed", by=self.by, at=at)
        if step == "statements":
            for number, (party, text) in enumerate(zip(parties, self.told.said, strict=False)):
                said = Said(speaker=self.agents.get(party.no, party), text=text, step=step)
                room.say(session, said, by=self.by, at=at + number * timedelta(minutes=1))
        if step == "law":
            law, article, gist = self.told.law
            room.cite(session, law, article, gist, by=self.by, at=at)

    def withdraw(self, at: datetime) -> None:
        """Settled between them: the application is taken back."""
        ending = Ending(reason="withdrawn", words=self.told.words, ways_told=WAYS)
        cases.withdraw(self.parties(self.case)[0], ending, by=self.by, at=at)
        self.release(at)

    def release(self, at: datetime) -> None:
        """The matter goes its own way again."""
        self.fate.ends, self.fate.ends_in = "", ""
        self.life.plan(self.life.in_office(at + timedelta(hours=3)), self.handling.turn(self.matter_pk))


def pen(number: int) -> str:
    """The way of a pen on a screen: nobody's name, and long enough to be one."""
    points = [[10 + 4 * step, 30 + (step * (number + 3) * 7) % 23, step * 9] for step in range(14)]
    return json.dumps([points])


def agreement_of(case: Case) -> Agreement:
    """The one it came to, with this very case."""
    found = Agreement.objects.filter(case=case).latest("pk")
    found.case = case
    return found


def today(at: datetime) -> Any:
    """The day on the wall."""
    return clock.local(at).date()
