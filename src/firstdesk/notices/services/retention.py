"""Addresses are kept no longer than a letter may still come back."""

from datetime import datetime, timedelta

from firstdesk.common.retention import ERASED
from firstdesk.notices.models import Delivery
from firstdesk.notices.states import OVER

KEPT = timedelta(days=30)
WORDS_KEPT = timedelta(days=365)


def erase_addresses(*, at: datetime) -> int:
    """Blank the addresses of what has ended; what was said and when stays. Returns how many."""
    over = Delivery.objects.filter(stage__in=sorted(OVER), created_at__lt=at - KEPT).exclude(address="")
    return over.update(address="")


def erase_words(*, at: datetime) -> int:
    """Blank what was said to staff about no single matter, such as a digest; of a matter it goes with the matter."""
    left = Delivery.objects.filter(matter_id=None, stage__in=sorted(OVER), created_at__lt=at - WORDS_KEPT)
    return left.exclude(text=ERASED).update(text=ERASED, subject="", trouble="", settled_reason="")
