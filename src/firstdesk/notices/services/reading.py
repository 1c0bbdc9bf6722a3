"""Reading messages."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from firstdesk.directory.models import User
from firstdesk.notices.models import Notice


@transaction.atomic
def mark_read(*, user: User, at: datetime, notice_ids: Iterable[int] | None = None) -> int:
    """Mark the person's notices as read (all, or those named); returns how many were unread."""
    unread = Notice.objects.filter(recipient=user, read_at=None)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    return unread.update(read_at=at)
