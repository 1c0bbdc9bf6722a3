"""Calls and reports to test with."""

from datetime import datetime

from firstdesk.intake import services
from firstdesk.intake.models import Contact, Party
from firstdesk.intake.services import PartyData, Registration
from firstdesk.matters.tests.factories import Desk


def make_contact(desk: Desk, *, channel: str = "phone", at: datetime | None = None, answered: bool = True) -> Contact:
    """A contact of the desk's centre, picked up after four seconds unless told otherwise."""
    at = at or desk.at
    contact = services.open_contact(centre=desk.centre.unit, channel=channel, by=desk.by, at=at)
    if answered and contact.answered_at is None:
        services.answer_contact(contact, by=desk.by, at=desk.later(seconds=4))
    return contact


def registration(desk: Desk, **values: object) -> Registration:
    """A named caller's water leak; any field can be given."""
    defaults: dict[str, object] = {
        "centre": desk.centre.unit,
        "channel": "phone",
        "received_at": desk.at,
        "narrative": "楼上漏水,天花板已经湿了。已经三天。",
        "place": "幸福小区3栋502",
        "occurred_at": desk.at,
        "reporter": "named",
        "may_contact": True,
        "parties": (PartyData(role=Party.Role.REPORTER, name="李小明", phone="13800138000"),),
        "first_receiver": desk.officer,
    }
    return Registration(**(defaults | values))  # type: ignore[arg-type]
