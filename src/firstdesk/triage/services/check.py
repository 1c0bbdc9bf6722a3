"""What is put beside a matter before it is decided: a verification, the form of a major dispute."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from firstdesk.common import validation
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.policies import check_open
from firstdesk.triage import policies
from firstdesk.triage.models import HazardForm, Verification


@dataclass(frozen=True, kw_only=True)
class Hazard:
    """The form of a major dispute (GC-09-06): about the event, never about persons."""

    parties: str  # who stands against whom, in kinds: "owners and the property company"
    people_involved: int
    cause: str
    focus: str
    measures: str
    superior_asked: str


@transaction.atomic
def verify(matter: Matter, *, is_true: bool, method: str, note: str = "", by: Actor, at: datetime) -> Verification:
    """Note that reported information was checked, how, and whether it holds (GC-07-02)."""
    check_open(matter)
    policies.check_own_centre(matter, by)
    row = Verification(
        matter=matter, is_true=is_true, method=method.strip(), note=note, verified_at=at, verified_by_id=by.by_id
    )
    validation.check(row, leave_out=("matter",))
    row.save(force_insert=True)
    _record(matter, "matter.verified", {"is_true": is_true, "method": row.method}, by=by, at=at)
    return row


@transaction.atomic
def file_hazard_form(matter: Matter, hazard: Hazard, *, by: Actor, at: datetime) -> HazardForm:
    """File the form a major dispute needs before it is sent on or reported upward."""
    check_open(matter)
    policies.check_own_centre(matter, by)
    row = HazardForm(matter=matter, filed_at=at, filed_by_id=by.by_id, **asdict(hazard))
    validation.check(row, leave_out=("matter",))
    row.save(force_insert=True)
    _record(matter, "matter.hazard_filed", {"people_involved": hazard.people_involved}, by=by, at=at)
    return row


def _record(matter: Matter, verb: str, after: dict[str, object], *, by: Actor, at: datetime) -> None:
    draft = ledger.Draft(
        chain=matter.ledger_chain, verb=verb, by=by, at=at, subject_kind=matter._meta.label, subject_id=matter.pk,
        after=after, rulebook_version=matter.rulebook_version,
    )  # fmt: skip
    ledger.append(draft)
