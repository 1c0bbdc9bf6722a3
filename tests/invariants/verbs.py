"""Every verb a person can do to a matter on its way, each with a careless choice of who does it; and which fit which state."""

from collections.abc import Callable

from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.models import Appointment
from firstdesk.dispatch.services import Handover, Meeting
from firstdesk.dispatch.services import Scene as OnTheSpot
from firstdesk.followup import services as followup
from firstdesk.followup.services import Call, Opinion
from firstdesk.intake import services as intake
from firstdesk.intake.models import Party
from firstdesk.intake.tests.factories import registration
from firstdesk.matters import services as matters
from firstdesk.matters.models import Link
from firstdesk.triage import services as triage
from firstdesk.triage.selectors.routes import Classification
from firstdesk.triage.services.check import Hazard
from firstdesk.triage.tests.factories import CHECKED
from tests.invariants.scene import Scene

Verb = Callable[[Scene], object]


def _judged(s: Scene) -> Classification:
    natures = ("civil_dispute", "complaint", "help", "public_order", "criminal", "enquiry", "suggestion", "other")
    topics = ("property_management.lift", "neighbour_disputes.water_leak", "domestic_violence", "traffic_transport")
    return Classification(
        nature=natures[s.draw % 8],
        topic=topics[s.draw // 8 % 4],
        urgency=("normal", "urgent", "priority")[s.draw // 3 % 3],
        grade=("ordinary", "ordinary", "complex", "major")[s.draw // 5 % 4],
        remit=("own", "unit", "outside", "unclear")[s.draw // 7 % 4],
        reason="经核实",
        director_decision="同意",
        handover_note="请接收办理",
        person_informed=True,
        ticked=CHECKED if s.draw % 9 else (),
    )


def _offer(s: Scene) -> object:
    to_scene = s.draw % 2 == 0
    return dispatch.offer(s.matter, Handover(s.unit, "请接收", "", to_scene, True), by=s.owner, at=s.at)


def _accept(s: Scene) -> object:
    referral = s.referral()
    handler = (
        s.around.people[referral.to_unit_id][-1] if s.draw % 2 and referral.to_unit_id in s.around.people else None
    )
    return dispatch.accept(referral, by=s.of(referral.to_unit_id), at=s.at, handler=handler)


def _assign(s: Scene) -> object:
    return matters.assign(s.matter, s.pick(s.anybody), by=s.owner, at=s.at)


def _put_back(s: Scene) -> object:
    return matters.put_back(s.matter, reason="调离", by=s.owner, at=s.at)


def _take(s: Scene) -> object:
    return matters.take(s.matter, s.pick(s.anybody), by=s.owner, at=s.at)


def _duplicate(s: Scene) -> object:
    join = matters.merge if s.draw % 2 else matters.mark_duplicate
    return join(s.matter, s.other(), reason="同一件事", by=s.actor(), at=s.at)


def _link(s: Scene) -> object:
    return matters.link(s.matter, s.other(), by=s.actor(), at=s.at)


def _unlink(s: Scene) -> object:
    ties = Link.objects.filter(matter__centre=s.matter.centre, removed_at=None).order_by("pk")
    return matters.unlink(s.pick(list(ties)), by=s.actor(), at=s.at)


def _split(s: Scene) -> object:
    parties = list(Party.objects.filter(matter=s.matter).values_list("pk", flat=True))
    part = intake.Part(narrative="另外，楼道的灯也坏了", parties=parties[: s.draw % 2])
    return intake.split(s.matter, part, by=s.actor(), at=s.at)


def _meet(s: Scene) -> object:
    meeting = Meeting([s.unit], s.at.replace(year=s.at.year + 1), "会议室")
    return dispatch.make_appointment(s.matter, meeting, by=s.actor(), at=s.at)


def _record_measures(s: Scene) -> object:
    made = s.pick(list(Appointment.objects.filter(matter=s.matter, measures_at=None).select_related("matter")))
    return dispatch.record_measures(made, measures="物业三天内修好", by=s.actor(), at=s.at)


def _call_back(s: Scene) -> object:
    call = Call("phone", s.draw % 3 > 0, satisfaction=s.draw % 5 + 1 if s.draw % 3 > 0 else None)
    return followup.call_back(s.matter, call, by=s.owner, at=s.at)


def _give(s: Scene) -> object:
    referral = s.referral()
    people = s.around.people.get(referral.to_unit_id, s.anybody)
    return dispatch.assign(referral, handler=s.pick(people), by=s.of(referral.to_unit_id), at=s.at)


def _answer(s: Scene) -> object:
    why = "等不及协办" if s.draw % 2 else ""
    referral, result = s.referral(), ("settled", "explained", "not_possible")[s.draw % 3]
    by = s.of(referral.to_unit_id)
    return dispatch.answer(referral, result_code=result, text="已处理", by=by, at=s.at, unfinished_reason=why)


def _register(s: Scene) -> object:
    new = registration(s.desk, received_at=s.at, occurred_at=s.at, reporter=("named", "anonymous")[s.draw % 2])
    return intake.register(new, by=s.actor(), at=s.at)


def _hand_over(s: Scene) -> object:
    scene = OnTheSpot(s.desk.centre.unit, s.unit, "李四", "人已劝开")
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


ON_THE_WAY: dict[str, Verb] = {
    "verify": lambda s: triage.verify(s.matter, is_true=True, method="电话核实", by=s.actor(), at=s.at),
    "file_hazard": _file_hazard,
    "give": _give,
    "hand_over": _hand_over,
    "decide": lambda s: triage.decide(s.matter, _judged(s), by=s.actor(), at=s.at),
    "director_decides": lambda s: triage.decide(s.matter, _judged(s), by=s.actor("director"), at=s.at),
    "reclassify": lambda s: triage.reclassify(s.matter, _judged(s), by=s.actor(), at=s.at),
    "escalate": lambda s: triage.escalate(s.matter, reason="归口不清", by=s.actor(), at=s.at),
    "offer": _offer,
    "accept": _accept,
    "object": lambda s: dispatch.object_(s.referral(), reason="不属我单位", by=s.of(s.referral().to_unit_id), at=s.at),
    "take_back": lambda s: dispatch.withdraw(
        s.referral(), reason="发错单位", by=s.of(s.referral().from_unit_id), at=s.at
    ),
    "open": lambda s: dispatch.note_opened(s.referral(), by=s.of(s.referral().to_unit_id), at=s.at),
    "answer": _answer,
    "confirm": lambda s: dispatch.confirm(s.referral(), by=s.of(s.referral().from_unit_id), at=s.at),
    "return": lambda s: dispatch.return_(s.referral(), reason="请补充", by=s.of(s.referral().from_unit_id), at=s.at),
    "meet": _meet,
    "record_measures": _record_measures,
    "mark_urgent": lambda s: triage.mark_urgent(s.matter, reason="有人受伤", by=s.owner, at=s.at),
    "tick": lambda s: triage.tick(s.matter, CHECKED[: 3 * (s.draw % 2)], by=s.owner, at=s.at),
    "register": _register,
    "link": _link,
    "unlink": _unlink,
    "split": _split,
    "assign": _assign,
    "put_back": _put_back,
    "take": _take,
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
