"""A centre to test with: its posts, its people, a linkage unit, a community with two grids."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password

from firstdesk.directory import selectors
from firstdesk.directory.models import Appointment, CentreKind, Grid, Post, Remit, Unit, UnitKind, User, Zone
from firstdesk.directory.scope import Acting
from firstdesk.directory.services.units import starting_posts
from firstdesk.ledger.actors import Actor

PASSWORD = "correct horse battery"
SETUP = Actor.system("test")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2020, 1, 1)
_numbers = count(1)


@dataclass
class Centre:
    """A centre ready to work. `people` and `posts` are by post code of the centre; the linkage unit's beside them."""

    jurisdiction: Unit
    unit: Unit
    linkage: Unit
    community: Unit
    posts: dict[str, Post] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    linkage_posts: dict[str, Post] = field(default_factory=dict)
    linkage_people: dict[str, User] = field(default_factory=dict)
    grids: list[Grid] = field(default_factory=list)


@cache
def _hashed_password() -> str:
    return make_password(PASSWORD)


def make_unit(kind: str = UnitKind.GROUP, *, parent: Unit | None = None, **values: object) -> Unit:
    """A unit with its starting posts and a code of its own. Written directly: the services have tests of their own."""
    number = next(_numbers)
    fields = {"code": f"u{number}", "name": f"单位{number}", "kind": kind, "parent": parent} | values
    above = parent.path if parent else "/"
    unit = Unit.objects.create(**fields, path=f"{above}{fields['code']}/")
    starting_posts(unit)
    return unit


def make_person(*posts: Post, name: str = "") -> User:
    """A person appointed to the posts since long ago; signs in with PASSWORD."""
    return make_people([(posts, name)])[0]


def make_people(wanted: Sequence[tuple[Sequence[Post], str]]) -> list[User]:
    """Several people at once: the posts of each, and the name ("" for any)."""
    numbers = [next(_numbers) for _each in wanted]
    users = User.objects.bulk_create(
        User(
            username=f"p{number}", first_name=name or f"人员{number}", password=_hashed_password(), date_joined=LONG_AGO
        )
        for number, (_posts, name) in zip(numbers, wanted, strict=True)
    )
    Appointment.objects.bulk_create(
        Appointment(user=user, post=post, starts_on=FIRST_DAY)
        for user, (posts, _name) in zip(users, wanted, strict=True)
        for post in posts
    )
    return users


def staffed(unit: Unit) -> tuple[dict[str, Post], dict[str, User]]:
    """The unit's posts and one person for each, by post code."""
    posts = {post.code: post for post in unit.posts.select_related("unit")}
    people = make_people([([post], f"{unit.name}{post.name}") for post in posts.values()])
    return posts, dict(zip(posts, people, strict=True))


def make_centre(kind: str = CentreKind.POLICE_MEDIATION, *, topic: str = "property_management") -> Centre:
    """A centre of a kind under a jurisdiction, with a class-2 linkage unit answering for `topic`."""
    jurisdiction = make_unit(UnitKind.JURISDICTION)
    number = f"{350000 + next(_numbers)}"
    unit = make_unit(
        UnitKind.CENTRE, parent=jurisdiction, centre_kind=kind, code=number, division_code=number, name=f"中心{number}"
    )
    linkage = make_unit(UnitKind.LINKAGE_UNIT, parent=jurisdiction, linkage_class=2, name=f"联动单位{number}")
    Remit.objects.create(unit=linkage, centre=unit, topic=topic)
    community = make_unit(UnitKind.COMMUNITY, parent=unit, name=f"社区{number}")
    centre = Centre(jurisdiction=jurisdiction, unit=unit, linkage=linkage, community=community)
    centre.posts, centre.people = staffed(unit)
    centre.linkage_posts, centre.linkage_people = staffed(linkage)
    centre.grids = [make_grid(community, west=118.0), make_grid(community, west=118.1, zone=Zone.RURAL)]
    return centre


def make_grid(unit: Unit, *, west: float, zone: str = Zone.URBAN) -> Grid:
    """A square cell of 0.1° whose western border is given, between 25.0° and 25.1° north."""
    code = f"g{next(_numbers)}"
    ring = [[west, 25.0], [west + 0.1, 25.0], [west + 0.1, 25.1], [west, 25.1], [west, 25.0]]
    return Grid.objects.create(
        unit=unit,
        code=code,
        name=f"网格{code}",
        zone=zone,
        polygon={"type": "Polygon", "coordinates": [ring]},
        min_lng=west,
        min_lat=25.0,
        max_lng=west + 0.1,
        max_lat=25.1,
        revision=next(_numbers),
    )


def acting(person: User, at: datetime, post: Post | None = None) -> Acting:
    """How the person acts at a moment; fails where they hold no post."""
    found = selectors.acting_for(person, at, post.pk if post else None)
    assert found is not None, f"{person} holds no post"
    return found
