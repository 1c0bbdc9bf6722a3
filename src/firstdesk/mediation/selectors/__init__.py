"""What may be asked of mediation."""

from firstdesk.mediation.selectors.case import (
    accepted_by_all,
    agents_of,
    all_agree,
    chair,
    expired_mandates,
    extendable,
    extensions,
    facts,
    guarantees,
    handles_complaint,
    is_open_for_all,
    known_ties,
    lacks_guardian,
    lacks_interpreter,
    last_words,
    may_be_seen,
    open_challenges,
    own,
    running_clocks,
    seats,
    stood_back,
    units_around,
    unwelcome,
    whole,
    willing,
)

__all__ = [
    "accepted_by_all", "agents_of", "all_agree", "chair", "expired_mandates", "extendable", "extensions",
    "facts", "guarantees", "handles_complaint", "is_open_for_all", "known_ties", "lacks_guardian", "lacks_interpreter", "last_words",
    "may_be_seen", "open_challenges", "own", "running_clocks", "seats", "stood_back", "units_around", "unwelcome", "whole", "willing",
]  # fmt: skip
