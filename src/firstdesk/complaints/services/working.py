"""What is done about a complaint beside handling it as any matter."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import at_field
from firstdesk.complaints import policies
from firstdesk.complaints.models import Complaint, Record
from firstdesk.ledger.actors import Actor
from firstdesk.matters.policies import check_open
from firstdesk.matters.services import Step, advance

EVENTS = {
    Record.Kind.VISIT: "complaint.visited",
    Record.Kind.EXPLANATION: "complaint.explained",
    Record.Kind.PROTECTION: "complaint.protected",
}


@transaction.atomic
def record(complaint: Complaint, *, kind: str, text: str, by: Actor, at: datetime) -> Record:
    """Looked into on the spot (SS-HB-15), the delay explained to the person (SS-HB-23), protection arranged."""
    policies.check_works(complaint, by)
    if kind not in Record.Kind.values or not text.strip():
        raise at_field("text", _("Choose what was done and write it down."))
    if kind != Record.Kind.EXPLANATION:  # a delay may still be explained when the answer is out
        check_open(complaint.matter)
    row = Record.objects.create(
        complaint=complaint, kind=kind, text=text.strip(), recorded_at=at, recorded_by_id=by.by_id
    )
    step = Step(to=None, event=EVENTS[Record.Kind(kind)], noted={"record": row.pk})
    advance(complaint.matter, step, by=by, at=at)
    return row
