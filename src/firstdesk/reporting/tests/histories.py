"""Histories of real verbs, one story beside the other: what happens is laid out in time first, so that a report can be drawn in
the middle of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st

from firstdesk.directory.models import UnitKind, User
from firstdesk.directory.tests.factories import acting, make_person, make_unit
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.tests.factories import actor, handover
from firstdesk.followup import services as followup
from firstdesk.followup.services import Opinion
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Step
from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk, new_matter
from firstdesk.mediation.models import Case
from firstdesk.mediation.services import case as mediation
from firstdesk.mediation.tests.factories import make_accepted
from firstdesk.mediation.tests.walks import oral
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Clock, Occurrence
from firstdesk.obligations.selectors import duty_of
from firstdesk.obligations.services import More
from firstdesk.obligations.services.proving import Shown
from firstdesk.obligations.states import ClockState
from firstdesk.screening import services as screening
from firstdesk.screening.models import Campaign, Finding
from firstdesk.screening.services import NewCampaign
from firstdesk.screening.services import Said as Answer

Act = Callable[[datetime], object]
_above_all = count(359_000)
CLASSED = (("civil_dispute", "neighbour_disputes.noise"), ("public_order", "theft_fraud"), ("complaint", "fire_safety"), ("help", "traffic_transport"))  # fmt: skip


DAYS, GAPS, FATES = st.integers(-3, 5), st.integers(3, 40), st.integers(0, 20)
DESKS = st.lists(st.tuples(DAYS, GAPS, st.integers(0, 3), FATES), min_size=1, max_size=4)
SENT = st.lists(st.tuples(DAYS, GAPS, FATES), min_size=1, max_size=3)


class History:
    """Stories at a desk; each lays its acts out in time, `until` runs what lies before a moment."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.acts = desk, list[tuple[datetime, int, Act]]()
        self.people = desk.centre.people
        self.unit = actor(desk.centre.linkage_people["liaison"], desk.at)

    def add(self, day: int, gap: int, *acts: Act) -> None:
        """Acts `gap` hours apart, from a day of the week on; minutes apart from those of other stories."""
        begins = MONDAY + timedelta(days=day, minutes=7 * len(self.acts))
        for number, act in enumerate(acts):
            self.acts.append((begins + timedelta(hours=gap * number), len(self.acts), act))

    def until(self, moment: datetime) -> None:
        """Let everything happen that lies before."""
        due = sorted(each for each in self.acts if each[0] < moment)
        self.acts = [each for each in self.acts if each[0] >= moment]
        for at, _number, act in due:
            obligations.miss(at=at)
            act(at)
        obligations.miss(at=moment - timedelta(microseconds=1))  # before a report is drawn

    def at_the_desk(self, day: int, gap: int, klass: int, fate: int) -> None:
        """A matter the desk handles itself: closed, taken up again, withdrawn, rested, given more time, classified anew."""
        held: dict[str, int] = {}
        nature, topic = CLASSED[klass % 4]
        by = self.desk.by

        def now() -> Matter:
            return Matter.objects.select_related("centre", "responsible_unit").get(pk=held["pk"])

        def come(at: datetime) -> None:
            urgency = "urgent" if fate % 3 == 0 else "normal"
            made = matters.open_matter(new_matter(self.desk, nature=nature, topic=topic, urgency=urgency), by=by, at=at)
            held["pk"] = made.pk

        def go(state: str | None, event: str, **changes: object) -> Act:
            return lambda at: matters.advance(now(), Step(state, event, changes=changes), by=by, at=at)

        def more_time(at: datetime) -> None:
            clock = (
                Clock.objects.promises().filter(matter_id=held["pk"], state=ClockState.RUNNING).order_by("pk").first()
            )
            if clock is not None:
                obligations.extend(clock, More(30, "working_days"), by=by, at=at)

        come_on: list[Act] = [come, go("handling", "matter.triaged")]
        end: list[Act] = [
            go("to_reply", "matter.finished"),
            go("follow_up", "matter.replied"),
            go("closed", "matter.closed"),
        ]
        other, root = CLASSED[(klass + 1) % 4]
        ways: list[list[Act]] = [
            end,
            [*end, lambda at: matters.reopen(now(), reason="又发生了", by=by, at=at)],
            [lambda at: matters.withdraw(now(), reason="不用了", by=by, at=at)],
            [lambda at: matters.suspend(now(), reason="等鉴定", by=by, at=at), lambda at: matters.resume(now(), by=by, at=at), *end],
            [more_time, *end],
            [go(None, "matter.reclassified", nature=other, topic=root)],
            [lambda at: matters.withdraw(now(), reason="不用了", by=by, at=at), lambda at: matters.reopen(now(), reason="又来", by=by, at=at)],
        ]  # fmt: skip
        self.add(day, gap, *come_on, *ways[fate % len(ways)])

    def sent_on(self, day: int, gap: int, fate: int) -> None:
        """A matter sent to the linkage unit: objected, taken back, answered, returned, confirmed, told, rated, rated again."""
        held: dict[str, int] = {}
        by, unit = self.desk.by, self.unit

        def now() -> Referral:
            rows = Referral.objects.select_related(
                "matter__centre", "matter__responsible_unit", "from_unit", "to_unit", "handler"
            )
            return rows.get(pk=held["pk"])

        def offer(at: datetime) -> None:
            matter = matters.open_matter(new_matter(self.desk), by=by, at=at)
            held["pk"] = dispatch.offer(matter, handover(self.desk), by=by, at=at).pk

        def accept(at: datetime) -> object:
            return dispatch.accept(now(), by=unit, at=at)

        def answer(at: datetime) -> object:
            return dispatch.answer(now(), result_code="settled", text="已修好", by=unit, at=at)

        def rate(level: int) -> Act:
            return lambda at: followup.rate(now().matter, Opinion(level, ""), at=at)

        def back(at: datetime) -> object:
            return dispatch.take_back(now(), reason="另派", by=by, at=at)

        def over(at: datetime) -> None:
            dispatch.retire(matters.withdraw(now().matter, reason="不用了", by=by, at=at))

        told: list[Act] = [
            accept, answer, lambda at: dispatch.confirm(now(), by=by, at=at),
            lambda at: followup.reply(now().matter, way="phone", text="已修好", by=by, at=at), rate(3), rate(5),
        ]  # fmt: skip
        ways: list[list[Act]] = [
            [lambda at: dispatch.object_(now(), reason="不归我们管", by=unit, at=at)],
            [back],
            [accept, back],
            [accept, answer, lambda at: dispatch.return_(now(), reason="没有照片", by=by, at=at), answer],
            told,
            [accept],
            [accept, over],
        ]
        self.add(day, gap, offer, *ways[fate % len(ways)])

    def to_the_place(self, day: int) -> None:
        """A unit is ordered to a place."""

        def go(at: datetime) -> None:
            matter = matters.open_matter(
                new_matter(self.desk, urgency="urgent", zone="urban", nature="help"), by=self.desk.by, at=at
            )
            dispatch.order(matter, dispatch.Order(self.desk.centre.linkage), by=self.desk.by, at=at)

        self.add(day, 1, go)

    def mediated(self, day: int, gap: int, settles: bool) -> None:
        """Taken on; agreed by word on the spot, or ended without."""
        held: dict[str, Any] = {}

        def begin(at: datetime) -> None:
            held["table"] = make_accepted(Desk(self.desk.centre, at), is_on_the_spot=settles)

        def end(at: datetime) -> None:
            table = held["table"]
            table.desk.at = at
            if settles:
                oral(table)
                return
            ending = mediation.Ending(reason="no_agreement", words="分歧太大", ways_told=["court"])
            mediation.fail(
                Case.objects.select_related("matter__centre", "centre").get(pk=table.pk), ending, by=table.by, at=at
            )

        self.add(day, gap, begin, end)

    def drive(self, day: int, gap: int, takes: int, says: bool) -> None:
        """Two units are asked, for so many days; one says zero, or nobody says anything."""
        centre, held = self.desk.centre, dict[str, Campaign]()

        def begin(at: datetime) -> None:
            due_on = at.date() + timedelta(days=takes)
            new = NewCampaign(mode="regular", title="排查", areas="各社区", first=at.date(), last=due_on, due_on=due_on)
            held["it"] = screening.begin(centre.unit, new, [centre.unit, centre.community], by=self.desk.by, at=at)

        def say(at: datetime) -> None:
            row = Finding.objects.get(campaign=held["it"], unit=centre.community)
            screening.report(row, Answer(is_zero=True), by=self.desk.by, at=at)

        self.add(day, gap, begin, *([say] if says else []))

    def duties(self, fates: list[int]) -> None:
        """What the centre owes by the calendar: done, done late, its proof taken back, waived; what is left is missed."""
        centre = self.desk.centre
        above = _above(self.desk)

        def prove(pk: int) -> Act:
            def act(at: datetime) -> None:
                row = Occurrence.objects.select_related("unit").get(pk=pk)
                kinds = duty_of(row).evidence
                shown = [Shown(kind=kind, unit=row.unit, happened_on=at.date(), ref=f"test:{pk}") for kind in kinds]
                obligations.give(row, shown, by=self.desk.by, at=at)

            return act

        rows = list(
            Occurrence.objects.filter(unit=centre.unit, due_at__gte=MONDAY).order_by("due_at", "pk")[: len(fates)]
        )
        for row, fate in zip(rows, fates, strict=False):
            day, pk = (row.due_at - MONDAY).days, row.pk
            back: Act = lambda at, pk=pk: obligations.unprove(f"test:{pk}", reason="作废", by=self.desk.by, at=at)  # noqa: E731
            waive: Act = lambda at, pk=pk: obligations.waive(  # noqa: E731
                Occurrence.objects.get(pk=pk), reason="合并", by=acting(above, at), at=at
            )
            ways: list[tuple[int, list[Act]]] = [
                (max(day - 1, 0), [prove(pk)]), (day + 1, [prove(pk)]), (max(day - 1, 0), [prove(pk), back]),
                (max(day - 1, 0), [waive]), (day + 1, [waive]), (day, []),
            ]  # fmt: skip
            start, acts = ways[fate % len(ways)]
            self.add(start, 50, *acts)


def told(desks: list[tuple[int, int, int, int]], sent: list[tuple[int, int, int]]) -> History:
    """The history of matters (DESKS, SENT) at a desk of its own."""
    history = History(make_desk(at=MONDAY))
    for story in desks:
        history.at_the_desk(*story)
    for way in sent:
        history.sent_on(*way)
    return history


def _above(desk: Desk) -> User:
    """The director of a centre above the desk's."""
    unit = desk.centre.unit
    above = make_unit(UnitKind.CENTRE, parent=None, centre_kind=unit.centre_kind, division_code=f"{next(_above_all)}")
    unit.path, unit.parent = f"{above.path}{unit.code}/", above
    unit.save()
    return make_person(above.posts.get(code="director"))
