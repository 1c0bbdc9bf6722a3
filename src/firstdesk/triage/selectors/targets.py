"""Where a route leads: the unit and the queue that stand behind each word a decision table may say."""

from dataclasses import dataclass, field

from firstdesk.directory.models import Post, Unit, UnitKind, User
from firstdesk.directory.selectors import queue_of, superior_centre, unit_for_topic
from firstdesk.matters.models import Matter

OWN_QUEUES = {
    "mediation_group": "mediation",
    "intake_group": "intake",
    "window_group": "window",
    "director": "director",
}
NEARBY = {"police_station": UnitKind.STATION, "grid_station": UnitKind.COMMUNITY}


@dataclass(frozen=True)
class Target:
    """Who a matter goes to: another unit (a referral), or a queue or person of the deciding centre."""

    unit: Unit
    post: Post | None = None
    person: User | None = None


def seat_of(matter: Matter) -> Unit:
    """The centre that decides now: the superior's once the director brought it there, else its own."""
    unit = matter.responsible_unit
    return unit if unit.kind == UnitKind.CENTRE else matter.centre


@dataclass
class Finder:
    """Resolves words to units and queues; remembers what it found, so that a batch asks the database once."""

    queues: dict[tuple[int, str], Post] = field(default_factory=dict)
    topics: dict[tuple[int, str], Unit | None] = field(default_factory=dict)
    nearby: dict[tuple[str, str], Unit | None] = field(default_factory=dict)
    superiors: dict[int, Unit | None] = field(default_factory=dict)

    def queue(self, centre: Unit, word: str) -> Target:
        """A queue of the centre. Raises NoSuchPost where the centre has none."""
        key = (centre.pk, OWN_QUEUES[word])
        if key not in self.queues:
            self.queues[key] = queue_of(centre, key[1])
        return Target(centre, post=self.queues[key])

    def unit(self, matter: Matter, topic: str, word: str) -> Unit | None:
        """The unit a word stands for; None where nobody's remit covers it, so that the director must say."""
        centre = seat_of(matter)
        found = None
        place = matter.grid.unit if matter.grid else None
        if word == "grid_station" and place:
            found = place
        elif word in NEARBY:
            found = self._nearest(NEARBY[word], place or centre)
        if found is None:
            found = self._topic(centre, topic)
        return found if found and found.pk != centre.pk else None

    def superior(self, centre: Unit) -> Target | None:
        """The director of the centre above."""
        if centre.pk not in self.superiors:
            self.superiors[centre.pk] = superior_centre(centre)
        above = self.superiors[centre.pk]
        return self.queue(above, "director") if above else None

    def _topic(self, centre: Unit, topic: str) -> Unit | None:
        key = (centre.pk, topic)
        if key not in self.topics:
            self.topics[key] = unit_for_topic(centre, topic)
        return self.topics[key]

    def _nearest(self, kind: UnitKind, place: Unit) -> Unit | None:
        key = (kind.value, place.path)
        if key not in self.nearby:
            self.nearby[key] = nearest(kind, place)
        return self.nearby[key]


def nearest(kind: UnitKind, place: Unit) -> Unit | None:
    """The unit of a kind that shares the most of the tree with a place; of equals, the lowest code."""
    units = Unit.objects.filter(kind=kind, is_active=True)
    return min(units, key=lambda unit: (-_shared(unit.path, place.path), unit.code), default=None)


def _shared(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one.strip("/").split("/"), other.strip("/").split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count
