"""The verbs of screening."""

from firstdesk.screening.services.campaigns import NewCampaign, Said, begin, end, remind, report
from firstdesk.screening.services.majors import Registration, note, register, settle, take_up
from firstdesk.screening.services.statements import fill, issue

__all__ = [
    "NewCampaign", "Registration", "Said", "begin", "end", "fill", "issue", "note", "register", "remind", "report", "settle",
    "take_up",
]  # fmt: skip
