"""Every verb of mediation, as the machine calls it: on whatever stands there, sensible or not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from firstdesk.common import clock as walls
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Grade
from firstdesk.mediation import terms
from firstdesk.mediation.models import (
    Agent,
    Agreement,
    Case,
    Challenge,
    Confirmation,
    Copy,
    Exhibit,
    Mediator,
    Participant,
    Party,
    PartyLink,
    Presence,
    Promise,
    Proposal,
    Room,
    Seat,
    Session,
)
from firstdesk.mediation.selectors import link as links
from firstdesk.mediation.selectors import outcome as found
from firstdesk.mediation.selectors import room as table_of
from firstdesk.mediation.services import after, case, link, outcome, room
from firstdesk.mediation.services.case import Alarm, Danger, Longer, Word
from firstdesk.mediation.services.link.acting import BY_LINK
from firstdesk.mediation.terms import Clause, Part
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table
from firstdesk.screening.models import Major
from firstdesk.screening.services import majors
from tests.invariants.scene import NothingToDo

T = TypeVar("T")
WAYS = ("court",)


@dataclass
class At:
    """The table, the moment, and a number from which choices are drawn."""

    table: Table
    at: datetime
    draw: int
    files: list[File] = field(default_factory=list)

    def pick(self, among: list[T]) -> T:
        """One of them."""
        if not among:
            raise NothingToDo
        return among[self.draw % len(among)]

    @property
    def case(self) -> Case:
        return self.table.case

    @property
    def by(self) -> Actor:
        return self.table.by

    def party(self) -> Party:
        return self.pick(self.table.parties)

    def session(self) -> Session:
        rows = Session.objects.select_related("lead__matter__centre", "lead__centre").filter(lead=self.table.pk)
        return self.pick(list(rows.order_by("-no")[:2]))

    def seat(self) -> Seat:
        rows = Seat.objects.select_related(
            "case__matter__centre", "case__centre", "mediator__user", "mediator__committee"
        )
        return self.pick(list(rows.filter(case=self.table.pk).order_by("-pk")[:3]))

    def agreement(self) -> Agreement:
        rows = Agreement.objects.select_related("case__matter__centre", "case__centre").filter(case=self.table.pk)
        return self.pick(list(rows.order_by("-pk")[:2]))

    def promise(self) -> Promise:
        rows = Promise.objects.select_related("term__agreement__case").filter(term__agreement__case=self.table.pk)
        return self.pick(list(rows.order_by("state", "pk")))

    def confirmation(self) -> Confirmation:
        rows = Confirmation.objects.select_related("agreement__case__matter__centre", "agreement__case__centre")
        return self.pick(list(rows.filter(agreement__case=self.table.pk)))

    def clauses(self) -> tuple[Clause, ...]:
        """Right most of the time; now and then an instalment is missing a fen."""
        found = walks.clauses(walls.local(self.at).date())
        if self.draw % 9:
            return found
        first = found[1].parts[0]
        return (found[0], Clause(**{**vars(found[1]), "parts": (Part(first.due_on, 149_999), found[1].parts[1])}))


Verb = Callable[[At], object]


def _accept(s: At) -> object:
    seen = case.Acceptance(grade=Grade.ORDINARY, within_remit=True, not_excluded=bool(s.draw % 7), hazard_form=True,
                           is_on_the_spot=s.case.is_on_the_spot)  # fmt: skip
    return case.accept(s.case, seen, by=s.by, at=s.at)


def _ending(s: At, reason: str) -> case.Ending:
    return case.Ending(reason=reason, words="谈不拢", ways_told=WAYS if s.draw % 3 else ())


def _add_party(s: At) -> object:
    name, phone = ("王小妹", "13800000003") if s.draw % 2 else ("林阿珍", "13800000001")
    minor = Party.Capacity.MINOR if s.draw % 5 == 0 else Party.Capacity.FULL
    return case.add_party(s.case, case.NewParty(side=3, name=name, phone=phone, capacity=minor), by=s.by, at=s.at)


def _correct_party(s: At) -> object:
    party = s.party()
    new = case.NewParty(side=party.side, name=party.name, phone=party.phone, capacity=party.capacity)
    return case.correct_party(party, new, by=s.by, at=s.at)


def _add_agent(s: At) -> object:
    role = (Agent.Role.GUARDIAN, Agent.Role.REPRESENTATIVE)[s.draw % 2]
    today = walls.local(s.at).date()
    scope = (Agent.Scope.GENERAL, Agent.Scope.SPECIAL)[s.draw // 2 % 2]
    new = case.NewAgent(role=role, name="林志远", scope=scope, powers="代为和解", valid_from=today,
                        valid_until=today + timedelta(days=s.draw % 6 - 1))  # fmt: skip
    return case.add_agent(s.party(), new, by=s.by, at=s.at)


def _agents(s: At) -> list[Agent]:
    return list(
        Agent.objects.filter(party__case=s.table.pk).select_related("party__case__matter__centre").order_by("pk")
    )


def _name(s: At) -> object:
    mediator = s.pick(list(Mediator.objects.select_related("user", "committee").order_by("pk")))
    role = (Seat.Role.CHAIR, Seat.Role.MEDIATOR)[s.draw % 2]
    return case.name_mediator(s.case, mediator, role=role, chosen="appointed", by=s.table.as_("director"), at=s.at)


def _declare(s: At) -> object:
    seat = s.seat()
    by = Actor(seat.mediator.user_id, "x")
    return case.declare(seat, [Seat.Tie.FAMILY] if s.draw % 11 == 0 else [], by=by, at=s.at)


def _decide(s: At) -> object:
    rows = Challenge.objects.select_related("seat__mediator", "seat__case__matter__centre").filter(
        seat__case=s.table.pk
    )
    row = s.pick(list(rows))
    granted = bool(s.draw % 2)
    return case.decide_challenge(row, is_granted=granted, why="看了材料", by=s.table.as_("director"), at=s.at)


def _consent(s: At) -> object:
    about = ("mediation", "open", "oral", "extension", "mediator")[s.draw % 5]
    subject = s.seat().pk if about == "mediator" and s.draw % 2 else 0
    word = Word(about=about, is_given=bool(s.draw // 5 % 4), subject=subject)
    return case.consent(s.party(), word, by=s.by, at=s.at)


def _join(s: At) -> object:
    return case.join([s.case, s.case], "一起调解", by=s.by, at=s.at)


def _arrange(s: At) -> object:
    place, _ = Room.objects.get_or_create(centre=s.table.desk.centre.unit, name="调解一室")
    where = {"room": place} if s.draw % 7 == 0 else {"place": "文献路18号楼下"}  # a room is taken now and then
    meeting = room.Arrangement(begins=s.at, ends=s.at + timedelta(hours=1), **where)
    return room.arrange(s.case, meeting, by=s.by, at=s.at)


def _move(s: At) -> object:
    begins = s.at + timedelta(days=s.draw % 4)
    return room.move(
        s.session(), room.Arrangement(begins=begins, ends=begins + timedelta(hours=1), place="村委会"), by=s.by, at=s.at
    )


def _open(s: At) -> object:
    parties = s.table.parties if s.draw % 3 else s.table.parties[:1]
    agents = [agent for agent in _agents(s) if s.draw % 2]
    return room.open_(s.session(), room.Present(parties=parties, agents=agents, seats=[s.table.seat]), by=s.by, at=s.at)


def _come(s: At) -> object:
    agents = [s.pick(_agents(s))] if s.draw % 2 else []
    return room.come(s.session(), room.Present(parties=[s.party()], agents=agents), by=s.by, at=s.at)


def _leave(s: At) -> object:
    return room.leave(s.pick(list(Presence.objects.filter(session__lead=s.table.pk, left_at=None))), by=s.by, at=s.at)


def _step(s: At) -> object:
    session = s.session()
    codes = [code for code in found.procedure(session.lead).codes if code not in table_of.done(session)]
    code = codes[0] if codes and s.draw % 4 else s.pick(list(found.procedure(session.lead).codes))
    return room.step(session, code, sorted(table_of.BY_WORD), by=s.by, at=s.at)


def _propose(s: At) -> object:
    return room.propose(
        s.session(), s.case, room.NewProposal(text="各让一步", terms=terms.dump(s.clauses())), by=s.by, at=s.at
    )


def _proposal(s: At) -> Proposal:
    rows = Proposal.objects.select_related("case__matter__centre", "case__centre", "session")
    return s.pick(list(rows.filter(case=s.table.pk)))


def _answer(s: At) -> object:
    return room.answer(_proposal(s), s.party(), is_accepted=bool(s.draw % 4), by=s.by, at=s.at)


def _share(s: At) -> object:
    return room.share(s.session(), _proposal(s), by=s.by, at=s.at)


def _say(s: At) -> object:
    return room.say(s.session(), room.Said(speaker=s.party(), text="还有一句话", step="statements"), by=s.by, at=s.at)


def _show(s: At) -> object:
    exhibit = s.pick(list(Exhibit.objects.filter(case=s.table.pk)))
    return room.show(s.session(), exhibit, {1: "accepted"}, by=s.by, at=s.at)


def _read_over(s: At) -> object:
    people: list[Party | Seat] = [*s.table.parties, s.seat()]
    reader, agents = s.pick(people), [None, *_agents(s)]
    way = ("touch", "paper", "refused")[0 if s.draw % 5 else s.draw // 5 % 3]
    reading = room.Reading(way=way, strokes=walks.STROKES, words="不识字", agent=agents[s.draw // 3 % len(agents)])
    return room.read_over(s.session(), reader, reading, by=s.by, at=s.at)


def _draft(s: At) -> object:
    return outcome.draft(s.case, walks.TEXT, s.clauses(), by=s.by, at=s.at)


def _sign(s: At) -> object:
    agents = [None, *_agents(s)]
    mark = outcome.Mark(way="touch", strokes=walks.STROKES if s.draw % 6 else "[]", agent=agents[s.draw % len(agents)])
    people: list[Party | Seat] = [*s.table.parties, s.seat()]
    return outcome.sign(s.agreement(), s.pick(people), mark, by=s.by, at=s.at)


def _seal(s: At) -> object:
    return outcome.seal(s.agreement(), outcome.Sealing(is_effect_told=bool(s.draw % 5)), by=s.by, at=s.at)


def _inquire(s: At) -> object:
    talk = [("几时漏的？", "去年八月。")] if s.draw % 3 else []
    asked = case.Asked(name="黄秀英", capacity="邻居", place="楼下", talk=talk, is_read_over=True, asked_at=s.at)
    return case.inquire(s.case, asked, by=s.by, at=s.at)


def _register_major(s: At) -> object:
    form = majors.Registration(
        place="文献路18号", found_by="网格员", found_on=walls.local(s.at).date(), kind="neighbour_disputes",
        parties="林阿珍、陈国强", people_involved=9, cause="漏水", focus="赔偿", measures="专班", asked="请上级协调",
        note="已劝离", leader=s.table.user("director"),
    )  # fmt: skip
    if Major.objects.filter(matter=s.case.matter_id).count() > 1:
        raise NothingToDo
    return majors.register(s.case.matter, form, case=s.case, by=s.by, at=s.at)


def _major(s: At) -> Major:
    return s.pick(list(Major.objects.select_related("matter", "centre").filter(matter=s.case.matter_id)))


def _orally(s: At) -> object:
    confirmed = s.table.parties if s.draw % 3 else s.table.parties[:1]
    spoken = outcome.Spoken(confirmed_by=confirmed, is_lawful=True)
    return outcome.agree_orally(s.case, walks.TEXT, s.clauses(), spoken, by=s.by, at=s.at)


def _deliver(s: At) -> object:
    return outcome.deliver(s.pick(list(Copy.objects.filter(agreement__case=s.table.pk))), "签收", by=s.by, at=s.at)


def _link(s: At) -> PartyLink:
    party = s.party()
    found = links.current(party) or link.give_link(party, by=s.by, at=s.at)
    return links.by_token(found.token)


def _participant(s: At) -> object:
    if Participant.objects.filter(case=s.table.pk).count() > 1:
        raise NothingToDo
    return case.add_participant(s.case, "老支书", "村民小组长", by=s.by, at=s.at)


def _decision(s: At) -> object:
    told = after.Decision(is_confirmed=bool(s.draw % 2), on=walls.local(s.at).date(), words="（2026）民特1号")
    return after.decide_confirmation(s.confirmation(), told, by=s.by, at=s.at)


def _alarm(s: At) -> Alarm:
    return Alarm(unit=s.table.desk.centre.linkage, danger=Danger.CROWD)


VERBS: dict[str, Verb] = {
    "accept": _accept, "add_party": _add_party, "correct_party": _correct_party, "add_agent": _add_agent,
    "prove_agent": lambda s: case.prove_agent(
        s.pick(_agents(s)), walks.a_file(s.table, f"委托书{s.at}") if s.draw % 2 else None, by=s.by, at=s.at
    ),
    "revoke_agent": lambda s: case.revoke_agent(s.pick(_agents(s)), by=s.by, at=s.at),
    "add_participant": _participant, "name_mediator": _name, "declare": _declare, "consent": _consent, "join": _join,
    "decline": lambda s: case.decline(s.case, case.Decline(why="不属调解范围", ways_told=WAYS), by=s.by, at=s.at),
    "stand_back": lambda s: case.stand_back(s.seat(), "另有安排", by=s.by, at=s.at),
    "challenge": lambda s: case.challenge(s.party(), s.seat(), "有亲戚关系", by=BY_LINK, at=s.at),
    "decide_challenge": _decide,
    "extend": lambda s: case.extend(s.case, Longer(days=3), by=s.by, at=s.at),
    "regrade": lambda s: case.regrade(s.case, s.pick(list(Grade.values)), "人数较多", by=s.by, at=s.at),
    "report_up": lambda s: case.report_up(s.case, "登记表1号", by=s.by, at=s.at),
    "refer_to_police": lambda s: case.refer_to_police(s.case, _alarm(s), by=s.by, at=s.at),
    "refuse": lambda s: case.refuse(s.party(), _ending(s, "refused"), by=s.by, at=s.at),
    "fail": lambda s: case.fail(s.case, _ending(s, "no_agreement"), by=s.by, at=s.at),
    "withdraw": lambda s: case.withdraw(s.party(), _ending(s, "withdrawn"), by=s.by, at=s.at),
    "plan": lambda s: room.plan(s.case, room.NewPlan(issues="数额", measures="先看现场"), by=s.by, at=s.at),
    "arrange": _arrange, "cancel": lambda s: room.cancel(s.session(), by=s.by, at=s.at),
    "call_off": lambda s: room.call_off(s.session(), by=s.by, at=s.at), "move": _move,
    "invite": lambda s: room.invite(s.session(), s.party(), room.Notification(way="phone", text="明天见"), by=s.by, at=s.at),
    "tell_off": lambda s: room.tell_off(s.session(), s.party(), room.Notification(way="phone", text=""), by=s.by, at=s.at),
    "open": _open, "come": _come, "leave": _leave, "step": _step, "propose": _propose, "answer": _answer, "share": _share,
    "tell_rights": lambda s: room.tell_rights(s.session(), [s.party()], "signed", by=s.by, at=s.at),
    "pause": lambda s: room.pause(s.session(), by=s.by, at=s.at),
    "adjourn": lambda s: room.adjourn(s.session(), by=s.by, at=s.at),
    "resume": lambda s: room.resume(s.session(), by=s.by, at=s.at),
    "end": lambda s: room.end(s.session(), s.pick(list(room.OUTCOMES)), by=s.by, at=s.at),
    "say": _say, "show": _show, "read_over": _read_over,
    "confide": lambda s: room.confide(s.session(), s.party(), "底线是两千元", by=s.by, at=s.at),
    "cite": lambda s: room.cite(s.session(), "民法典", "第二百九十六条", by=s.by, at=s.at),
    "hand_in": lambda s: room.hand_in(s.case, room.NewExhibit(kind="photo", title="照片"), by=s.by, at=s.at),
    "draft": _draft, "sign": _sign, "seal": _seal, "agree_orally": _orally, "deliver": _deliver,
    "fix": lambda s: outcome.fix(s.agreement(), is_lawful=bool(s.draw % 6), by=s.by, at=s.at),
    "inquire": _inquire, "register_major": _register_major,
    "note_major": lambda s: majors.note(_major(s), "还在谈", by=s.by, at=s.at),
    "take_up_major": lambda s: majors.take_up(_major(s), "已派人", by=s.by, at=s.at),
    "settle_major": lambda s: majors.settle(_major(s), "谈妥了", by=s.by, at=s.at),
    "unfreeze": lambda s: outcome.unfreeze(s.agreement(), "有一处写错", by=s.by, at=s.at),
    "keep": lambda s: after.keep(s.promise(), after.Proof(words="转账回单"), by=s.by, at=s.at),
    "release": lambda s: after.release(s.promise(), "不用再付了", by=s.by, at=s.at),
    "break_": lambda s: after.break_(s.promise(), by=s.by, at=s.at),
    "break_overdue": lambda s: after.break_overdue(at=s.at + timedelta(days=60)),
    "remind_due": lambda s: after.remind_due(at=s.at),
    "urge": lambda s: after.urge(s.promise(), "urged", "请尽快付清", by=s.by, at=s.at),
    "urge_by_message": lambda s: after.urge_by_message(s.promise(), "urged", "请尽快付清", by=s.by, at=s.at),
    "visit": lambda s: after.visit(s.party(), after.Found(way="phone", is_performed=True), by=s.by, at=s.at),
    "reach": lambda s: after.reach(s.party(), after.Reached(phone="13900000009"), by=s.by, at=s.at),
    "close": lambda s: after.close(s.case, by=s.by, at=s.at),
    "prepare_confirmation": lambda s: after.prepare_confirmation(s.agreement(), "区人民法院", by=s.by, at=s.at),
    "join_confirmation": lambda s: after.join_confirmation(s.confirmation(), s.party(), by=s.by, at=s.at),
    "file_confirmation": lambda s: after.file_confirmation(s.confirmation(), by=s.by, at=s.at),
    "accept_confirmation": lambda s: after.accept_confirmation(
        s.confirmation(), on=walls.local(s.at).date(), by=s.by, at=s.at
    ),
    "prolong_confirmation": lambda s: after.prolong_confirmation(s.confirmation(), 5, by=s.by, at=s.at),
    "decide_confirmation": _decision,
    "drop_confirmation": lambda s: after.drop_confirmation(s.confirmation(), by=s.by, at=s.at),
    "give_link": lambda s: link.give_link(s.party(), by=s.by, at=s.at),
    "end_link": lambda s: link.end_link(s.party(), by=s.by, at=s.at),
    "know_rights": lambda s: link.know_rights(_link(s), at=s.at), "agree": lambda s: link.agree(_link(s), at=s.at),
    "prefer": lambda s: link.prefer(_link(s), is_open=bool(s.draw % 2), at=s.at),
    "choose": lambda s: link.choose(_link(s), s.draw % 9, at=s.at),
    "accept_mediator": lambda s: link.accept_mediator(_link(s), s.seat().pk, at=s.at),
    "challenge_by_link": lambda s: link.challenge(_link(s), s.seat().pk, "不公道", at=s.at),
    "hand_in_by_link": lambda s: link.hand_in(_link(s), room.NewExhibit(kind="photo", title="照片"), at=s.at),
    "withdraw_by_link": lambda s: link.withdraw(_link(s), at=s.at),
    "refuse_by_link": lambda s: link.refuse(_link(s), "不谈了", at=s.at),
    "join_by_link": lambda s: link.join_confirmation(_link(s), at=s.at),
}  # fmt: skip
NOT_BY_HAND = {
    "case": {"apply"},  # how each run begins
    "room": {"wording", "record_digest", "send_invitation", "tell", "add_room", "change_room", "write_off"},  # no case changes by them alone
    "outcome": {"digest", "freeze", "make_effective"},  # parts of fix and seal
    "link": {"send_link"},  # a message on its way
    "after": set(),
}  # fmt: skip
