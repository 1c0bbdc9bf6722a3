"""The desk, its people and the matter at hand, as a verb of the machine finds them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from firstdesk.directory import services as directory
from firstdesk.directory.models import ApiToken, Unit, UnitKind, User
from firstdesk.directory.scope import Acting
from firstdesk.directory.selectors import acting_for
from firstdesk.directory.tests.factories import make_unit, staffed
from firstdesk.dispatch import selectors as referrals
from firstdesk.dispatch.models import Referral
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk

T = TypeVar("T")


class NothingToDo(Exception):
    """The verb needs something that is not there."""


@dataclass
class Around:
    """The units a centre works with, and who answers there."""

    units: list[Unit]
    token: ApiToken  # of the linkage unit's own system
    people: dict[int, list[User]] = field(default_factory=dict)  # key of the unit → its people, who receives first


def make_around(desk: Desk) -> Around:
    """The linkage unit of the centre, another one, and a police station."""
    centre = desk.centre
    issued = directory.issue_token(unit=centre.linkage, centre=centre.unit, label="平台", by=desk.by, at=desk.at)
    found = Around([centre.linkage], issued.token, {centre.linkage.pk: list(centre.linkage_people.values())})
    for kind, values in ((UnitKind.LINKAGE_UNIT, {"linkage_class": 3}), (UnitKind.STATION, {})):
        unit = make_unit(kind, parent=centre.jurisdiction, **values)
        found.units.append(unit)
        found.people[unit.pk] = list(staffed(unit)[1].values())
    return found


@dataclass
class Scene:
    """The desk, the matter at hand, the moment, and a number from which choices are drawn."""

    desk: Desk
    around: Around
    matter: Matter
    at: datetime
    draw: int

    def actor(self, code: str = "intake") -> Actor:
        """Whoever holds a post of the centre."""
        return self.acting(self.desk.centre.people[code]).actor

    def acting(self, person: User) -> Acting:
        """How somebody acts now."""
        found = acting_for(person, self.at)
        assert found is not None
        return found

    def of(self, unit_id: int) -> Actor:
        """Somebody of a unit: of the centre the officer or the group leader, of another one any of its people."""
        if unit_id in self.around.people:
            return self.acting(self.pick(self.around.people[unit_id])).actor
        return self.actor("group_leader" if self.draw % 4 == 1 else "intake")

    @property
    def owner(self) -> Actor:
        """Somebody of the unit that answers for the matter."""
        return self.of(self.matter.responsible_unit_id)

    @property
    def anybody(self) -> list[User]:
        """Everybody who works here or there."""
        return [*self.desk.centre.people.values(), *(p for people in self.around.people.values() for p in people)]

    @property
    def unit(self) -> Unit:
        """Some unit beside the centre."""
        return self.pick(self.around.units)

    def referral(self) -> Referral:
        """The referral the matter is at."""
        found = referrals.open_referral(self.matter)
        if found is None:
            raise NothingToDo
        return found

    def other(self) -> Matter:
        """Another matter of the centre, or the same one."""
        others = list(Matter.objects.filter(centre=self.matter.centre).order_by("pk"))
        return self.pick(others)

    def pick(self, among: Sequence[T]) -> T:
        """One of them."""
        if not among:
            raise NothingToDo
        return among[self.draw % len(among)]
