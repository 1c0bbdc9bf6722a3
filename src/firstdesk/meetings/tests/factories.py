"""Meetings to test with, made by the verbs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from firstdesk.directory.models import CentreKind, User
from firstdesk.directory.scope import Acting
from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.actors import Actor
from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk
from firstdesk.meetings import services
from firstdesk.meetings.models import AgendaItem, Attendance, Meeting, Resolution
from firstdesk.meetings.selectors import titles
from firstdesk.meetings.services import NewMeeting, NewResolution, Where

HOUR = timedelta(hours=1)


@dataclass
class Table:
    """A meeting with its people, as the database has it now."""

    desk: Desk
    pk: int
    now: datetime  # a moment in the meeting

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.select_related("centre", "room", "chair", "recorder").get(pk=self.pk)

    @property
    def chair(self) -> Actor:
        return self.as_("director")

    def user(self, code: str) -> User:
        return self.desk.centre.people[code]

    def acting(self, code: str) -> Acting:
        return acting(self.user(code), self.desk.at)

    def as_(self, code: str) -> Actor:
        return self.acting(code).actor

    @property
    def items(self) -> list[AgendaItem]:
        return list(AgendaItem.objects.filter(meeting=self.pk).select_related("meeting").order_by("no"))


def new_meeting(
    desk: Desk, *, rule: str = "gc.meeting.work", begins: datetime | None = None, **values: object
) -> NewMeeting:
    """Tomorrow morning, led by the director, written by the intake officer."""
    begins = begins or desk.at + timedelta(days=1)
    where = {"begins": begins, "ends": begins + HOUR, "place": "二楼会议室"}
    where |= {name: values.pop(name) for name in ("ends", "room", "place") if name in values}
    people = desk.centre.people
    standing: dict[str, object] = {"chair": people["director"], "recorder": people["intake"]}
    return NewMeeting(rule_id=rule, where=Where(**where), **(standing | values))  # type: ignore[arg-type]


def make_planned(desk: Desk | None = None, **values: object) -> Table:
    """Planned, nobody told."""
    desk = desk or make_desk(CentreKind.GOVERNANCE, at=MONDAY)
    by = acting(desk.centre.people["director"], desk.at).actor
    meeting = services.plan(desk.centre.unit, new_meeting(desk, **values), by=by, at=desk.at)  # type: ignore[arg-type]
    return Table(desk, meeting.pk, meeting.period.lower + timedelta(minutes=5))


def make_running(desk: Desk | None = None, **values: object) -> Table:
    """Announced and begun."""
    table = make_planned(desk, **values)
    services.call(table.meeting, by=table.chair, at=table.desk.at)
    services.begin(table.meeting, by=table.chair, at=table.now)
    return table


def come(table: Table, *codes: str) -> None:
    """These came, by the list."""
    for code in codes:
        services.sign_in(
            table.meeting, table.user(code), table.desk.centre.unit, way=Attendance.Way.LIST, by=table.as_("intake"),
            at=table.now,
        )  # fmt: skip


def write_all(table: Table) -> None:
    """Every point has its minutes."""
    for item in table.items:
        services.write(
            item, f"讨论了“{titles.of_point(item)}”。", item.minutes_edition, by=table.as_("intake"), at=table.now
        )


def resolve(table: Table, text: str = "逐路段排查路灯", **values: object) -> Resolution:
    """Resolved for the centre's community, within a fortnight."""
    due = table.meeting.period.lower.date() + timedelta(days=14)
    base: dict[str, object] = {"text": text, "unit": table.desk.centre.unit, "due_on": due}
    new = NewResolution(**(base | values))  # type: ignore[arg-type]
    return services.resolve(table.meeting, new, by=table.as_("intake"), at=table.now)


def make_held(desk: Desk | None = None, **values: object) -> Table:
    """Held with somebody there, minutes written."""
    table = make_running(desk, **values)
    come(table, "director", "intake")
    write_all(table)
    return table


def end(table: Table) -> Table:
    """It is over."""
    services.end(table.meeting, by=table.chair, at=table.now + HOUR)
    return table


def make_signed(desk: Desk | None = None, **values: object) -> Table:
    """Held, signed and filed."""
    table = end(make_held(desk, **values))
    services.sign(table.meeting, by=table.chair, at=table.now + 2 * HOUR)
    return table


def day(text: str) -> date:
    """A day as written."""
    return date.fromisoformat(text)
