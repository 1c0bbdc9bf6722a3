"""Telling people of the house: a notice each, and by mail or text message where they wish it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from firstdesk.directory.models import User
from firstdesk.notices.models import Notice
from firstdesk.notices.services import fanning


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is said. `text` is a msgid of the sending context with %(name)s places filled from `values`; a value that
    reads otherwise in English is given twice, as `name` and as `name_en`."""

    kind: str
    text: str
    level: str = "info"  # info, warning, danger
    values: Mapping[str, object] = field(default_factory=dict)
    matter_id: int | None = None
    url: str = ""
    calendar: str = ""  # goes with the mail (.ics), which then waits for no digest


@transaction.atomic
def send(message: Message, *, to: Iterable[User], at: datetime) -> list[Notice]:
    """One notice per person, each once however often they are named; by the ways each has chosen, too."""
    people = {user.pk: user for user in to}
    values = {name: str(value) for name, value in message.values.items()}
    notices = Notice.objects.bulk_create(
        Notice(
            recipient=user,
            kind=message.kind,
            level=message.level,
            text=str(message.text),
            values=values,
            matter_id=message.matter_id,
            url=message.url,
            created_at=at,
        )
        for user in people.values()
    )
    fanning.fan_out(notices, at, calendar=message.calendar)
    return notices
