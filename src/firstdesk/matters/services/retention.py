"""What was written about a matter is erased when its time is over: one job, over what every context declares."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from firstdesk.common import clock as walls
from firstdesk.common.retention import registry
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.states import ENDED
from firstdesk.matters.texts import Erasure
from firstdesk.regulations import selectors as regulations

CLOCKWORK = Actor.system("clock")
BATCH = 500  # matters in one transaction
RESTS = timedelta(days=60)  # after its end it may still be rated, contested and paid for
LOOKED_AT_AGAIN = timedelta(days=365)  # what was written about it after all


def erase_expired(*, at: datetime) -> int:
    """Erase the words of the matters whose time is over and that have ended for good; returns how many matters."""
    erased = 0
    for version in list(Matter.objects.order_by().values_list("rulebook_version", flat=True).distinct()):
        head = regulations.version(version).head
        due = _due(_years_before(head.keep_parties_years, at), at).filter(rulebook_version=version)
        keys = list(due.order_by("pk").values_list("pk", flat=True))
        for first in range(0, len(keys), BATCH):
            erase(keys[first : first + BATCH], filed_before=_years_before(head.keep_files_years, at), at=at)
        erased += len(keys)
    return erased


def _due(before: datetime, at: datetime) -> QuerySet[Matter]:
    """Registered before, and ended; not those erased already, unless something may have come since."""
    again = Q(erasure=None) | Q(erasure__erased_at__lt=F("ended_at"))
    again |= Q(erasure__erased_at__lt=at - LOOKED_AT_AGAIN)
    ended = Matter.objects.filter(again, state__in=sorted(ENDED), ended_at__lt=at - RESTS)
    return ended.filter(registered_at__lt=before)


def _years_before(years: int, at: datetime) -> datetime:
    """The midnight so many years ago."""
    now = walls.local(at)
    day = now.date().replace(year=now.year - years, day=28 if (now.month, now.day) == (2, 29) else now.day)
    return datetime.combine(day, time.min, tzinfo=now.tzinfo)


@transaction.atomic
def erase(keys: Sequence[int], *, filed_before: datetime, at: datetime) -> None:
    """All words of these matters, in every table that says it holds some, and the reasons in their record; but what belongs
    to a file the archive still wants: one that is open, or was closed after `filed_before`.

    The record keeps that it was done; what was done about the matter, by whom and in which time stays.
    """
    matters = list(Matter.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    rows = sum(words.erase(keys, filed_before=filed_before) for words in registry(Matter))
    reasons = ledger.erase_reasons([matter.ledger_chain for matter in matters])
    Erasure.objects.bulk_create(
        [Erasure(matter=matter, erased_at=at) for matter in matters],
        update_conflicts=True, unique_fields=["matter"], update_fields=["erased_at"],
    )  # fmt: skip
    if rows or reasons:
        drafts = [
            ledger.draft_for(each, "words.erased", chain=each.ledger_chain, by=CLOCKWORK, at=at) for each in matters
        ]
        ledger.append_many(drafts)
