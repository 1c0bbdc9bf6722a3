"""Reports that come in on purpose, so that each thing is under way when somebody looks round."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from firstdesk.config.demo import data, office
from firstdesk.config.demo.data import Story
from firstdesk.config.demo.door import Door
from firstdesk.config.demo.finding import Finding
from firstdesk.config.demo.life import Act, Life
from firstdesk.config.demo.talks import again
from firstdesk.directory.models import ApiToken
from firstdesk.intake import services as intake
from firstdesk.intake.services import Part, PartyData, Registration
from firstdesk.intake.services.submitting import Sent, submit
from firstdesk.matters import services as matters
from firstdesk.triage import services as triage

ADDED = "楼道感应灯坏了两周，夜里老人上下楼看不清。（同一次来电中一并反映）"
LAMP = Story(
    topic="utilities.electricity", nature="help", remit="outside", title="楼道感应灯坏了两周", story=ADDED,
    done="已更换感应灯两只，当场试亮。", said="感应灯已换好，如再损坏请来电。",
)  # fmt: skip
PIPE = Story(
    topic="utilities.water", nature="help", remit="outside", title="路面水管冒水", urgency="priority",
    story="供水热线转来：{st}门前路面冒水，{ago}开始，水流到人行道上。", done="已关阀抢修，更换接头一处，恢复供水。",
    said="水管已修好，路面两天内恢复。",
)  # fmt: skip


class OnPurpose:
    """Plans what chance alone might leave out."""

    def __init__(self, life: Life, door: Door, finding: Finding) -> None:
        self.life, self.door, self.finding = life, door, finding

    def plan(self, token: ApiToken) -> None:
        """Urgent ones in the last half hour, parts split off, one taken apart, reports of another system."""
        self._at(minutes=26)(self._urgent("public_order", is_relieved=True))
        self._at(minutes=11)(self._urgent("public_order"))
        self._at(minutes=4)(self._urgent("", ends_in="to_triage"))
        for minutes, topic in ((48, "theft_fraud.theft"), (7, "public_order.nuisance")):
            self._at(minutes=minutes)(self._at_the_station(topic))
        self._at(hours=2)(self._mark())
        for hours in (47.0, 5.0):
            self._at(hours=hours)(self._split())
        for hours in (44.0, 2.5):
            self._at(hours=hours)(self._same_again())
        self._at(hours=21)(self._take_apart())
        for number, hours in enumerate((190.0, 122.0, 51.0, 26.0, 7.0, 1.2)):
            self._at(hours=hours)(self._from_a_system(token, number))

    def _at(self, **ago: float) -> Callable[[Act], None]:
        return lambda act: self.life.plan(self.life.now - timedelta(**ago), act)

    def _urgent(self, root: str, *, is_relieved: bool = False, ends_in: str = "") -> Act:
        """Somebody is in danger, at the linkage centre; with `ends_in` it still waits there."""

        def act(at: datetime) -> None:
            urgent = [each for each in data.stories() if each.urgency == "urgent" and "service_linkage" in each.kinds]
            fitting = [each for each in urgent if each.topic.startswith(root) and not each.confidential]
            story = self.life.rng.choice(fitting or urgent)
            fate = self.door.fate(self.life.city.units[office.CENTRE], story, channel="phone")
            fate.is_relieved = is_relieved
            fate.ends, fate.ends_in = ("waits", ends_in) if ends_in else ("", "")
            self.door.take(fate, at)

        return act

    def _at_the_station(self, topic: str) -> Act:
        """The police station of the first street is asked, and has not answered yet."""

        def act(at: datetime) -> None:
            units = self.life.city.units
            story = next(each for each in data.stories() if each.topic == topic)
            fate = self.door.fate(units["cx-xikou-gov"], story, channel="phone", ends="waits", ends_in="offered")
            fate.centre = units[office.CENTRE]
            self.door.take(fate, at)

        return act

    def _mark(self) -> Act:
        """What came in as ordinary cannot wait."""

        def act(at: datetime) -> None:
            if matter := self.finding.with_a_unit(urgency="normal"):
                by = self.life.city.intake(matter.centre, at)
                triage.mark_urgent(matter, reason="渗水已流到配电箱，有触电危险。", by=by, at=at)

        return act

    def _split(self) -> Act:
        def act(at: datetime) -> None:
            centre = self.life.city.units[office.CENTRE]
            matter = self.finding.one(centre=centre, is_identified=True, state="handling", urgency="normal")
            if matter is None:
                return
            by = self.life.city.intake(centre, at)
            parties = matter.parties.filter(role="reporter").values_list("pk", flat=True)
            new = intake.split(matter, Part(narrative=ADDED, parties=tuple(parties)), by=by, at=at)
            first = self.door.handling.fates.get(matter.pk)
            fate = self.door.fate(centre, LAMP, channel=matter.channel)
            fate.told = replace(fate.told, title=LAMP.title)
            fate.reporter = first.reporter if first else "named"
            self.door.handling.follow(new.pk, fate)
            self.life.plan(at + self.life.minutes(3, 20), self.door.handling.turn(new.pk))

        return act

    def _same_again(self) -> Act:
        """Another person reports the same; the officer sees it while typing and joins it."""

        def act(at: datetime) -> None:
            centre = self.life.city.units[office.CENTRE]
            matter = self.finding.one(centre=centre, state="handling", channel="phone")
            first = self.door.handling.fates.get(matter.pk) if matter else None
            if matter is None or first is None:
                return
            story = f"{data.polite(self.life.rng)}来电：和楼上邻居反映的是同一件事。{first.told.narrative}"
            again = Registration(
                centre=centre, channel="phone", received_at=at, narrative=story, place=first.told.place,
                title=first.told.title, occurred_at=at - timedelta(hours=3), reporter="named", may_contact=True,
                parties=(PartyData(role="reporter", name=data.polite(self.life.rng), phone="13900007007"),),
                first_receiver=self.life.city.on_duty(centre, at),
            )  # fmt: skip
            by = self.life.city.intake(centre, at)
            intake.take_down(again, by=by, at=at, tie=intake.Tie(matter, is_same=True))

        return act

    def _take_apart(self) -> Act:
        """Two that were joined were not the same after all."""

        def act(at: datetime) -> None:
            fates = self.door.handling.fates
            joined = [pk for pk in self.door.handling.repeats if again(pk).state == "duplicate"]
            if joined:
                matter, fate = again(joined[-1]), fates[joined[-1]]
                by = self.life.city.intake(matter.centre, at)
                matters.unmerge(matter, reason="回访得知是隔壁另一户，单独办理。", by=by, at=at)
                fate.ends = ""
                self.life.plan(at + self.life.minutes(5, 30), self.door.handling.turn(matter.pk))

        return act

    def _from_a_system(self, token: ApiToken, number: int) -> Act:
        def act(at: datetime) -> None:
            fate = self.door.fate(token.centre, PIPE, channel="hotline_12345")
            registration = Registration(
                centre=token.centre, channel="hotline_12345", received_at=at - timedelta(minutes=4),
                narrative=fate.told.narrative, place=fate.grid.unit.name + fate.told.place, title=fate.told.title,
                occurred_at=at - timedelta(hours=1), reporter="named", may_contact=True, urgency="priority",
                parties=(PartyData(role="reporter", name=fate.told.reporter, phone="13900008008"),),
                first_receiver=self.life.city.people["cx-water", "liaison"][0],
            )  # fmt: skip
            key = f"gs-{number + 1:05d}"
            taken = submit(Sent(token=token, key=key, digest=f"{number:064x}", registration=registration, at=at))
            self.door.handling.follow(taken.matter.pk, fate)
            self.life.plan(at + self.life.minutes(2, 20), self.door.handling.turn(taken.matter.pk))

        return act
