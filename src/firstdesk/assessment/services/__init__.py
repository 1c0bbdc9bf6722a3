"""The verbs of assessment."""

from firstdesk.assessment.services.accountability import (
    Charge,
    Ruling,
    charge,
    hear,
    object_to,
    rule,
    settle_objection,
)  # fmt: skip
from firstdesk.assessment.services.awards import NewAward, decide, propose, report
from firstdesk.assessment.services.ending import end_due, end_findings
from firstdesk.assessment.services.rounds import NewRound, open_round
from firstdesk.assessment.services.sheets import Judged, appeal, assess, remark, settle_appeal

__all__ = [
    "Charge", "Judged", "NewAward", "NewRound", "Ruling", "appeal", "assess", "charge", "decide", "end_due", "end_findings",
    "hear", "object_to", "open_round", "propose", "remark", "report", "rule", "settle_appeal", "settle_objection",
]  # fmt: skip
