"""What a person was told."""

from django.db.models import QuerySet

from firstdesk.directory.models import User
from firstdesk.notices.models import Notice


def notices_of(user: User) -> QuerySet[Notice]:
    """Everything said to the person, newest first."""
    return Notice.objects.filter(recipient=user).order_by("-created_at", "-pk")


def unread(user: User) -> QuerySet[Notice]:
    """What the person has not read yet, newest first."""
    return notices_of(user).filter(read_at=None)
