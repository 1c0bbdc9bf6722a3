"""The verbs of oversight."""

from firstdesk.oversight.services.applying import Wish, apply, approve, lapse, refuse, withdraw
from firstdesk.oversight.services.carrying import Grant
from firstdesk.oversight.services.resting import resume_due
from firstdesk.oversight.services.supervising import answer_supervision, lift, supervise, urge

__all__ = [
    "Grant",
    "Wish",
    "answer_supervision",
    "apply",
    "approve",
    "lapse",
    "lift",
    "refuse",
    "resume_due",
    "supervise",
    "urge",
    "withdraw",
]
