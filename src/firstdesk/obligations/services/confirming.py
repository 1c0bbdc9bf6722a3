"""What no system can know: somebody looked, and says what was found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import at_field
from firstdesk.directory.models import Unit
from firstdesk.files.models import File
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.obligations.models import Confirmation
from firstdesk.obligations.services.proving import Shown, prove
from firstdesk.obligations.timing import day_of

SITE_CHECK = "site_check"  # the evidence of duties that are kept by looking


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What somebody saw of one clause."""

    clause: str
    on: date
    as_found: str
    note: str = ""
    photo: File | None = None


@transaction.atomic
def confirm(unit: Unit, looks: Collection[Look], *, by: Actor, at: datetime) -> list[Confirmation]:
    """Write down what was found, clause by clause; having looked is the evidence of the duties that ask for it."""
    rows = []
    for look in looks:
        if look.on > day_of(at):
            raise at_field("on", _("That day is still to come; a proof is of something that happened."))
        if look.as_found == Confirmation.Found.NOT_KEPT and not look.note.strip():
            raise at_field("note", _("Say what is not as it should be."))
        rows.append(_write(unit, look, by, at))
    if rows:
        first = rows[0]
        shown = Shown(
            kind=SITE_CHECK, unit=unit, happened_on=max(row.on for row in rows), ref=f"confirmation:{first.pk}",
            url=f"/due/duties/checklist/?unit={unit.code}", title=", ".join(row.clause for row in rows)[:500],
        )  # fmt: skip
        prove([shown], by=by, at=at)
    return rows


def _write(unit: Unit, look: Look, by: Actor, at: datetime) -> Confirmation:
    row = Confirmation.objects.create(
        unit=unit, clause=look.clause, on=look.on, as_found=look.as_found, note=look.note.strip(), photo=look.photo,
        confirmed_at=at, confirmed_by_id=by.by_id,
    )  # fmt: skip
    after = {"clause": look.clause, "on": look.on.isoformat(), "found": look.as_found}
    draft = ledger.Draft(
        chain=f"unit:{unit.pk}",
        verb="clause.confirmed",
        by=by,
        at=at,
        subject_kind=row._meta.label,
        subject_id=row.pk,
        after=after,
    )
    ledger.append(draft)
    return row
