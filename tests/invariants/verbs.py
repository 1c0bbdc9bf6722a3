"""Every verb a person can do to a matter, each with a careless choice of who does it; and which fit which state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from firstdesk.directory.selectors import acting_for
from firstdesk.dispatch import selectors as referrals
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.services import Handover, Meeting
from firstdesk.dispatch.services import Scene as OnTheSpot
from firstdesk.followup import services as followup
from firstdesk.followup.services import Call, Opinion
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk
from firstdesk.triage import services as triage
from firstdesk.triage.selectors.routes import Classification
from firstdesk.triage.services.check import Hazard
from firstdesk.triage.tests.factories import CHECKED


class NothingToDo(Exception):
    """The verb needs something that is not there."""


@dataclass
class Scene:
    """The desk, the matter at hand, the moment, and a number from which choices are drawn."""

    desk: Desk
    matter: Matter
    at: datetime
    draw: int

    def actor(self, code: str = "intake") -> Actor:
        return self._actor(self.desk.centre.people[code])

    @property
    def liaison(self) -> Actor:
        return self._actor(self.desk.centre.linkage_people["liaison"])

    def _actor(self, person: object) -> Actor:
        found = acting_for(person, self.at)  # type: ignore[arg-type]
        assert found is not None
        return found.actor

    @property
    def owner(self) -> Actor:
        """Somebody of the unit that answers for the matter."""
        return self.liaison if self.matter.responsible_unit_id == self.desk.centre.linkage.pk else self.actor()

    def referral(self) -> Referral:
        found = referrals.open_referral(self.matter)
        if found is None:
            raise NothingToDo
        return found

    def judged(self) -> Classification:
        natures = ("civil_dispute", "complaint", "help", "public_order", "criminal", "enquiry", "suggestion", "other")
        topics = ("property_management.lift", "neighbour_disputes.water_leak", "domestic_violence", "traffic_transport")
        return Classification(
            nature=natures[self.draw % 8],
            topic=topics[self.draw // 8 % 4],
            urgency=("normal", "urgent", "priority")[self.draw // 3 % 3],
            grade=("ordinary", "ordinary", "complex", "major")[self.draw // 5 % 4],
            remit=("own", "unit", "outside", "unclear")[self.draw // 7 % 4],
            reason="经核实",
            director_decision="同意",
            handover_note="请接收办理",
            person_informed=True,
            ticked=CHECKED,
        )


Verb = Callable[[Scene], object]


def _offer(s: Scene) -> object:
    return dispatch.offer(s.matter, Handover(s.desk.centre.linkage, "请接收", "", True), by=s.owner, at=s.at)


def _accept(s: Scene) -> object:
    handler = s.desk.centre.linkage_people["handler"] if s.draw % 2 else None
    return dispatch.accept(s.referral(), by=s.liaison, at=s.at, handler=handler)


def _assign(s: Scene) -> object:
    people = [*s.desk.centre.people.values(), *s.desk.centre.linkage_people.values()]
    return matters.assign(s.matter, people[s.draw % len(people)], by=s.owner, at=s.at)


def _take(s: Scene) -> object:
    people = [*s.desk.centre.people.values(), *s.desk.centre.linkage_people.values()]
    return matters.take(s.matter, people[s.draw % len(people)], by=s.owner, at=s.at)


def _duplicate(s: Scene) -> object:
    others = list(Matter.objects.filter(centre=s.matter.centre).order_by("pk"))
    return matters.mark_duplicate(s.matter, others[s.draw % len(others)], reason="同一件事", by=s.actor(), at=s.at)


def _meet(s: Scene) -> object:
    meeting = Meeting([s.desk.centre.linkage], s.at.replace(year=s.at.year + 1), "会议室")
    return dispatch.make_appointment(s.matter, meeting, by=s.actor(), at=s.at)


def _call_back(s: Scene) -> object:
    call = Call("phone", s.draw % 3 > 0, satisfaction=s.draw % 5 + 1 if s.draw % 3 > 0 else None)
    return followup.call_back(s.matter, call, by=s.owner, at=s.at)


def _give(s: Scene) -> object:
    people = list(s.desk.centre.linkage_people.values())
    return dispatch.assign(s.referral(), handler=people[s.draw % len(people)], by=s.liaison, at=s.at)


def _hand_over(s: Scene) -> object:
    scene = OnTheSpot(s.desk.centre.unit, s.desk.centre.linkage, "李四", "人已劝开")
    return dispatch.hand_over_on_scene(s.matter, scene, by=s.actor(), at=s.at)


def _file_hazard(s: Scene) -> object:
    hazard = Hazard(
        parties="业主与物业",
        people_involved=40,
        cause="停水",
        focus="供水",
        measures="已送水",
        superior_asked="协调水务",
    )
    return triage.file_hazard_form(s.matter, hazard, by=s.actor(), at=s.at)


VERBS: dict[str, Verb] = {
    "verify": lambda s: triage.verify(s.matter, is_true=True, method="电话核实", by=s.actor(), at=s.at),
    "file_hazard": _file_hazard,
    "give": _give,
    "hand_over": _hand_over,
    "decide": lambda s: triage.decide(s.matter, s.judged(), by=s.actor(), at=s.at),
    "director_decides": lambda s: triage.decide(s.matter, s.judged(), by=s.actor("director"), at=s.at),
    "reclassify": lambda s: triage.reclassify(s.matter, s.judged(), by=s.actor(), at=s.at),
    "escalate": lambda s: triage.escalate(s.matter, reason="归口不清", by=s.actor(), at=s.at),
    "offer": _offer,
    "accept": _accept,
    "object": lambda s: dispatch.object_(s.referral(), reason="不属我单位", by=s.liaison, at=s.at),
    "take_back": lambda s: dispatch.withdraw(s.referral(), reason="发错单位", by=s.actor(), at=s.at),
    "answer": lambda s: dispatch.answer(s.referral(), result_code="settled", text="已处理", by=s.liaison, at=s.at),
    "confirm": lambda s: dispatch.confirm(s.referral(), by=s.actor(), at=s.at),
    "return": lambda s: dispatch.return_(s.referral(), reason="请补充", by=s.actor(), at=s.at),
    "meet": _meet,
    "assign": _assign,
    "take": _take,
    "suspend": lambda s: matters.suspend(s.matter, reason="等待鉴定", by=s.owner, at=s.at),
    "resume": lambda s: matters.resume(s.matter, by=s.owner, at=s.at),
    "finish": lambda s: followup.finish_own(s.matter, result_code="settled", text="已调解", by=s.owner, at=s.at),
    "reply": lambda s: followup.reply(s.matter, way="phone", text="已办好", by=s.owner, at=s.at),
    "note_contact": lambda s: followup.note_contact(s.matter, channel="phone", text="已告知", by=s.owner, at=s.at),
    "call_back": _call_back,
    "rate": lambda s: followup.rate(s.matter, Opinion(level=s.draw % 5 + 1, words="有话说"), at=s.at),
    "check_contested": lambda s: followup.verify(
        s.matter, is_true=bool(s.draw % 2), finding="已核实", by=s.actor("director"), at=s.at
    ),
    "close": lambda s: followup.close(s.matter, by=s.owner, at=s.at, reason="已说明"),
    "contest": lambda s: followup.reopen(s.matter, reason="还没修好", by=s.actor(), at=s.at),
    "mark_duplicate": _duplicate,
    "withdraw": lambda s: matters.withdraw(s.matter, reason="本人要求", by=s.actor(), at=s.at),
    "mark_invalid": lambda s: matters.mark_invalid(s.matter, reason="误拨", by=s.actor(), at=s.at),
    "take_apart": lambda s: matters.unmerge(s.matter, reason="是另一件事", by=s.actor(), at=s.at),
    "reopen": lambda s: matters.reopen(s.matter, reason="又发生了", by=s.actor(), at=s.at),
}
_ALWAYS = (
    "assign",
    "take",
    "verify",
    "file_hazard",
    "hand_over",
    "note_contact",
    "meet",
    "withdraw",
    "mark_invalid",
    "mark_duplicate",
)
FITTING: dict[str, tuple[str, ...]] = {
    State.TO_TRIAGE: ("decide", "decide", "decide", "escalate", "offer", *_ALWAYS),
    State.ESCALATED: ("director_decides", "director_decides", "director_decides", "escalate"),
    State.OFFERED: (
        "accept",
        "accept",
        "accept",
        "object",
        "object",
        "take_back",
        "reclassify",
        "escalate",
        "withdraw",
    ),
    State.HANDLING: ("give", "answer", "answer", "finish", "finish", "suspend", "reclassify", "escalate", *_ALWAYS),
    State.SUSPENDED: ("resume", "resume", "withdraw", "answer"),
    State.ANSWERED: ("confirm", "confirm", "return", "mark_duplicate"),
    State.TO_REPLY: ("check_contested", "reply", "reply", "reply", "withdraw", "assign"),
    State.FOLLOW_UP: ("rate", "call_back", "call_back", "close", "close", "contest", "take"),
    State.CLOSED: ("contest", "reopen", "rate"),
    State.DUPLICATE: ("take_apart", "take_apart", "reopen"),
    State.WITHDRAWN: ("reopen", "contest"),
    State.INVALID: ("reopen",),
}
