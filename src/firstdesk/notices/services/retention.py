"""Addresses are kept no longer than a letter may still come back."""

from datetime import datetime, timedelta

from firstdesk.notices.models import Delivery
from firstdesk.notices.states import OVER

KEPT = timedelta(days=30)


def erase_addresses(*, at: datetime) -> int:
    """Blank the addresses of what has ended; what was said and when stays. Returns how many."""
    over = Delivery.objects.filter(stage__in=sorted(OVER), created_at__lt=at - KEPT).exclude(address="")
    return over.update(address="")
