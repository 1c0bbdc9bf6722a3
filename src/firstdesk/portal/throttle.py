"""Request limits per address. Counted in the cache, so only where writing is allowed: never on a GET."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal


class TooOften(Refusal):
    """The address asked more often than people do."""

    status = 429


ASKED, EVERYBODY = "asked", "asked-by-all"
SOFT, SOFT_ALL, SPAN = 5, 120, 600  # requests registered from one address, and from all together, in so many seconds


def check(request: HttpRequest, what: str, *, limit: int, seconds: int, at: datetime, weight: int = 1) -> None:
    """Count one knock; raises TooOften beyond `limit` within `seconds` of the first.

    The end of the time is kept with the count: the cache's own `incr` would begin the time anew with every knock. Two
    knocks at once may count as one, which does no harm here. Behind a proxy the address is the visitor's, as for sign-in.
    """
    if _count(f"portal:{what}:{_place(request)}", seconds, at, weight) > limit:
        raise TooOften(
            _("There were too many requests from your connection. Wait a little, or call the centre; emergencies: 110.")
        )


def note_asked(request: HttpRequest, at: datetime) -> None:
    """One more request was registered from this address."""
    _count(f"portal:{ASKED}:{_place(request)}", SPAN, at)
    _count(f"portal:{EVERYBODY}", SPAN, at)


def is_abuse(request: HttpRequest, at: datetime) -> bool:
    """Whether so many requests came from this address, or from everywhere at once, that a person is asked to show up."""
    here, all_over = f"portal:{ASKED}:{_place(request)}", f"portal:{EVERYBODY}"
    return _count(here, SPAN, at, 0) >= SOFT or _count(all_over, SPAN, at, 0) >= SOFT_ALL


def _count(key: str, seconds: int, at: datetime, weight: int = 1) -> int:
    knocks, until = cache.get(key) or (0, at)
    if until <= at:
        knocks, until = 0, at + timedelta(seconds=seconds)
    if weight:
        cache.set(key, (knocks + weight, until), seconds)
    return int(knocks + weight)


def _place(request: HttpRequest) -> str:
    """An address; of the new long ones the network, since whoever has one has billions."""
    address = str(get_adapter(request).get_client_ip(request))
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else address
