"""Meetings of the demonstration: two work meetings held, with what they resolved; one announced; a talk with residents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstdesk.common import clock
from firstdesk.config.demo.build import City
from firstdesk.directory.models import Unit
from firstdesk.ledger.actors import Actor
from firstdesk.meetings import services
from firstdesk.meetings.models import AgendaItem, Meeting, Resolution
from firstdesk.meetings.services import NewMeeting, NewResolution, Where
from firstdesk.meetings.states import Turn

CENTRE, OFFICE = "cx-linkage", "cx-rongyin-office"
HOUR = timedelta(hours=1)
SATURDAY = 5
SAID = {
    "summary": "通报本期受理、转办和回访情况；转办不清、重复转办的逐件说明原因。",
    "situation": "夜间噪声和电动车飞线充电反映集中，集中在临溪路一带。",
    "major_problems": "鼓楼前街路面塌陷处的权属由住建、水务两家当场明确。",
    "training": "新到岗人员先培训后上岗；宣传册下周送到各社区。",
    "next_steps": "台风天值班人员加一倍；各单位确认备班电话。",
    "difficulties": "停车、路灯和老年人就医三类困难被多次提到，逐条登记后转办。",
    "opinions": "建议增加夜间巡逻时段（多人提到）；建议公示电话写大一些。",
}
FIRST = (
    ("cx-housing", "临溪路一带飞线充电点排查并公示整改时限", 12, ""),
    ("cx-linkage", "重复转办的事项逐件复盘，形成转办口径", 9, "已形成口径并发到各接警岗位。"),
    ("cx-power", "鼓楼前街路灯线路老化段更换", 40, ""),
)
SECOND = (("cx-water", "鼓楼前街塌陷路段地下管线复测", 14, ""),)


@dataclass(frozen=True)
class Held:
    """A meeting of the past: whose, of which kind, when, and what was resolved."""

    centre: Unit
    rule_id: str
    begins: datetime
    resolved: Sequence[tuple[str, str, int, str]] = ()
    residents: int = 0


def hold_meetings(city: City, *, at: datetime) -> None:
    """In the order of time, so that what was not done comes back on the later agenda."""
    centre, office = city.units[CENTRE], city.units[OFFICE]
    _hold(city, Held(centre, "ss.meeting.work", _morning(at, -20), FIRST))
    _hold(city, Held(office, "cp.meeting.talk", _morning(at, -9), residents=26))
    _hold(city, Held(centre, "ss.meeting.work", _morning(at, -6), SECOND))
    coming = _plan(city, centre, "ss.meeting.work", _morning(at, 4), at - HOUR)
    services.add_point(coming, "台风季值班安排", by=city.actor(centre, "director"), at=at - HOUR)
    services.call(coming, by=city.actor(centre, "director"), at=at - HOUR / 2)


def _morning(at: datetime, days: int) -> datetime:
    """Nine o'clock on a working day around there."""
    day = clock.local(at) + timedelta(days=days)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1 if days > 0 else -1)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def _plan(city: City, centre: Unit, rule_id: str, begins: datetime, at: datetime) -> Meeting:
    new = NewMeeting(
        rule_id=rule_id, where=Where(begins=begins, ends=begins + 2 * HOUR, place="三楼会议室"),
        chair=city.people[centre.code, "director"][0], recorder=city.people[centre.code, "intake"][0],
    )  # fmt: skip
    return services.plan(centre, new, by=city.actor(centre, "director"), at=at)


def _hold(city: City, held: Held) -> None:
    by, recorder = city.actor(held.centre, "director"), city.actor(held.centre, "intake")
    begins = held.begins
    meeting = _plan(city, held.centre, held.rule_id, begins, begins - timedelta(days=3))
    services.call(meeting, by=by, at=begins - timedelta(days=2))
    services.begin(meeting, by=by, at=begins)
    _come(city, meeting, by, begins)
    if held.residents:
        services.count_residents(meeting, held.residents, by=recorder, at=begins + HOUR / 2)
    for item in AgendaItem.objects.filter(meeting=meeting).order_by("no"):
        item.meeting = meeting
        services.write(item, SAID.get(item.code, "已逐项通报，按责任单位办理。"), 0, by=recorder, at=begins + HOUR)
    for unit, text, days, _done in held.resolved:
        due = clock.local(begins).date() + timedelta(days=days)
        new = NewResolution(text=text, unit=city.units[unit], due_on=due)
        services.resolve(meeting, new, by=recorder, at=begins + HOUR)
    services.end(meeting, by=by, at=begins + 2 * HOUR)
    services.sign(meeting, by=by, at=begins + 5 * HOUR)
    for unit, text, days, done in held.resolved:
        if done:
            row = Resolution.objects.select_related("meeting").get(meeting=meeting, text=text)
            leader = city.actor(city.units[unit], "director")
            services.carry(row, Turn.DONE, done, by=leader, at=begins + timedelta(days=days - 2))


def _come(city: City, meeting: Meeting, by: Actor, at: datetime) -> None:
    """Those who have a post there and were not on leave: all but the last, who excused themselves."""
    staff = [row for row in meeting.invitees.select_related("person", "unit").order_by("pk") if row.person is not None]
    for row in staff[:-1]:
        assert row.person is not None
        services.sign_in(meeting, row.person, meeting.centre, way="list", by=by, at=at)
    staff[-1].meeting = meeting
    services.excuse(staff[-1], "值班", by=by, at=at)
