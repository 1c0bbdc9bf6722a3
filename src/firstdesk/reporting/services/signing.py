"""Submitting: a report is handed in, returned or signed by somebody else, and sent."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common import clock as walls
from firstdesk.common.refusals import at_field
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.notices.services import Message
from firstdesk.notices.services import send as tell
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.services.proving import Shown, prove
from firstdesk.obligations.services.scheduling import Happened, raise_after
from firstdesk.reporting import policies
from firstdesk.reporting.models import Paper, Report, Words
from firstdesk.reporting.selectors.reports import before, receiver_of
from firstdesk.reporting.services.drafting import locked
from firstdesk.reporting.services.leaving import leaves
from firstdesk.reporting.states import ReportState

S = ReportState
FOLLOW_UP = "follow_up_report"
WAITS = gettext_noop("“%(title)s” waits for a signature.")
RETURNED = gettext_noop("“%(title)s” was returned: %(remark)s")
SENT = gettext_noop("%(unit)s has sent “%(title)s”.")
CORRECTED = gettext_noop("%(unit)s has sent a corrected version of “%(title)s”.")


@transaction.atomic
def hand_in(report: Report, *, seen: datetime | None = None, by: Actor, at: datetime) -> Report:
    """Hand the report in for signature; it no longer changes."""
    row = locked(report)
    policies.check_state(row, S.DRAFT, seen)
    policies.check_whole(row, _texts(row))
    step = _step(row, S.REVIEW, "report.handed_in", {"handed_in_at": at, "handed_in_by_id": by.by_id}, at)
    ledger.move(row, step, by=by, at=at)
    _tell(row, WAITS, row.unit, at)
    return row


@transaction.atomic
def give_back(report: Report, remark: str, *, seen: datetime | None = None, by: Actor, at: datetime) -> Report:
    """Return the report to its writer with what has to change."""
    row = locked(report)
    policies.check_state(row, S.REVIEW, seen)
    policies.check_signer(row, by)
    if not remark.strip():
        raise at_field("remark", _("Say what is to be put right."))
    writer = row.handed_in_by
    row.remark = remark.strip()[:300]
    row.save(update_fields=["remark"])
    step = _step(row, S.DRAFT, "report.returned", {"handed_in_at": None, "handed_in_by_id": None}, at)
    ledger.move(row, step, by=by, at=at)
    values = {"title": row.title, "remark": row.remark}
    if writer is not None:
        tell(
            Message(kind="report.returned", level="warning", text=RETURNED, values=values, url=_url(row)),
            to=[writer],
            at=at,
        )
    return row


@transaction.atomic
def sign(report: Report, *, seen: datetime | None = None, base: str = "", by: Actor, at: datetime) -> Report:
    """Sign a report, once, by somebody who wrote nothing in it, and issue its document. `base`: the public address of
    this installation, as the signer's page says it."""
    row = locked(report)
    policies.check_state(row, S.REVIEW, seen)
    policies.check_signer(row, by)
    paper = leaves(row, Paper.Kind.WHOLE, base, by=by, at=at)
    noted = {"paper": paper.sha256}
    step = _step(row, S.SIGNED, "report.signed", {"signed_at": at, "signed_by_id": by.by_id}, at, noted)
    ledger.move(row, step, by=by, at=at)
    return row


@transaction.atomic
def send(
    report: Report, *, is_final: bool = False, seen: datetime | None = None, base: str = "", by: Actor, at: datetime
) -> Report:
    """Send a report to its receiver, which proves the duty and ends the version it corrects.

    `is_final`: the last part of a situation report; otherwise the rules require a follow-up. `base`: as for `sign`."""
    row = locked(report)
    policies.check_state(row, S.DRAFT if row.template.at_once else S.SIGNED, seen)
    policies.check_whole(row, _texts(row))
    row.to_unit = receiver_of(row)
    changes = {
        "sent_at": at, "sent_by_id": by.by_id, "to_unit_id": row.to_unit and row.to_unit.pk,
        "is_final": is_final and row.template.is_event,
    }  # fmt: skip
    noted = {"to": row.to_unit.name if row.to_unit else row.unit.name, "version": row.version, "late": is_late(row, at)}
    noted |= {"papers": [leaves(row, kind, base, by=by, at=at).sha256 for kind in _papers(row)]}
    ledger.move(row, _step(row, S.SENT, "report.sent", changes, at, noted), by=by, at=at)
    if row.corrects is not None:
        old = locked(row.corrects)
        ledger.move(old, _step(old, S.CORRECTED, "report.corrected", {}, at, {"version": row.version}), by=by, at=at)
    _prove(row, by=by, at=at)
    _tell(row, CORRECTED if row.corrects_id else SENT, row.to_unit or row.unit, at)
    return row


def _papers(row: Report) -> list[str]:
    """The kinds of document made on sending: the report itself where nobody signed it, and the public version where it
    has one."""
    found = [Paper.Kind.WHOLE] if row.template.at_once else []
    return [*found, Paper.Kind.OPEN] if row.template.is_public else [*found]


def is_late(report: Report, at: datetime) -> bool:
    """Whether the report's day is over."""
    return report.due_on is not None and walls.local(at).date() > report.due_on


def _prove(row: Report, *, by: Actor, at: datetime) -> None:
    """Prove what the report fulfils: its duty; for a situation report that of its matter, and the follow-up required
    before."""
    today = walls.local(at).date()
    shown = [_shown(row, row.template.evidence, _matter(row), today)]
    if row.template.is_event:
        part = before(row)
        shown += [_shown(row, FOLLOW_UP, f"report:{part.pk}", today)] if part else []
        if not row.is_final and row.unit.kind == UnitKind.CENTRE:
            goes_on = Happened("report.goes_on", row.unit, today, f"report:{row.pk}", row.title)
            raise_after(goes_on, at=at)
    prove(shown, by=by, at=at)


def _shown(row: Report, kind: str, subject: str, today: date) -> Shown:
    return Shown(
        kind=kind, unit=row.unit, happened_on=today, ref=f"report:{row.pk}", url=_url(row), title=row.title,
        subject=subject, for_day=row.due_on or _day_of(row, subject),
    )  # fmt: skip


def _day_of(row: Report, subject: str) -> date | None:
    """A day in the period a late report was due in: when its subject became known."""
    waiting = Occurrence.objects.open().filter(unit=row.unit, subject=subject) if subject else Occurrence.objects.none()
    return waiting.order_by("period_start").values_list("period_start", flat=True).first()


def _matter(row: Report) -> str:
    found = Matter.objects.filter(number=row.about).values_list("pk", flat=True).first() if row.about else None
    return f"matter:{found}" if found else ""


def _step(
    row: Report,
    to: str,
    verb: str,
    changes: Mapping[str, object],
    at: datetime,
    noted: Mapping[str, object] | None = None,
) -> ledger.Move:
    said = {"title": row.title, "kind": row.kind} | dict(noted or {})
    return ledger.Move(to, verb, changes={**changes, "changed_at": at}, noted=said)


def _tell(row: Report, text: str, unit: Unit, at: datetime) -> None:
    """Notify the leaders of a unit, except writers of the report."""
    people = [each for each in directory.holders_of(directory.leader_posts(unit), at) if each.pk != row.begun_by_id]
    values = {"title": row.title, "unit": row.unit.name}
    tell(Message(kind="report.sent", level="info", text=text, values=values, url=_url(row)), to=people, at=at)


def _texts(row: Report) -> dict[str, str]:
    return dict(Words.objects.filter(report=row).values_list("section", "text"))


def _url(row: Report) -> str:
    return f"/reports/{row.pk}/"
