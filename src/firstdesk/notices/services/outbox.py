"""What leaves the house: a delivery per recipient and way, written with the data it speaks of."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import jobs
from firstdesk.common.refusals import Refusal, Text, at_field
from firstdesk.notices import ways
from firstdesk.notices.hours import NIGHT
from firstdesk.notices.models import Delivery
from firstdesk.notices.states import Way
from firstdesk.notices.wording import check_complete

JOB = "notices.deliver"
MOBILE = re.compile(r"1[3-9]\d{9}")
LONGEST_SMS = 500


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A message to somebody outside the product. The same `key` by the same way to the same address is sent once."""

    key: str  # what makes it this message and no other: "reply:412", "receipt:JJ-350322-2026-0000001"
    way: str  # sms, mail
    to_address: str
    text: str
    kind: str = "reply"
    subject: str = ""  # mail alone
    calendar: str = ""  # mail alone: an appointment (.ics)
    template: str = ""  # "reply.done@3": by which words, in which version
    matter_id: int | None = None
    label: str = ""  # number of the matter, for the page of stuck messages
    unit_id: int | None = None  # the centre that speaks: its people see to it when it is stuck
    by_id: int | None = None  # who sent it; told when it gets stuck. None: the product itself
    urgent: bool = False  # does not wait for the morning


@transaction.atomic
def send_out(message: Outgoing, *, at: datetime) -> Delivery:
    """Put a message on its way, in the transaction of what it speaks of. Asked twice, the first is answered.

    Raises Refusal on `to_address`, `way` or `text` where it could never arrive.
    """
    address = normalised(message.way, message.to_address)
    _check_text(message)
    due = at if message.urgent else NIGHT.over(at)
    delivery, is_new = Delivery.objects.get_or_create(
        key=f"{message.way}:{message.key}:{ways.digest_of(address)}",
        defaults={
            "way": message.way,
            "address": address,
            "kind": message.kind,
            "subject": message.subject,
            "text": message.text.strip(),
            "calendar": message.calendar,
            "template": message.template,
            "matter_id": message.matter_id,
            "label": message.label,
            "unit_id": message.unit_id,
            "urgent": message.urgent,
            "created_at": at,
            "created_by_id": message.by_id,
            "due_at": due,
            "handed_at": at if due <= at else None,
        },
    )
    if is_new and due <= at:
        hand(delivery.pk)
    return delivery


def hand(delivery_id: int) -> None:
    """Ask for the job that sends it, in the present transaction."""
    jobs.defer(JOB, delivery_id=delivery_id)


def normalised(way: str, address: str) -> str:
    """The address as it is written to. Raises Refusal where the way is not set up or the address cannot be right."""
    ways.check_open(way)
    address = address.strip()
    if way == Way.SMS:
        digits = re.sub(r"[\s\-()（）]", "", address)
        digits = re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", digits)
        if MOBILE.fullmatch(digits):
            return digits
        raise _wrong(_("A text message goes to a mobile number of eleven digits that begins with 1."))
    try:
        validate_email(address)
    except ValidationError as error:
        raise _wrong(_("This is no mail address; it must look like name@example.com.")) from error
    return address


def _check_text(message: Outgoing) -> None:
    text = message.text.strip()
    check_complete(text)
    if not text:
        why: Text = _("Write what is to be said.")
    elif message.way == Way.SMS and len(text) > LONGEST_SMS:
        why = _("A text message has at most %(most)s characters; this one has %(length)s.") % {
            "most": LONGEST_SMS,
            "length": len(text),
        }
    else:
        return
    raise at_field("text", why)


def _wrong(why: object) -> Refusal:
    return at_field("to_address", str(why), whole=_("The message was not sent."))
