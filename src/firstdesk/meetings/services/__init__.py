"""The verbs of meetings."""

from firstdesk.meetings.services.asking import Guest, ask_guest, ask_person, ask_unit, call, excuse, unask
from firstdesk.meetings.services.carrying import carry
from firstdesk.meetings.services.planning import (
    NewMeeting,
    Where,
    add_point,
    assemble,
    cancel,
    change,
    drop_point,
    plan,
    postpone,
)
from firstdesk.meetings.services.resolving import NewResolution, amend, resolve, strike_resolution
from firstdesk.meetings.services.signing import sign
from firstdesk.meetings.services.sitting import (
    begin,
    count_residents,
    end,
    reopen,
    sign_guest_in,
    sign_in,
    sign_in_listed,
    strike,
    unbegin,
)
from firstdesk.meetings.services.writing import write

__all__ = [
    "Guest", "NewMeeting", "NewResolution", "Where", "add_point", "amend", "ask_guest", "ask_person", "ask_unit",
    "assemble", "begin", "call", "cancel", "carry", "change", "count_residents", "drop_point", "end",
    "excuse", "plan", "postpone", "reopen", "resolve", "sign", "sign_guest_in", "sign_in", "sign_in_listed", "strike",
    "strike_resolution", "unask", "unbegin", "write",
]  # fmt: skip
