"""One generic answer to «why not?», so that no check needs a twin that returns a boolean."""

from collections.abc import Callable
from typing import ParamSpec

from firstdesk.common.refusals import NotAllowed, Text

P = ParamSpec("P")


def reason_not(check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> Text | None:
    """Run a `check_…` policy and return its refusal's message, or None where it passes."""
    try:
        check(*args, **kwargs)
    except NotAllowed as refusal:
        return refusal.message
    return None
