"""Reports come in: by phone, at the counter, from the web, from grid workers, from other hotlines."""

from datetime import datetime, timedelta

from firstdesk.config.demo import data
from firstdesk.config.demo.extras import CENTRE
from firstdesk.config.demo.fate import Fate, draw
from firstdesk.config.demo.handle import Handling
from firstdesk.config.demo.life import Life
from firstdesk.directory.models import Grid, Unit
from firstdesk.intake import services as intake
from firstdesk.intake.models import Contact
from firstdesk.intake.services import PartyData, Registration, WebReport
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter

WEIGHTS = {"service_linkage": 46, "governance": 18, "police_mediation": 17, "police_office": 9, "window": 10}
CHANNELS = {"phone": 46, "walk_in": 14, "web": 11, "grid": 9, "transfer_110": 8, "hotline_12345": 9, "letter": 3}
PORTAL = Actor.system("portal")
FRESH = timedelta(hours=3)
SILENT = data.Story(
    topic="other.not_listed", nature="other", remit="own", title="来电无人说话", done="", said="",
    story="来电接通后无人说话，有电视声，约{n}秒后挂断，回拨无人接听。",
)  # fmt: skip
DROPPED = ("打错电话，要找快递员。", "来电接通后无声，回拨称误触。", "测试线路。", "咨询天气，已告知气象电话。")


class Door:
    """Takes reports in and hands each on to its handling."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.handling = Handling(life)
        self.known: list[tuple[int, Fate]] = []

    def arrival(self, at: datetime) -> None:
        """Somebody asks for something."""
        rng, city = self.life.rng, self.life.city
        kind = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        centre = next(unit for unit in city.centres() if unit.centre_kind == kind)
        chance = rng.random()
        if chance < 0.03 and self.known:
            self._again(at)
        elif chance < 0.05:
            self.take(self.fate(centre, SILENT, channel="phone", ends="invalid", ends_in="to_triage"), at)
        elif chance < 0.07:
            self._drop(centre, at)
        else:
            story = rng.choice([story for story in data.stories() if kind in story.kinds])
            self.take(draw(self.fate(centre, story, channel=self._channel(kind, story)), rng), at)

    def _channel(self, kind: str, story: data.Story) -> str:
        rng = self.life.rng
        if "网格员上报" in story.story:
            return "grid"
        if "来信" in story.story:
            return "letter"
        if "来访" in story.story or "来窗口" in story.story:
            return "walk_in"
        if story.urgency == "urgent":
            return rng.choice(["phone", "phone", "transfer_110"])
        if "来电" in story.story:
            return "phone" if kind != "window" else rng.choice(["phone", "walk_in"])
        return rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]

    def fate(self, centre: Unit, story: data.Story, *, channel: str, ends: str = "", ends_in: str = "") -> Fate:
        """A story told somewhere near a centre."""
        rng = self.life.rng
        grid = rng.choice(self._grids(centre))
        street = rng.choice(data.city()["streets"][grid.unit.code])
        told = data.tell(story, street, rng)
        return Fate(centre, story, told, grid, channel, ends=ends, ends_in=ends_in)

    def _grids(self, centre: Unit) -> list[Grid]:
        """The cells in which the people live who ask here."""
        every = [grid for grids in self.life.city.grids.values() for grid in grids]
        near = [grid for grid in every if grid.unit.path.startswith(centre.path)]
        return near or (self.life.city.grids["cx-rongyin"] if centre.centre_kind == "police_office" else every)

    def _again(self, at: datetime) -> None:
        """The same thing told a second time by another channel."""
        pk, first = self.life.rng.choice(self.known[-25:])
        fate = Fate(first.centre, first.story, first.told, first.grid, "hotline_12345", ends="duplicate")
        fate.ends_in = "to_triage"
        self.take(fate, at, of=pk)

    def take(self, fate: Fate, at: datetime, *, of: int | None = None) -> None:
        """Register it, and let whoever's turn it is go on."""
        if fate.channel == "web":
            matter, by = self._from_web(fate, at), PORTAL
            wait = self.life.minutes(4, 50)
        else:
            by = self.life.city.intake(fate.centre, at)
            matter, at = self._by_officer(fate, at)
            wait = self.life.minutes(0.5, 8)
        if fate.story.urgency == "normal" and self.life.now - at < FRESH and self.life.rng.random() < 0.5:
            wait = FRESH  # still to be classified when somebody looks round
        self.handling.papers.with_report(matter, by, at)
        self.known.append((matter.pk, fate))
        self.handling.follow(matter.pk, fate, of=of)
        self.life.plan(at + wait, self.handling.turn(matter.pk))

    def _from_web(self, fate: Fate, at: datetime) -> Matter:
        named = fate.reporter != "anonymous"
        report = WebReport(
            centre=fate.centre,
            narrative=fate.told.narrative,
            place=fate.grid.unit.name + fate.told.place,
            point=self._point(fate.grid),
            name=fate.told.reporter if named else "",
            phone=self._phone() if named else "",
            is_pseudonym=fate.reporter == "pseudonymous",
            may_contact=named,
        )
        return intake.register_from_web(report, at=at)

    def _by_officer(self, fate: Fate, at: datetime) -> tuple[Matter, datetime]:
        by = self.life.city.intake(fate.centre, at)
        contact = self._contact(fate, at) if fate.channel in {"phone", "transfer_110"} else None
        done = at + self.life.minutes(1.2, 3.4)
        registration = Registration(
            centre=fate.centre,
            channel=fate.channel,
            received_at=at,
            occurred_at=at - self.life.hours(0.1, 30),
            title=fate.told.title,
            narrative=fate.told.narrative,
            place=fate.grid.unit.name + fate.told.place,
            point=self._point(fate.grid),
            reporter=fate.reporter,
            may_contact=fate.is_identified,
            parties=(self._reporter(fate),) if fate.is_identified else (),
            confidentiality="confidential" if fate.is_confidential else "ordinary",
            compartment=self.life.city.circle if self._is_closed(fate) else None,
            urgency=fate.story.urgency,
            contact=contact,
            first_receiver=self.life.city.on_duty(fate.centre, at),
        )
        return intake.register(registration, by=by, at=done), done

    def _is_closed(self, fate: Fate) -> bool:
        return fate.is_violence and fate.centre.code == CENTRE

    def _contact(self, fate: Fate, at: datetime) -> Contact:
        by = self.life.city.intake(fate.centre, at)
        contact = intake.open_contact(centre=fate.centre, channel=fate.channel, by=by, at=at)
        rings = self.life.rng.choices([4, 9, 14, 31], [40, 35, 20, 5])[0]
        return intake.answer_contact(contact, by=by, at=at + timedelta(seconds=rings))

    def _drop(self, centre: Unit, at: datetime) -> None:
        by = self.life.city.intake(centre, at)
        contact = intake.open_contact(centre=centre, channel="phone", by=by, at=at)
        intake.answer_contact(contact, by=by, at=at + timedelta(seconds=6))
        reason = self.life.rng.choice(DROPPED)
        intake.drop_contact(contact, reason=reason, by=by, at=at + timedelta(seconds=40))

    def _reporter(self, fate: Fate) -> PartyData:
        return PartyData(role="reporter", name=fate.told.reporter, phone=self._phone())

    def _phone(self) -> str:
        return f"1390000{self.life.rng.randint(1000, 9999)}"

    def _point(self, grid: Grid) -> tuple[float, float]:
        """A point well inside a cell of four corners."""
        rng = self.life.rng
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = grid.polygon["coordinates"][0][:4]
        u, v = rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.8)
        lng = (ax * (1 - u) + bx * u) * (1 - v) + (dx * (1 - u) + cx * u) * v
        lat = (ay * (1 - u) + by * u) * (1 - v) + (dy * (1 - u) + cy * u) * v
        return round(lng, 6), round(lat, 6)
