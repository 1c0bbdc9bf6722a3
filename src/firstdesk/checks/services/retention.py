"""Words and contact details of residents are erased a year after settlement; what was published stays."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from firstdesk.checks.models import Opinion
from firstdesk.checks.states import OpinionState
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor

KEPT = timedelta(days=365)
AT_ONCE = 500
SETTLED = (OpinionState.ANSWERED, OpinionState.TURNED, OpinionState.NOTED)
CLOCKWORK = Actor.system("clock")


@transaction.atomic
def erase_opinions(*, at: datetime) -> int:
    """Erase settled opinions; one entry per centre. Runs daily; returns how many."""
    over = Q(answered_at__lt=at - KEPT) | Q(answered_at=None, sorted_at__lt=at - KEPT)
    rows = Opinion.objects.select_for_update(no_key=True, skip_locked=True).filter(over, state__in=SETTLED)
    found = list(rows.exclude(text="", contact="").order_by("pk")[:AT_ONCE])
    Opinion.objects.filter(pk__in=[row.pk for row in found]).update(text="", contact="")
    for unit, count in sorted(Counter(row.unit_id for row in found).items()):
        draft = ledger.Draft(
            chain=f"unit:{unit}", verb="opinions.erased", by=CLOCKWORK, at=at, subject_kind="directory.Unit",
            subject_id=unit, after={"opinions": count},
        )  # fmt: skip
        ledger.append(draft)
    return len(found)
