"""Checks to test with: a centre above another, work closed beneath, inspections and findings in any state."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from firstdesk.checks import services
from firstdesk.checks.models import Finding, Inspection, Mark
from firstdesk.checks.selectors import sheets
from firstdesk.checks.services import Given, NewDraw, NewFinding, NewInspection
from firstdesk.directory.models import CentreKind, Unit, UnitKind, User
from firstdesk.directory.scope import Acting
from firstdesk.directory.tests.factories import acting, make_unit, staffed
from firstdesk.files import services as files
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter


@dataclass
class Level:
    """A linkage centre above the centre of a desk, with its people."""

    desk: Desk
    above: Unit
    people: dict[str, User]

    @property
    def at(self) -> datetime:
        return self.desk.at

    @property
    def below(self) -> Unit:
        return self.desk.centre.unit

    def day(self, days: int = 0) -> date:
        return self.at.date() + timedelta(days=days)

    def acts(self, post: str, at: datetime | None = None) -> Acting:
        return acting(self.people[post], at or self.at)

    def by(self, post: str) -> Actor:
        return self.acts(post).actor

    def leads(self, at: datetime | None = None) -> Acting:
        """The director beneath."""
        return acting(self.desk.centre.people["director"], at or self.at)


def make_level(kind: str = CentreKind.GOVERNANCE) -> Level:
    """A service-linkage centre, and beneath it the centre of a desk."""
    desk = make_desk(kind)
    root = desk.centre.jurisdiction
    above = make_unit(
        UnitKind.CENTRE, parent=root, centre_kind=CentreKind.SERVICE_LINKAGE, code="350900", division_code="350900"
    )
    for unit in (desk.centre.unit, desk.centre.community):
        unit.path = unit.path.replace(root.path, above.path, 1)
        unit.save()
    desk.centre.unit.parent = above
    desk.centre.unit.save()
    _posts, people = staffed(above)
    return Level(desk, above, people)


def closed(level: Level, count: int) -> list[Matter]:
    """Matters the centre beneath has closed."""
    return [make_matter(level.desk, state="closed") for _number in range(count)]


def new_draw(level: Level, **values: object) -> NewDraw:
    """Half of what was closed in the last month, checked by the supervisor."""
    given = {
        "units": [level.below], "first": level.day(-30), "last": level.day(), "measure": "percent", "amount": 50,
        "due_on": level.day(10), "checkers": [level.people["supervisor"]],
    }  # fmt: skip
    return NewDraw(**(given | values))  # type: ignore[arg-type]


def new_inspection(level: Level, **values: object) -> NewInspection:
    """The area beneath, announced, for today."""
    given = {
        "subject": "area_work", "mode": Inspection.Mode.ANNOUNCED, "planned_on": level.day(),
        "inspector": level.people["supervisor"], "unit": level.below,
    }  # fmt: skip
    return NewInspection(**(given | values))  # type: ignore[arg-type]


def planned(level: Level, **values: object) -> Inspection:
    """An inspection that was planned."""
    return services.plan(level.above, new_inspection(level, **values), by=level.by("director"), at=level.at)


def filled(inspection: Inspection, by: Actor, at: datetime, *, wanting: int = 1) -> Inspection:
    """Every item marked, the first so many not kept."""
    lines = sheets.lines(sheets.of_inspection(inspection))
    given = {
        line.code: Given(Mark.Result.NOT_KEPT, "现场没有看到") if number < wanting else Given(Mark.Result.KEPT)
        for number, line in enumerate(lines)
    }
    return services.mark(inspection, given, by=by, at=at)


def make_finding(level: Level, **values: object) -> Finding:
    """A finding of the centre above about the one beneath."""
    given = {"unit": level.below, "by_unit": level.above, "title": "值班电话无人接听", "due_on": level.day(5)}
    new = NewFinding(**(given | values))  # type: ignore[arg-type]
    return services.raise_(new, by=level.by("supervisor"), at=level.at)


def upload(name: str = "现场.jpg") -> SimpleUploadedFile:
    """A photo of a place."""
    buffer = BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 150)).save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def photo(by: Actor, at: datetime) -> File:
    """The same, kept."""
    return files.store(upload(), by=by, at=at)
