"""All verbs of the machine, and which of them fit the state a matter is in."""

from collections.abc import Callable

from firstdesk.matters.states import State
from tests.invariants.beside import FROM_BESIDE
from tests.invariants.field import IN_THE_FIELD
from tests.invariants.scene import Scene
from tests.invariants.verbs import ON_THE_WAY

VERBS: dict[str, Callable[[Scene], object]] = {**ON_THE_WAY, **IN_THE_FIELD, **FROM_BESIDE}
SILENT = frozenset(
    {"open", "rate", "compute", "tick", "submit", "attach", "prove"}
)  # may find that nothing is to be written

_OPEN = (
    "assign", "take", "note_contact", "withdraw", "mark_invalid", "mark_duplicate", "mark_urgent", "note", "attach",
    "detach", "urge", "supervise", "answer_overseer", "answer_overseer", "lift", "apply", "approve", "approve", "approve",
    "turn_down", "no_longer_asked", "bulk", "link", "unlink", "split", "look_into", "name", "tick", "register", "submit", "ask_by_web",
)  # fmt: skip
_FIELD = (
    "order", "order_first", "depart", "arrive", "arrive", "relieve", "relieve", "done_there", "stand_down", "ask",
    "ask", "take_on", "complete", "refuse", "drop", "start_service", "take_step", "take_step", "end_service", "meet",
    "record_measures", "hand_over",
)  # fmt: skip
_ON: dict[str, tuple[str, ...]] = {
    State.TO_TRIAGE: ("decide", "decide", "decide", "escalate", "offer", "offer", "complain", "verify", "file_hazard"),
    State.ESCALATED: ("director_decides", "director_decides", "director_decides", "escalate"),
    State.OFFERED: ("accept", "accept", "accept", "object", "object", "open", "take_back", "reclassify", "escalate"),
    State.HANDLING: ("give", "answer", "answer", "answer", "finish", "finish", "suspend", "reclassify", "prove"),
    State.SUSPENDED: ("resume", "resume", "answer"),
    State.ANSWERED: ("confirm", "confirm", "return", "return"),
    State.TO_REPLY: ("check_contested", "check_contested", "reply", "reply", "reply"),
    State.FOLLOW_UP: ("rate", "rate_by_link", "call_back", "call_back", "close", "close", "contest", "compute"),
    State.CLOSED: ("contest", "reopen", "rate"),
    State.DUPLICATE: ("take_apart", "take_apart", "reopen", "tell_joined", "tell_joined"),
    State.WITHDRAWN: ("reopen", "contest"),
    State.INVALID: ("reopen",),
}
_ENDED = ("note", "link", "unlink", "grant_money", "excuse_money", "pay", "decline")


def fitting(state: str, draw: int) -> str:
    """A verb for a state: half of the time one that moves it, else one of the many beside its way."""
    own = _ON[state]
    if state in (State.CLOSED, State.DUPLICATE, State.WITHDRAWN, State.INVALID):
        groups: tuple[tuple[str, ...], ...] = (own, own, _ENDED)
    else:
        groups = (own, own, own, _OPEN, _FIELD)
    chosen = groups[draw % len(groups)]
    return chosen[draw // len(groups) % len(chosen)]
