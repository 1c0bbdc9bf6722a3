"""A centre to test with: its posts, its people, a linkage unit, a community with two grids."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count

from firstdesk.directory import selectors, services
from firstdesk.directory.models import CentreKind, Grid, Post, Unit, UnitKind, User, Zone
from firstdesk.directory.scope import Acting
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


def make_unit(kind: str = UnitKind.GROUP, *, parent: Unit | None = None, **values: object) -> Unit:
    """A unit with its starting posts and a code of its own."""
    number = next(_numbers)
    new = services.NewUnit(
        **{"code": f"u{number}", "name": f"单位{number}", "kind": kind, "parent": parent} | values  # type: ignore[arg-type]
    )
    return services.create_unit(new=new, by=SETUP, at=LONG_AGO)


def make_person(*posts: Post, name: str = "") -> User:
    """A person appointed to the posts since long ago; signs in with PASSWORD."""
    number = next(_numbers)
    new = services.NewPerson(
        username=f"p{number}", name=name or f"人员{number}", password=PASSWORD, must_change_password=False
    )
    user = services.create_user(new=new, by=SETUP, at=LONG_AGO)
    for post in posts:
        services.appoint(user=user, post=post, starts_on=FIRST_DAY, by=SETUP, at=LONG_AGO)
    return user


def staffed(unit: Unit) -> tuple[dict[str, Post], dict[str, User]]:
    """The unit's posts and one person for each, by post code."""
    posts = {post.code: post for post in unit.posts.select_related("unit")}
    return posts, {code: make_person(post, name=f"{unit.name}{post.name}") for code, post in posts.items()}


def make_centre(kind: str = CentreKind.POLICE_MEDIATION, *, topic: str = "property_management") -> Centre:
    """A centre of a kind under a jurisdiction, with a class-2 linkage unit answering for `topic`."""
    jurisdiction = make_unit(UnitKind.JURISDICTION)
    number = f"{350000 + next(_numbers)}"
    unit = make_unit(
        UnitKind.CENTRE, parent=jurisdiction, centre_kind=kind, code=number, division_code=number, name=f"中心{number}"
    )
    linkage = make_unit(UnitKind.LINKAGE_UNIT, parent=jurisdiction, linkage_class=2, name=f"联动单位{number}")
    services.add_remit(unit=linkage, centre=unit, topic=topic, by=SETUP, at=LONG_AGO)
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
