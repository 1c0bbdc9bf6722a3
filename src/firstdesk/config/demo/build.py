"""Sets the city up through the verbs of the directory and the rosters: units, remits, people, grids, shifts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from firstdesk.common import clock
from firstdesk.config.demo import data
from firstdesk.directory import services as directory
from firstdesk.directory.models import Compartment, Grid, Post, Unit, UnitKind, User
from firstdesk.directory.services import FirstPost, NewPerson, NewUnit
from firstdesk.ledger.actors import Actor
from firstdesk.rosters import services as rosters
from firstdesk.rosters.services import ShiftPlan

PASSWORD = "shouwen-demo"
SETUP = Actor.system("setup")
OPENS, OPEN_FOR, SATURDAY = timedelta(hours=8, minutes=30), timedelta(hours=9), 5
SHIFT_HOURS = 8
DAYS_AHEAD = 7
PAST_DAYS = 30
FORGOTTEN = (9, "cx-rongyin-office")  # so many days ago nobody was on there


@dataclass
class City:
    """Everything that was set up, by code."""

    units: dict[str, Unit] = field(default_factory=dict)
    posts: dict[tuple[str, str], Post] = field(default_factory=dict)  # (unit, post) codes
    people: dict[tuple[str, str], list[User]] = field(default_factory=dict)
    grids: dict[str, list[Grid]] = field(default_factory=dict)  # by community
    circle: Compartment | None = None  # sees what is told of violence at home, and nobody else does
    password: str = field(default_factory=lambda: make_password(PASSWORD))  # hashed once: hashing is slow on purpose

    def centres(self) -> list[Unit]:
        """The five centres."""
        return [unit for unit in self.units.values() if unit.centre_kind]

    def actor(self, unit: Unit, post: str, person: User | None = None) -> Actor:
        """The person (the post's first where none is named) as the record names them."""
        place = self.posts[unit.code, post]
        user = person or self.people[unit.code, post][0]
        return Actor(user.pk, str(user), place.pk, f"{unit.name} {place.name}", unit.pk)

    def on_duty(self, unit: Unit, at: datetime) -> User:
        """Who stands at the intake desk: three shifts a day, in turn."""
        people = self.people[unit.code, "intake"]
        wall = clock.local(at)
        return people[(wall.toordinal() * 3 + wall.hour // SHIFT_HOURS + wall.toordinal() // 5) % len(people)]

    def intake(self, unit: Unit, at: datetime) -> Actor:
        """The intake officer on duty, as the record names them."""
        return self.actor(unit, "intake", self.on_duty(unit, at))


def build(*, at: datetime, rng: Random) -> City:
    """The city as it was set up on a day."""
    city = City()
    for row in data.city()["units"]:
        _unit(city, row, at)
    for row in data.city()["units"]:
        for code, count in row.get("staff", {}).items():
            _people(city, row["code"], code, count, at=at, rng=rng)
    _remits(city, at)
    _grids(city, at)
    return city


def _unit(city: City, row: dict[str, Any], at: datetime) -> None:
    parent = city.units[row["parent"]] if "parent" in row else None
    told = {key: value for key, value in row.items() if key not in {"parent", "staff"}}
    unit = directory.create_unit(new=NewUnit(**told, parent=parent), by=SETUP, at=at)
    city.units[unit.code] = unit
    for post in Post.objects.filter(unit=unit).select_related("unit"):
        city.posts[unit.code, post.code] = post


def _people(city: City, unit: str, posts: str, count: int, *, at: datetime, rng: Random) -> None:
    first, *others = posts.split("+")
    for _number in range(count):
        username = _username(city, first)
        new = NewPerson(
            username=username,
            name=_fresh_name(city, rng),
            password=city.password,
            is_hashed=True,
            staff_number=f"{len(city.people) + 100}",
            must_change_password=False,
        )
        started = clock.local(at).date()
        user = directory.create_user(new=new, first=FirstPost(city.posts[unit, first], started), by=SETUP, at=at)
        for code in others:
            directory.appoint(user=user, post=city.posts[unit, code], starts_on=started, by=SETUP, at=at)
        for code in (first, *others):
            city.people.setdefault((unit, code), []).append(user)


def _username(city: City, post: str) -> str:
    """intake1, intake2 … across the whole city."""
    taken = {user.pk for (_unit, code), users in city.people.items() if code == post for user in users}
    return f"{data.city()['roles'][post]}{len(taken) + 1}"


def _fresh_name(city: City, rng: Random) -> str:
    taken = {str(user) for users in city.people.values() for user in users}
    while (name := data.person_name(rng)) in taken:
        pass
    return name


def _remits(city: City, at: datetime) -> None:
    for code, topics in data.city()["remits"].items():
        for centre in city.centres():
            if centre.code != code:
                for topic in topics:
                    directory.add_remit(unit=city.units[code], centre=centre, topic=topic, by=SETUP, at=at)


def _grids(city: City, at: datetime) -> None:
    directory.import_grids(geojson={"type": "FeatureCollection", "features": features()}, owner=None, by=SETUP, at=at)
    for grid in Grid.objects.select_related("unit").order_by("code"):
        city.grids.setdefault(grid.unit.code, []).append(grid)


def features() -> list[dict[str, Any]]:
    """Sixteen cells of one lattice whose inner corners are moved a little, so that neighbours share their border."""
    plan = data.city()["grids"]
    corner = _corners(plan, Random(7))
    found = []
    for number, community in enumerate(plan["communities"]):
        column, row = 2 * (number % 2), 2 * (1 - number // 2)
        for cell in range(4):
            x, y = column + cell % 2, row + 1 - cell // 2
            ring = [corner[x, y], corner[x + 1, y], corner[x + 1, y + 1], corner[x, y + 1], corner[x, y]]
            properties = {
                "code": f"{community}-{cell + 1:02d}",
                "name": f"第{'一二三四'[cell]}网格",
                "unit": community,
                "zone": plan["zones"][community][cell],
            }
            geometry = {"type": "Polygon", "coordinates": [ring]}
            found.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return found


def _corners(plan: dict[str, Any], rng: Random) -> dict[tuple[int, int], list[float]]:
    """The corners of four by four cells; only the inner ones are moved."""

    def moved(index: int) -> float:
        return index + (rng.uniform(-0.25, 0.25) if 0 < index < 4 else 0)

    return {
        (x, y): [round(plan["west"] + moved(x) * plan["step"], 6), round(plan["south"] + moved(y) * plan["step"], 6)]
        for x in range(5)
        for y in range(5)
    }


def plan_shifts(city: City, *, at: datetime) -> None:
    """From yesterday on, for a week ahead: the intake desks round the clock, mediators and windows on weekdays.

    Of the month before a day a shift; one day at one desk was forgotten. Linkage units without set hours stand by week by week.
    """
    midnight = clock.local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    _before(city, midnight, at)
    for centre in city.centres():
        for number in range(-3, (DAYS_AHEAD + 1) * 24 // SHIFT_HOURS):
            starts = midnight + timedelta(hours=number * SHIFT_HOURS)
            _shift(city, (centre, "intake"), city.on_duty(centre, starts), starts, timedelta(hours=SHIFT_HOURS), at)
        for day in (midnight + timedelta(days=number) for number in range(-1, DAYS_AHEAD + 1)):
            for post in ("mediation", "window") if day.weekday() < SATURDAY else ():
                for person in city.people.get((centre.code, post), ())[:1]:
                    _shift(city, (centre, post), person, day + OPENS, OPEN_FOR, at)


def _before(city: City, midnight: datetime, at: datetime) -> None:
    for number in range(PAST_DAYS, 1, -1):
        day = midnight - timedelta(days=number)
        for centre in city.centres():
            if (number, centre.code) != FORGOTTEN:
                _shift(city, (centre, "intake"), city.on_duty(centre, day), day, timedelta(days=1), at)
    for unit in city.units.values():
        if unit.kind == UnitKind.LINKAGE_UNIT and unit.opens_at is None:
            for week in range(-5, 2):
                person = city.people[unit.code, "liaison"][0]
                _shift(city, (unit, "liaison"), person, midnight + timedelta(weeks=week), timedelta(weeks=1), at)


def _shift(
    city: City, place: tuple[Unit, str], person: User, starts: datetime, length: timedelta, at: datetime
) -> None:
    centre, post = place
    plan = ShiftPlan(post=city.posts[centre.code, post], person=person, starts_at=starts, ends_at=starts + length)
    planner = "director" if (centre.code, "director") in city.people else "leader"
    rosters.plan_shift(plan=plan, by=city.actor(centre, planner), at=at - timedelta(days=2))
