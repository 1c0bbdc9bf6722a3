"""How often one address may knock. Counted in the cache, so only where writing is allowed: never on a GET."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal


class TooOften(Refusal):
    """The address asked more often than people do."""

    status = 429


def check(request: HttpRequest, what: str, *, limit: int, seconds: int) -> None:
    """Count one knock; raises TooOften beyond `limit` within `seconds` of the first."""
    key = f"portal:{what}:{request.META.get('REMOTE_ADDR', '')}"
    if cache.add(key, 1, seconds):
        return
    try:
        knocks = cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.set(key, 1, seconds)
        return
    if knocks > limit:
        raise TooOften(
            _("There were too many requests from your connection. Wait a little, or call the centre; emergencies: 110.")
        )
