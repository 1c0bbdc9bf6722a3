"""How often one address may knock. Counted in the cache, so only where writing is allowed: never on a GET."""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal


class TooOften(Refusal):
    """The address asked more often than people do."""

    status = 429


def check(request: HttpRequest, what: str, *, limit: int, seconds: int, at: datetime) -> None:
    """Count one knock; raises TooOften beyond `limit` within `seconds` of the first.

    The end of the time is kept with the count: the cache's own `incr` would begin the time anew with every knock. Two
    knocks at once may count as one, which does no harm here. Behind a proxy the address is the visitor's, as for sign-in.
    """
    key = f"portal:{what}:{get_adapter(request).get_client_ip(request)}"
    knocks, until = cache.get(key) or (0, at)
    if until <= at:
        knocks, until = 0, at + timedelta(seconds=seconds)
    cache.set(key, (knocks + 1, until), seconds)
    if knocks >= limit:
        raise TooOften(
            _("There were too many requests from your connection. Wait a little, or call the centre; emergencies: 110.")
        )
