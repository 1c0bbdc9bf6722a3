"""The receipt as a message: number, where to follow it, whom to call."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from firstdesk.common.refusals import at_field
from firstdesk.intake import policies
from firstdesk.intake.models import Party, Report
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.notices.services import Outgoing, send_out

SMS, MAIL = "sms", "mail"


@dataclass(frozen=True, kw_only=True)
class ReceiptMessage:
    """Which way, where to (empty: the number the person gave), and the address to follow it by."""

    way: str
    link: str
    to_address: str = ""


@transaction.atomic
def send_receipt(matter: Matter, message: ReceiptMessage, *, by: Actor, at: datetime) -> bool:
    """Send it; False where the same was sent before. The address stands in the outbox and never in the record.

    Raises Refusal where there is no address, or where the person did not agree to be called.
    """
    policies.check_centre(matter.centre_id, by)
    text = _("Your report has the number %(number)s. Where it stands: %(link)s") % {
        "number": matter.number,
        "link": message.link,
    }
    phone = _("Questions: %(phone)s") % {"phone": matter.centre.phone} if matter.centre.phone else ""
    outgoing = Outgoing(
        key=f"receipt:{matter.number}",
        way=message.way if message.way in {SMS, MAIL} else SMS,
        to_address=message.to_address.strip() or _given(matter, message.way),
        text=f"{text} {phone}".strip(),
        kind="receipt",
        subject=_("Receipt of a report") + f" {matter.number}" if message.way == MAIL else "",
        matter_id=matter.pk,
        label=matter.number,
        unit_id=matter.centre_id,
        by_id=by.person_id,
        urgent=True,  # the person waits for it
    )
    is_new = send_out(outgoing, at=at).created_at == at
    if is_new:
        ledger.append(ledger.draft_for(matter, "receipt.sent", chain=matter.ledger_chain, by=by, at=at))
    return is_new


def _given(matter: Matter, way: str) -> str:
    """The number the reporter gave, where they may be called at it."""
    told = Party.objects.filter(matter=matter, role=Party.Role.REPORTER).exclude(phone="").order_by("pk").first()
    agreed = Report.objects.filter(matter=matter, may_contact=True).exists()
    if way == SMS and told is not None and agreed:
        return told.phone
    raise at_field("to_address", _("No number was given to which it may be sent. Ask for one and write it here."))
