"""Why somebody may not touch a referral. The services ask with the Actor of the record, whatever the edge."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.dispatch.models import Referral
from firstdesk.ledger.actors import Actor


def check_receiver(by: Actor, referral: Referral) -> None:
    """Only people of the unit that was asked accept, object, assign or answer."""
    if by.unit_id != referral.to_unit_id:
        raise NotAllowed(
            _("This was sent to “%(unit)s”; only its people may accept, object or answer. You act for another unit.")
            % {"unit": referral.to_unit.name}
        )


def check_sender(by: Actor, referral: Referral) -> None:
    """Only people of the unit that asked take back, confirm or return."""
    if by.unit_id != referral.from_unit_id:
        raise NotAllowed(
            _("This was sent by “%(unit)s”; only its people may take it back, confirm or return it.")
            % {"unit": referral.from_unit.name}
        )
