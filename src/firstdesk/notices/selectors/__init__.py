"""What a person was told, and what is on its way."""

from firstdesk.notices.selectors.inbox import (
    SIZE,
    Bell,
    Line,
    Mark,
    Page,
    bell,
    notices_of,
    page,
    sentence,
    unread,
)

__all__ = ["SIZE", "Bell", "Line", "Mark", "Page", "bell", "notices_of", "page", "sentence", "unread"]
