"""The verbs of the room: planned, arranged, told; opened, step by step, ended; said, shown, proposed, read over."""

from firstdesk.mediation.services.room.preparing import Meeting, Thought, arrange, cancel, invite, plan
from firstdesk.mediation.services.room.preparing import Word as Told
from firstdesk.mediation.services.room.saying import (
    NewExhibit,
    NewProposal,
    Reading,
    Said,
    answer,
    cite,
    confide,
    hand_in,
    propose,
    read_over,
    record_digest,
    say,
    show,
)
from firstdesk.mediation.services.room.sitting import (
    OUTCOMES,
    Present,
    adjourn,
    come,
    end,
    leave,
    open_,
    pause,
    resume,
    step,
    tell_rights,
)

__all__ = [
    "OUTCOMES", "Meeting", "NewExhibit", "NewProposal", "Present", "Reading", "Said", "Thought", "Told", "adjourn",
    "answer", "arrange", "cancel", "cite", "come", "confide", "end", "hand_in", "invite", "leave", "open_", "pause",
    "plan", "propose", "read_over", "record_digest", "resume", "say", "show", "step", "tell_rights",
]  # fmt: skip
