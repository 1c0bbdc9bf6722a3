"""Which ways out are set up, and how an address is shown and known without being told."""

import hashlib

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Text, at_field
from firstdesk.notices.states import Way

CLOSED: dict[str, Text] = {
    Way.SMS: _("No gateway for text messages is set up here. Ask the administrator to set FIRSTDESK_SMS_URL."),
    Way.MAIL: _("No mail server is set up here. Ask the administrator to set FIRSTDESK_MAIL_URL."),
}


def open_ways() -> list[str]:
    """The ways this installation can use."""
    return [str(way) for way in Way if settings.FIRSTDESK_WAYS.get(way)]


def check_open(way: str) -> None:
    """Raises Refusal where a way does not exist or is not set up."""
    if way not in Way.values:
        why: Text = _("Choose a way: text message or mail.")
    elif way not in open_ways():
        why = CLOSED[way]
    else:
        return
    raise at_field("way", why)


def digest_of(address: str) -> str:
    """Tells two addresses apart without saying either; part of the key that keeps a message from going twice."""
    salted = f"{settings.SECRET_KEY}:{address}".encode()
    return hashlib.sha256(salted).hexdigest()[:20]


def carrier_key(key: str, round_: int) -> str:
    """By what name a carrier knows a letter: the same for every try, another when a person has it sent anew."""
    return digest_of(f"{key}#{round_}")


def masked(address: str) -> str:
    """Enough to recognise an address by, not enough to use it."""
    name, sign, host = address.partition("@")
    if sign:
        return f"{name[:1]}***@{host}"
    return f"{address[:3]}****{address[-4:]}" if len(address) > 7 else "*" * len(address)
