"""Whose turn it is on a matter, as overseers speak to them."""

from firstdesk.dispatch import selectors as dispatch
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Responsible, responsible_of
from firstdesk.matters.states import State


def addressee(matter: Matter) -> Responsible:
    """The unit that was asked and has not decided yet, else whoever answers for the matter."""
    if matter.state == State.OFFERED and (referral := dispatch.live_referral(matter)) is not None:
        return Responsible(referral.to_unit, post=dispatch.receiving_queue(referral.to_unit))
    return responsible_of(matter)
