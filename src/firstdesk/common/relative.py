"""How far away a moment is, in words a person under way can read."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def span(length: timedelta) -> str:
    """The largest unit that still says something: "2 hours", never "2 hours 13 minutes 4 seconds"."""
    if length < MINUTE:
        return _("less than a minute")
    if length < 2 * HOUR:
        return _count(length // MINUTE, "minute")
    if length < 2 * DAY:
        return _count(length // HOUR, "hour")
    return _count(length // DAY, "day")


def _count(number: int, unit: str) -> str:
    if unit == "minute":
        return ngettext("%(number)d minute", "%(number)d minutes", number) % {"number": number}
    if unit == "hour":
        return ngettext("%(number)d hour", "%(number)d hours", number) % {"number": number}
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


def left(due_at: datetime, at: datetime) -> str:
    """Time left until a due moment, or by how much it is late."""
    if due_at >= at:
        return _("%(span)s left") % {"span": span(due_at - at)}
    return _("%(span)s late") % {"span": span(at - due_at)}


def since(then: datetime, at: datetime) -> str:
    """How long ago something happened."""
    return _("%(span)s ago") % {"span": span(max(at - then, timedelta()))}


def tone(due_at: datetime, warn_at: datetime | None, at: datetime) -> str:
    """ "late", "warn" or "kept": how a due moment is shown."""
    if at > due_at:
        return "late"
    if warn_at is not None and at >= warn_at:
        return "warn"
    return "kept"
