"""A party's own link: managed by the mediator, used by the party."""

from firstdesk.mediation.services.giving import end_link, give_link, send_link
from firstdesk.mediation.services.link.acting import (
    accept_mediator,
    agree,
    challenge,
    choose,
    hand_in,
    join_confirmation,
    know_rights,
    prefer,
    refuse,
    withdraw,
)

__all__ = [
    "accept_mediator", "agree", "challenge", "choose", "end_link", "give_link", "hand_in", "join_confirmation",
    "know_rights", "prefer", "refuse", "send_link", "withdraw",
]  # fmt: skip
