"""That the unit that was asked has read what it was sent: from then on the sender no longer takes it back alone."""

from datetime import datetime

from django.db import transaction

from firstdesk.dispatch import policies
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.states import ReferralState
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor


@transaction.atomic
def note_opened(referral: Referral, *, by: Actor, at: datetime) -> Referral:
    """Once, by the first who reads it there. The matter itself does not change: nobody's page grows stale over it."""
    policies.check_receiver(by, referral)
    unread = Referral.objects.filter(pk=referral.pk, state=ReferralState.OFFERED, opened_at=None)
    if unread.update(opened_at=at, opened_by_id=by.by_id) == 1:
        chain = f"matter:{referral.matter_id}"
        draft = ledger.Draft(
            chain=chain,
            verb="referral.opened",
            by=by,
            at=at,
            subject_kind=Referral._meta.label,
            subject_id=referral.pk,
            after={"unit": referral.to_unit.name, "referral": referral.pk},
        )
        ledger.append(draft)
        referral.opened_at, referral.opened_by_id = at, by.by_id
    return referral
