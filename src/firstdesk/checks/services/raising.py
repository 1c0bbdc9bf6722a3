"""Raising findings; the unit is told."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from firstdesk.checks.models import Finding, Inspection, Recheck, Visit
from firstdesk.checks.selectors.reach import leaders
from firstdesk.checks.services import recording
from firstdesk.directory.models import Unit
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send


@dataclass(frozen=True, kw_only=True)
class NewFinding:
    """A finding as raised: what, by which unit, until when."""

    unit: Unit
    by_unit: Unit
    title: str
    due_on: date | None
    words: str = ""
    rule_id: str = ""
    item: str = ""


@transaction.atomic
def raise_(
    new: NewFinding,
    *,
    inspection: Inspection | None = None,
    recheck: Recheck | None = None,
    visit: Visit | None = None,
    by: Actor,
    at: datetime,
) -> Finding:
    """Raise a finding from its source. Raises Refusal without words or a day."""
    finding = Finding(
        unit=new.unit, by_unit=new.by_unit, inspection=inspection, recheck=recheck, visit=visit, rule_id=new.rule_id,
        item=new.item, title=recording.words_in(new.title, "title")[:200], words=new.words.strip()[:1000],
        due_on=recording.not_past(new.due_on, "due_on", at), changed_at=at, raised_at=at, raised_by_id=by.by_id,
    )  # fmt: skip
    finding.save(force_insert=True)
    noted = {"unit": new.unit.pk, "due_on": finding.due_on}
    recording.enter(finding, "finding.raised", noted, chain=finding.ledger_chain, by=by, at=at)
    values = {"due": finding.due_on.isoformat(), "title": finding.title}
    message = Message(
        kind="finding.raised",
        level="warning",
        text=recording.RAISED,
        values=values,
        url=f"/checks/findings/{finding.pk}/",
    )
    send(message, to=leaders(new.unit, at), at=at)
    return finding
