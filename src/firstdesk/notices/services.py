"""Sending and reading messages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from firstdesk.directory.models import User
from firstdesk.notices.models import Notice


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


@transaction.atomic
def send(message: Message, *, to: Iterable[User], at: datetime) -> list[Notice]:
    """One notice per person, each once however often they are named."""
    people = {user.pk: user for user in to}
    values = {name: str(value) for name, value in message.values.items()}
    return Notice.objects.bulk_create(
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


@transaction.atomic
def mark_read(*, user: User, at: datetime, notice_ids: Iterable[int] | None = None) -> int:
    """Mark the person's notices as read (all, or those named); returns how many were unread."""
    unread = Notice.objects.filter(recipient=user, read_at=None)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    return unread.update(read_at=at)
