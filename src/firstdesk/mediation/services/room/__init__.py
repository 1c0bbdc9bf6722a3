"""Verbs of the sessions: plan, arrange, invite, open, step, say, show, propose, read over, end."""

from firstdesk.mediation.services.room.booking import add_room, change_room
from firstdesk.mediation.services.room.preparing import (
    Arrangement,
    NewPlan,
    Notification,
    arrange,
    cancel,
    invite,
    move,
    plan,
)
from firstdesk.mediation.services.room.saying import (
    NewExhibit,
    NewProposal,
    Reading,
    Said,
    Speaker,
    answer,
    cite,
    confide,
    hand_in,
    propose,
    read_over,
    record_digest,
    say,
    share,
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
from firstdesk.mediation.services.room.telling import (
    Letter,
    call_off,
    send_invitation,
    tell,
    tell_off,
    wording,
    write_off,
)

__all__ = [
    "OUTCOMES", "Arrangement", "Letter", "NewExhibit", "NewPlan", "NewProposal", "Notification", "Present", "Reading", "Said", "Speaker", "add_room", "adjourn",
    "answer", "arrange", "call_off", "cancel", "change_room", "cite", "come", "confide", "end", "hand_in", "invite", "leave", "move", "open_", "pause",
    "plan", "propose", "read_over", "record_digest", "resume", "say", "send_invitation", "share", "show",
    "step", "tell", "tell_off", "tell_rights", "wording", "write_off",
]  # fmt: skip
