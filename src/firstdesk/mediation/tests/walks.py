"""The way of a case from the plan to the seal, by the verbs alone, one call for each stretch of it."""

import hashlib
from datetime import date, datetime, timedelta

from firstdesk.files.models import File
from firstdesk.mediation import terms
from firstdesk.mediation.models import (
    Agent,
    Agreement,
    Consent,
    Party,
    Proposal,
    ReadOver,
    Room,
    Seat,
    Session,
    Signature,
)
from firstdesk.mediation.selectors import outcome as found
from firstdesk.mediation.selectors import room as table_of
from firstdesk.mediation.selectors.case import agents_of
from firstdesk.mediation.services import case as case_verbs
from firstdesk.mediation.services import outcome, room
from firstdesk.mediation.services.case import Word
from firstdesk.mediation.services.outcome import Mark, Sealed, Text
from firstdesk.mediation.services.room import Arrangement, NewPlan, NewProposal, Notification, Present, Reading, Said
from firstdesk.mediation.terms import Clause, Part
from firstdesk.mediation.tests.factories import Table, fresh_party, make_accepted

STROKES = "[[[10,10,0],[12,11,8],[15,13,16],[18,16,24],[20,20,32],[24,22,40],[28,25,48],[31,27,56],[33,30,64]]]"
TEXT = Text(
    facts="三楼水管渗漏，致二楼天花板发霉。", issues="责任和赔偿数额。", responsibility="三楼水管老化所致。",
    breach="任何一期逾期，未付部分一并到期。",
)  # fmt: skip


def clauses(today: date) -> tuple[Clause, ...]:
    """The pipe within ten days; 3,000 yuan in two instalments."""
    return (
        Clause("do", 2, 1, "修好三楼水管", (Part(today + timedelta(days=10)),)),
        Clause(
            "pay", 2, 1, "赔偿装修损失",
            (Part(today + timedelta(days=15), 150_000), Part(today + timedelta(days=45), 150_000)), 300_000, "转账",
        ),
    )  # fmt: skip


def planned(table: Table | None = None) -> Table:
    table = table or make_accepted()
    room.plan(table.case, NewPlan(issues="责任和赔偿", measures="先看现场，再分别谈"), by=table.by, at=table.at)
    return table


def arranged(table: Table | None = None) -> Session:
    """A session in a room tomorrow, everybody told."""
    table = table or planned()
    place, _ = Room.objects.get_or_create(centre=table.desk.centre.unit, name="调解一室")
    meeting = Arrangement(begins=table.desk.later(days=1), ends=table.desk.later(days=1, hours=2), room=place)
    session = room.arrange(table.case, meeting, by=table.by, at=table.at)
    for party in table.parties:
        word = Notification(way="phone", text="明天上午在调解一室，先陈述后协商，请带房产证。", proof_words="通话记录")
        room.invite(fresh(session), party, word, by=table.by, at=table.at)
    return fresh(session)


def arranged_again(table: Table) -> Session:
    """A further session, at another place; everybody told."""
    begins = table.desk.later(days=3)
    meeting = Arrangement(begins=begins, ends=begins + timedelta(hours=1), place="村委会会议室")
    session = fresh(room.arrange(table.case, meeting, by=table.by, at=table.at))
    for party in table.parties:
        room.invite(fresh(session), party, Notification(way="phone", text="接着谈误工费。"), by=table.by, at=table.at)
    return fresh(session)


def opened(table: Table, session: Session | None = None) -> Session:
    session = session or arranged(table)
    agents = [agent for party in table.parties for agent in agents_of(party, table.at)]
    present = Present(parties=table.parties, agents=agents, seats=[table.seat])
    room.open_(session, present, by=table.by, at=table.at)
    return fresh(session)


def stepped(table: Table, session: Session) -> Session:
    """Every step before the outcome, with its evidence."""
    said = sorted(table_of.BY_WORD)
    for code in found.procedure(table.case).codes:
        if code == found.OUTCOME:
            break
        if code == "rights":
            room.tell_rights(fresh(session), table.parties, "signed", by=table.by, at=table.at)
        if code == "statements":
            for party in table.parties:
                room.say(
                    fresh(session),
                    Said(speaker=party, text="天花板是去年八月开始渗水的。", step=code),
                    by=table.by,
                    at=table.at,
                )
        if code == "law":
            room.cite(fresh(session), "民法典", "第二百九十六条", "用水排水避免损害相邻方。", by=table.by, at=table.at)
        room.step(fresh(session), code, said, by=table.by, at=table.at)
    return fresh(session)


def proposed(table: Table, session: Session) -> Proposal:
    """The mediator's proposal, accepted by everybody."""
    text = terms.dump(clauses(table.at.date()))
    new = NewProposal(text="修管、分两期赔偿", terms=text)
    proposal = room.propose(fresh(session), table.case, new, by=table.by, at=table.at)
    for party in table.parties:
        again = Proposal.objects.select_related("case__matter__centre", "case__centre").get(pk=proposal.pk)
        room.answer(again, party, is_accepted=True, by=table.by, at=table.at)
    return proposal


def read(table: Table, session: Session) -> None:
    """Read over to everybody, and signed on the screen."""
    for reader in [*table.parties, table.seat]:
        reading = Reading(way=ReadOver.Way.TOUCH, strokes=STROKES, agent=guardian_of(table, reader))
        room.read_over(fresh(session), reader, reading, by=table.by, at=table.at)


def guardian_of(table: Table, person: Party | Seat, *, at: datetime | None = None) -> Agent | None:
    """Who signs for somebody who cannot act alone."""
    if isinstance(person, Seat) or person.capacity == Party.Capacity.FULL:
        return None
    return next((agent for agent in agents_of(person, at or table.at) if agent.role == Agent.Role.GUARDIAN), None)


def frozen(table: Table) -> Agreement:
    """Drafted from the accepted proposal, and fixed."""
    return frozen_from(table, stepped(table, opened(table)))


def frozen_from(table: Table, session: Session) -> Agreement:
    """Drafted from the proposal accepted in this session, read over, and fixed."""
    proposal = proposed(table, session)
    agreement = outcome.draft(table.case, TEXT, terms.load(proposal.terms), proposal=proposal, by=table.by, at=table.at)
    read(table, session)
    room.end(fresh(session), "agreed", by=table.by, at=table.at)
    outcome.freeze(again(agreement), is_lawful=True, by=table.by, at=table.at)
    return again(agreement)


def signed(table: Table, agreement: Agreement | None = None) -> Agreement:
    agreement = agreement or frozen(table)
    for signer in [*table.parties, table.seat]:
        mark = Mark(way=Signature.Way.TOUCH, strokes=STROKES, agent=guardian_of(table, signer))
        outcome.sign(again(agreement), signer, mark, by=table.by, at=table.at)
    return again(agreement)


def effective(table: Table | None = None) -> Agreement:
    """Sealed, in effect, three copies."""
    table = table or planned()
    return sealed(table, signed(table))


def sealed(table: Table, agreement: Agreement) -> Agreement:
    """The committee's seal on what everybody signed."""
    paper = a_file(table, agreement.number)
    copies = [a_file(table, f"{agreement.number}-{no}") for no in range(1, agreement.copies + 1)]
    outcome.make_effective(
        again(agreement), Sealed(file=paper, copies=copies), is_effect_told=True, by=table.by, at=table.at
    )
    return again(agreement)


def oral(table: Table | None = None) -> Agreement:
    """On the spot, within minutes, by word."""
    table = table or make_accepted(is_on_the_spot=True)
    session = stepped(table, opened(table, on_the_spot(table)))
    for party in table.parties:
        case_verbs.consent(fresh_party(party), Word(about=Consent.About.ORAL, is_given=True), by=table.by, at=table.at)
    session = fresh(session)
    spoken = outcome.Spoken(confirmed_by=table.parties, is_lawful=True)
    outcome.agree_orally(table.case, TEXT, clauses(table.at.date()), spoken, by=table.by, at=table.at)
    read(table, session)
    room.end(fresh(session), "agreed_orally", by=table.by, at=table.at)
    return Agreement.objects.get(case=table.pk)


def on_the_spot(table: Table) -> Session:
    meeting = Arrangement(begins=table.at, ends=table.desk.later(minutes=30), place="文献路18号楼下")
    return fresh(room.arrange(table.case, meeting, by=table.by, at=table.at))


def fresh(session: Session) -> Session:
    return Session.objects.select_related("lead__matter__centre", "lead__centre").get(pk=session.pk)


def again(agreement: Agreement) -> Agreement:
    return Agreement.objects.select_related("case__matter__centre", "case__centre").get(pk=agreement.pk)


def a_file(table: Table, name: str) -> File:
    """A file's row; its bytes are of no concern here."""
    sha = hashlib.sha256(name.encode()).hexdigest()
    return File.objects.create(
        sha256=sha, source_sha256=sha, kind="pdf", size=1000, name=f"{name}.pdf", uploaded_at=table.at
    )
