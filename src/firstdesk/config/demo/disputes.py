"""Disputes in the demonstration: told at the desk, taken on by a committee, and each left where somebody finds it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import yaml

from firstdesk.common import clock
from firstdesk.config.demo import data, sitting
from firstdesk.config.demo.build import City
from firstdesk.config.demo.data import Story, Told
from firstdesk.config.demo.door import Door
from firstdesk.config.demo.fate import Fate
from firstdesk.config.demo.life import Life
from firstdesk.config.demo.mediating import Dispute, Table
from firstdesk.directory.models import Unit
from firstdesk.files import certificates, seals
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Committee, Mediator
from firstdesk.mediation.services import committee as register
from firstdesk.mediation.services import room as rooms
from firstdesk.mediation.services.committee import Charter, Listing

CENTRES = {"cx-xikou-gov": "group_leader", "cx-dongling-med": "director"}  # who leads the committee there
ROOMS = (("调解一室", 8), ("调解二室", 12))
YEARS = 3
AT_LEAST = timedelta(hours=4)
WORDS = {
    "group_leader": "社区工作二十年，熟悉邻里和房屋纠纷。",
    "director": "长期在基层工作，熟悉乡村情况。",
    "mediation": "专职人民调解员，持证上岗。",
}


@cache
def _told() -> tuple[Dispute, ...]:
    rows: list[dict[str, Any]] = yaml.safe_load((data.HERE / "disputes.yaml").read_text(encoding="utf-8"))
    return tuple(Dispute(**row) for row in rows)


def committees(city: City, *, at: datetime) -> None:
    """The register of each centre that mediates, its rooms, and a seal to try out."""
    for code, head in CENTRES.items():
        unit = city.units[code]
        by = city.actor(unit, "director")
        begun = clock.local(at).date()
        term = Charter(
            name=f"{unit.name}人民调解委员会", women=1, term_from=begun,
            term_to=date(begun.year + YEARS, begun.month, min(begun.day, 28)),
        )  # fmt: skip
        committee = register.save_committee(unit, term, by=by, at=at)
        people = [(head, city.people[code, head][0]), *(("mediation", one) for one in city.people[code, "mediation"])]
        for post, person in people:
            listing = Listing(
                user=person, role=Mediator.Role.CHAIR if post == head else Mediator.Role.MEMBER,
                expertise=("neighbour_disputes", "family_marriage"), introduction=WORDS[post],
                from_day=term.term_from, to_day=term.term_to,
            )  # fmt: skip
            register.list_mediator(committee, listing, by=by, at=at)
        for name, seats in ROOMS:
            rooms.add_room(unit, name, seats, by=by, at=at)
    certify(at=at)


def certify(*, at: datetime) -> int:
    """A seal to try out for each committee that has none, such as in a city an earlier version made; returns how many."""
    held = {each.unit_id for each in certificates.every()}
    lacking = [each for each in Committee.objects.order_by("pk") if each.unit_id not in held]
    for committee in lacking:
        seals.issue_test(committee.unit_id, committee.name, by=Actor.system("demo"), at=at)
    return len(lacking)


@dataclass
class Disputes:
    """Plans each of them."""

    life: Life
    door: Door
    tables: list[Table] = field(default_factory=list)

    def plan(self) -> None:
        """Each is told so many hours ago."""
        for dispute in _told():
            self.life.plan(self._moment(dispute.ago), lambda at, it=dispute: self._tell(it, at))  # type: ignore[misc]

    def _moment(self, ago: float) -> datetime:
        """In office hours, and early enough that the first steps are done: on a Sunday, last Friday."""
        told = self.life.in_office(self.life.now - timedelta(hours=ago))
        while told + AT_LEAST > self.life.now:
            ago += 24
            told = self.life.in_office(self.life.now - timedelta(hours=ago))
        return told

    def _tell(self, dispute: Dispute, at: datetime) -> None:
        """Registered like any report; it stays with the centre as long as it is mediated."""
        centre = self.life.city.units[dispute.centre]
        self.door.take(self._fate(centre, dispute), at)
        pk, fate = self.door.known[-1]
        table = Table(self.life, dispute, pk, self.door.handling, fate, sitting.hold)
        self.tables.append(table)
        table.begin(at)

    def _fate(self, centre: Unit, dispute: Dispute) -> Fate:
        first = dispute.parties[0]["name"]
        story = Story(
            topic=dispute.topic, nature="civil_dispute", remit="own", title=dispute.title, story=dispute.story,
            done="调解情况已告知双方。", said="调解情况已经告诉您，材料请妥善保管。",
        )  # fmt: skip
        told = Told(dispute.title, dispute.story, story.done, story.said, first, dispute.place)
        grids = [grid for cells in self.life.city.grids.values() for grid in cells]
        grid = next(grid for grid in grids if grid.unit.path.startswith(centre.path))
        return Fate(centre, story, told, grid, "phone", ends="waits", ends_in="handling")
