"""Checks on the spot of clauses no system can observe."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import at_field
from firstdesk.directory.models import Unit
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.obligations.models import Confirmation, Occurrence
from firstdesk.obligations.selectors import duties
from firstdesk.obligations.services.proving import Shown, give
from firstdesk.obligations.services.recording import Said, enter
from firstdesk.obligations.timing import day_of

SITE_CHECK = "site_check"  # the evidence of duties that are kept by looking


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What somebody found about one clause."""

    clause: str
    on: date
    as_found: str
    note: str = ""
    photo: File | None = None


@transaction.atomic
def confirm(unit: Unit, looks: Collection[Look], *, by: Actor, at: datetime) -> list[Confirmation]:
    """Record findings clause by clause. Having checked is the evidence for duties that ask for it, whatever was
    found."""
    rows = []
    for look in looks:
        if look.on > day_of(at):
            raise at_field("on", _("That day is still to come; a proof is of something that happened."))
        if look.as_found == Confirmation.Found.NOT_KEPT and not look.note.strip():
            raise at_field("note", _("Say what is not as it should be."))
        rows.append(_write(unit, look, by, at))
    for occurrence in _asking(unit):
        _give(occurrence, rows, by, at)
    return rows


def _asking(unit: Unit) -> list[Occurrence]:
    """Open duties of this unit that are done by checking and whose period has begun."""
    found = Occurrence.objects.filter(unit=unit).open().select_related("unit")
    return [row for row in found if SITE_CHECK in duties.duty_of(row).evidence]


def _give(occurrence: Occurrence, rows: Sequence[Confirmation], by: Actor, at: datetime) -> None:
    """Complete the duty once every clause it covers was checked in its period, whether kept or not."""
    asked = set(duties.duty_of(occurrence).clauses)
    within = {"on__gte": occurrence.period_start, "on__lte": occurrence.period_end}
    looked = Confirmation.objects.filter(unit=occurrence.unit, clause__in=asked, **within).order_by("on", "pk")
    if {row.clause for row in looked} < asked or not asked & {row.clause for row in rows}:
        return
    shown = Shown(
        kind=SITE_CHECK, unit=occurrence.unit, happened_on=max(row.on for row in looked), ref=f"confirmation:{rows[-1].pk}",
        url=f"/due/duties/checklist/?unit={occurrence.unit.code}", title=", ".join(sorted(asked))[:500],
    )  # fmt: skip
    give(occurrence, [shown], by=by, at=at)


def _write(unit: Unit, look: Look, by: Actor, at: datetime) -> Confirmation:
    row = Confirmation.objects.create(
        unit=unit, clause=look.clause, on=look.on, as_found=look.as_found, note=look.note.strip(), photo=look.photo,
        confirmed_at=at, confirmed_by_id=by.by_id,
    )  # fmt: skip
    after = {"clause": look.clause, "on": look.on.isoformat(), "found": look.as_found}
    enter(row, "clause.confirmed", Said(chain=f"unit:{unit.pk}", after=after), by=by, at=at)
    return row
