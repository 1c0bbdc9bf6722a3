"""Signed and sent reports are issued as documents that anybody can verify by code."""

from copy import copy
from datetime import datetime

from firstdesk.files.leaving import Leaving, leave
from firstdesk.ledger.actors import Actor
from firstdesk.reporting import papers
from firstdesk.reporting.models import Paper, Report
from firstdesk.reporting.states import ReportState

Kind = Paper.Kind


def leaves(report: Report, kind: str, base: str, *, by: Actor, at: datetime) -> Paper:
    """Issue the document of a report as this verb makes it, replacing that of the version it corrects. The verb's
    ledger entry notes its hash."""
    made = _as_it_will_be(report, by, at)
    old = Paper.objects.filter(report=report.corrects_id, kind=kind).values_list("sha256", flat=True)
    leaving = Leaving(
        title=report.title, number=papers.Sheet(made, is_public=kind == Kind.OPEN).number, issuer=report.unit.name,
        unit_id=report.unit_id, base=base, replaces=tuple(old) if report.corrects_id else (),
    )  # fmt: skip
    left = leave(leaving, lambda frame: papers.pdf(made, is_public=kind == Kind.OPEN, frame=frame), by=by, at=at)
    return Paper.objects.create(report=report, kind=kind, **left.columns)


def _as_it_will_be(report: Report, by: Actor, at: datetime) -> Report:
    """The report as the verb is about to leave it; only the ledger moves the row itself."""
    made = copy(report)
    if report.template.at_once:
        made.state, made.sent_at, made.sent_by_id = ReportState.SENT, at, by.by_id
    elif report.signed_at is None:
        made.state, made.signed_at, made.signed_by_id = ReportState.SIGNED, at, by.by_id
    return made
