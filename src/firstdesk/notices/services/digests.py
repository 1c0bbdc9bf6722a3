"""The digest: what was kept for somebody goes out as one message, in the order it happened."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from firstdesk.common import clock
from firstdesk.directory.models import User
from firstdesk.notices.models import Delivery, Preference
from firstdesk.notices.services.outbox import hand
from firstdesk.notices.states import Stage, Way


def gather(*, at: datetime) -> int:
    """Send the digests that are due; returns how many."""
    due = Delivery.objects.filter(stage=Stage.HELD, due_at__lte=at, recipient__isnull=False)
    readers = list(due.order_by("recipient_id").values_list("recipient_id", flat=True).distinct())
    return sum(_gather(reader, at) for reader in readers)


@transaction.atomic
def _gather(reader_id: int, at: datetime) -> int:
    """One message of all that waits; what was read at the bell meanwhile is left out, and nothing left is nothing sent."""
    held = Delivery.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(
        stage=Stage.HELD, due_at__lte=at
    )
    kept = list(held.filter(recipient=reader_id).select_related("notice").order_by("created_at", "pk"))
    if not kept:
        return 0
    is_here = User.objects.filter(pk=reader_id, is_active=True).exists()  # who has left reads nothing of it any more
    unread = [each for each in kept if is_here and (each.notice is None or each.notice.read_at is None)]
    digest = _digest(reader_id, unread, at) if unread else None
    Delivery.objects.filter(pk__in=[each.pk for each in kept]).update(stage=Stage.FOLDED, folded_into=digest)
    if digest is not None:
        hand(digest.pk)
    return int(digest is not None)


def _digest(reader_id: int, unread: list[Delivery], at: datetime) -> Delivery:
    last = unread[-1]
    wish = Preference.objects.filter(user=reader_id).first()
    with translation.override(wish.language if wish else "zh-hans"):
        subject = _("Firstdesk: %(count)s notices") % {"count": len(unread)}
    lines = [f"{clock.local(each.created_at):%m-%d %H:%M}  {each.text}" for each in unread]
    return Delivery.objects.create(
        key=f"{last.way}:digest:{reader_id}:{last.pk}",
        way=last.way,
        recipient_id=reader_id,
        address=(wish.mail if wish and last.way == Way.MAIL else "") or last.address,  # as it is by now
        kind="digest",
        subject=subject,
        text="\n".join([subject, "", *lines]),
        unit_id=last.unit_id,
        created_at=at,
        due_at=at,
        handed_at=at,
    )
