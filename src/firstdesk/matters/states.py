"""The states of a matter, and three tables side by side: which moves exist, whose turn it is, what each move is called."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    TO_TRIAGE = "to_triage", _("To be classified")
    ESCALATED = "escalated", _("With the director")
    OFFERED = "offered", _("Sent, awaiting acceptance")
    HANDLING = "handling", _("In handling")
    SUSPENDED = "suspended", _("Suspended")
    ANSWERED = "answered", _("Result returned, to be confirmed")
    TO_REPLY = "to_reply", _("To be answered to the person")
    FOLLOW_UP = "follow_up", _("Answered, to be called back")
    CLOSED = "closed", _("Closed")
    DUPLICATE = "duplicate", _("Duplicate")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    INVALID = "invalid", _("Invalid")


ENDED = frozenset({State.CLOSED, State.DUPLICATE, State.WITHDRAWN, State.INVALID})
OPEN = frozenset(set(State) - ENDED)
HANDLED = frozenset({State.ANSWERED, State.TO_REPLY, State.FOLLOW_UP})  # what is left of it cannot be an emergency
_SIDE = {State.DUPLICATE, State.WITHDRAWN, State.INVALID}

MOVES: dict[str, frozenset[str]] = {
    State.TO_TRIAGE: frozenset({State.OFFERED, State.HANDLING, State.ESCALATED, *_SIDE}),
    State.ESCALATED: frozenset({State.OFFERED, State.HANDLING, State.TO_TRIAGE, *_SIDE}),
    State.OFFERED: frozenset({State.HANDLING, State.TO_TRIAGE, State.ESCALATED, *_SIDE}),
    State.HANDLING: frozenset(
        {State.ANSWERED, State.TO_REPLY, State.SUSPENDED, State.TO_TRIAGE, State.ESCALATED, *_SIDE}
    ),
    State.SUSPENDED: frozenset({State.HANDLING, *_SIDE}),
    State.ANSWERED: frozenset({State.TO_REPLY, State.HANDLING, *_SIDE}),
    State.TO_REPLY: frozenset({State.FOLLOW_UP, *_SIDE}),
    State.FOLLOW_UP: frozenset({State.CLOSED, State.TO_TRIAGE}),
    State.CLOSED: frozenset({State.TO_TRIAGE}),
    State.DUPLICATE: frozenset({State.TO_TRIAGE}),
    State.WITHDRAWN: frozenset({State.TO_TRIAGE}),
    State.INVALID: frozenset({State.TO_TRIAGE}),
}


class Turn(models.TextChoices):
    """Whose turn it is: to-do lists derive from this and nothing else."""

    INTAKE = "intake", _("Intake")  # the responsible centre's intake queue or officer
    DIRECTOR = "director", _("Director")
    RECEIVER = "receiver", _("Receiving unit")  # the unit it was offered to; the sender stays responsible
    HANDLER = "handler", _("Handling unit")
    NOBODY = "nobody", _("Nobody")


OWNER: dict[str, Turn] = {
    State.TO_TRIAGE: Turn.INTAKE,
    State.ESCALATED: Turn.DIRECTOR,
    State.OFFERED: Turn.RECEIVER,
    State.HANDLING: Turn.HANDLER,
    State.SUSPENDED: Turn.HANDLER,
    State.ANSWERED: Turn.INTAKE,
    State.TO_REPLY: Turn.INTAKE,
    State.FOLLOW_UP: Turn.INTAKE,
    State.CLOSED: Turn.NOBODY,
    State.DUPLICATE: Turn.NOBODY,
    State.WITHDRAWN: Turn.NOBODY,
    State.INVALID: Turn.NOBODY,
}

# Every event a matter can go through; the same names start, pause and stop clocks in rules/*/deadlines.yaml.
EVENT: dict[str, "str | Promise"] = {
    "matter.registered": _("Registered"),
    "matter.triaged": _("Classified and routed"),
    "matter.reclassified": _("Reclassified"),
    "matter.marked_urgent": _("Marked urgent"),
    "matter.escalated": _("Brought to the director"),
    "referral.offered": _("Sent to a unit"),
    "referral.accepted": _("Accepted"),
    "referral.objected": _("Objected"),
    "referral.withdrawn": _("Taken back"),
    "referral.answered": _("Result returned"),
    "referral.confirmed": _("Result confirmed"),
    "referral.returned": _("Returned for more work"),
    "referral.opened": _("Read by the unit that was asked"),
    "matter.assigned": _("Given to a person"),
    "matter.put_back": _("Given back to the queue of the unit"),
    "matter.finished": _("Handled"),
    "matter.suspended": _("Suspended"),
    "matter.resumed": _("Resumed"),
    "matter.replied": _("Person answered"),
    "matter.followed_up": _("Called back"),
    "matter.closed": _("Closed"),
    "matter.reopened": _("Reopened"),
    "matter.marked_duplicate": _("Marked as duplicate"),
    "matter.withdrawn": _("Withdrawn"),
    "matter.marked_invalid": _("Marked as invalid"),
    "matter.joined_not_told": _("Not told the answer, with the reason"),
    "matter.joined_told": _("Told the answer of the matter it was joined to"),
    "contact.noted": _("Word exchanged with the person"),
    "contact.tried": _("Tried to call back"),
    "matter.rated": _("Rated by the person"),
    "loop.opened": _("Not content: to be verified"),
    "loop.verified": _("Not content: verified"),
    "complaint.received": _("Taken as a complaint"),
    "complaint.concerned": _("Whom it is about stands back"),
    "complaint.visited": _("Inquiry on the spot"),
    "complaint.explained": _("Delay explained to the person"),
    "complaint.protected": _("Protection against retaliation arranged"),
    "scene.handed_over": _("Handed over on the spot"),
    "turnout.ordered": _("Ordered to the place"),
    "turnout.departed": _("Set out"),
    "turnout.arrived": _("Arrived"),
    "turnout.relieved": _("Relieved at the place"),
    "turnout.finished": _("Done at the place"),
    "turnout.stood_down": _("Stood down"),
    "task.asked": _("Asked to help"),
    "task.accepted": _("Agreed to help"),
    "task.objected": _("Refused to help"),
    "task.done": _("Help given"),
    "task.withdrawn": _("Help no longer asked"),
    "service.started": _("Service begun"),
    "service.papers_complete": _("Papers complete"),
    "service.agent_named": _("Agent named"),
    "service.stepped": _("Step of a service"),
    "service.done": _("Service done"),
    "service.ended": _("Service ended"),
    "item.submitted": _("Window item applied for"),
    "item.accepted": _("Window item accepted"),
    "item.reviewed": _("Window item reviewed on site"),
    "item.finished": _("Window item done and handed over"),
    "appointment.made": _("Meeting arranged"),
    "appointment.measures_recorded": _("Measures agreed"),
    "matter.recusal_lifted": _("Need not stand back any more"),
    "matter.urged": _("Urged"),
    "matter.supervised": _("Given a card"),
    "matter.supervision_answered": _("Unit answered its overseer"),
    "matter.supervision_lifted": _("Urge or card lifted"),
}
