"""States and moves of a report. A sent report is never reopened; a new version corrects it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("Handed in for review")
    SIGNED = "signed", _("Signed off")
    SENT = "sent", _("Sent upward")
    CORRECTED = "corrected", _("Corrected by a new version")


FIXED = frozenset({ReportState.SIGNED, ReportState.SENT, ReportState.CORRECTED})
MOVES: dict[str, frozenset[str]] = {
    ReportState.DRAFT: frozenset({ReportState.REVIEW, ReportState.SENT}),  # sent at once: a situation report
    ReportState.REVIEW: frozenset({ReportState.DRAFT, ReportState.SIGNED}),
    ReportState.SIGNED: frozenset({ReportState.SENT}),
    ReportState.SENT: frozenset({ReportState.CORRECTED}),
    ReportState.CORRECTED: frozenset(),
}
EVENT = {
    "report.begun": _("Report begun: %(title)s"),
    "report.counted": _("Figures of %(title)s counted as of %(cut_off)s"),
    "report.written": _("Words of %(title)s written"),
    "report.handed_in": _("%(title)s handed in for review"),
    "report.returned": _("%(title)s returned to its writer"),
    "report.signed": _("%(title)s signed"),
    "report.sent": _("%(title)s sent to %(to)s"),
    "report.corrected": _("%(title)s corrected by version %(version)s"),
}
